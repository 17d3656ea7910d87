"""`fiftyone`: FiftyOne's App beside a dataset."""

from __future__ import annotations

import getpass
from argparse import Namespace

from segcore.cli.printing import counted, print_json
from segcore.cli.progress import Progress
from segcore.errors import InputError
from segcore.fiftyone_bridge import companion, incoming, outgoing, preflight, proposing, setup
from segcore.store import open_store


def fiftyone(arguments: Namespace) -> int:
    """One of the actions below."""
    if arguments.action in ("open", "back") and arguments.name is None:
        raise InputError(f"Say which dataset: `fiftyone {arguments.action} NAME`.")
    actions = {"open": open_, "back": back, "setup": setup_, "status": status, "stop": stop}
    return actions[arguments.action](arguments)


def open_(arguments: Namespace) -> int:
    """Start FiftyOne where it does not run, send the dataset, print the App's address."""
    store = open_store()
    dataset = store.dataset(arguments.name)
    with Progress() as progress:
        companion.start(ends_with_me=False)
        companion.wait_until_ready(progress)
        answer = outgoing.send(store, dataset, run_ids=arguments.run, report=progress)
    sent = answer.added + answer.changed
    print(f"{companion.address()}/datasets/{answer.slug}")
    print(
        f"{counted(sent, 'image')} sent, {answer.same:,} were there as they are. "
        "`python -m segcore fiftyone stop` ends it."
    )
    return 0


def setup_(arguments: Namespace) -> int:  # noqa: ARG001 - every command takes them
    mongod = setup.install()
    print(f"FiftyOne's database program works: {mongod}, version {setup.mongod_version(mongod)}.")
    return 0


def status(arguments: Namespace) -> int:
    """Exit code 0, whatever the state is."""
    now, absent = companion.state(), preflight.missing()
    where = companion.address() if now.phase == "ready" else None
    if arguments.json:
        print_json(
            {"state": now.phase, "address": where, "message": now.message, "missing": absent}
        )
    elif absent:
        print(absent)
    else:
        print(f"FiftyOne: {now.phase}" + (f" at {where}" if where else ""))
        if now.message:
            print(now.message)
    return 0


def back(arguments: Namespace) -> int:
    """Tags and selections into the store; edits are listed for the page to decide."""
    store = open_store()
    dataset = store.dataset(arguments.name)
    brought = incoming.bring_back(store, dataset, author=getpass.getuser())
    print(
        f"Tags of {counted(brought.images, 'image')} and "
        f"{counted(brought.annotations, 'annotation')}, "
        f"{counted(len(brought.selections), 'selection')} brought back."
    )
    for sentence in brought.refused:
        print(sentence)
    found = incoming.found(dataset)
    for one in proposing.proposals(store, dataset, found):
        print(f"Proposed: {one.image.file_name}: {one.words}")
    for image in proposing.deleted_images(store, dataset, found):
        print(f"Deleted in FiftyOne, kept here: {image.file_name}")
    return 0


def stop(arguments: Namespace) -> int:  # noqa: ARG001 - every command takes them
    print("FiftyOne is stopped." if companion.stop() else "FiftyOne was not running.")
    return 0
