"""`train`, `runs` and `cancel`."""

from __future__ import annotations

import getpass
import sys
import time
from argparse import Namespace

from segcore import jobs
from segcore.cli.printing import print_json, print_table
from segcore.cli.progress import Progress
from segcore.errors import Failed, InputError
from segcore.runs import RunFolder
from segcore.store import Store, open_store
from segcore.types import ENDED, RunRecord

LOOK_SECONDS = 0.5
CANCELLED_BY_KEY = 130  # what a shell says of a program that Ctrl-C ended


def train(arguments: Namespace) -> int:
    """The run's id, and nothing else, goes to stdout."""
    store = open_store()
    run_id = jobs.start(
        store,
        arguments.name,
        preset=arguments.preset,
        engine=arguments.engine,
        max_steps=arguments.max_steps,
        config=arguments.config,
        weights=arguments.weights,
        author=_author(),
    )
    print(run_id, flush=True)
    return 0 if arguments.detach else _follow_to_end(store, run_id)


def runs(arguments: Namespace) -> int:
    store = open_store()
    dataset = store.dataset(arguments.name) if arguments.name else None
    jobs.tick(store)
    records = store.runs(dataset.id if dataset else None)
    if arguments.json:
        print_json([_row(record) for record in records])
    elif records:
        head = ("RUN", "DATASET", "STATE", "ENGINE", "PRESET", "STEP", "OF")
        print_table(head, map(_cells, records))
    else:
        print("There is no run yet: `python -m segcore train NAME` starts one.")
    return 0


def cancel(arguments: Namespace) -> int:
    store = open_store()
    jobs.tick(store)
    record = store.run(arguments.run)
    if record.state in ENDED:
        raise InputError(f"The run {record.id} cannot be cancelled: it is {record.state} already.")
    jobs.cancel(store, record.id)
    state = store.run(record.id).state
    print(f"{record.id} is {'cancelled' if state in ENDED else 'ending; it keeps a checkpoint'}.")
    return 0


def _follow_to_end(store: Store, run_id: str) -> int:
    """Show progress until the run ends; Ctrl-C cancels it and waits for its checkpoint."""
    try:
        record = _follow(store, run_id)
    except KeyboardInterrupt:
        print("\nCancelling; a second Ctrl-C leaves at once.", file=sys.stderr)
        jobs.cancel(store, run_id)
        _follow(store, run_id)
        return CANCELLED_BY_KEY
    return _tell_end(record)


def _follow(store: Store, run_id: str) -> RunRecord:
    with Progress() as progress:
        while (record := _look(store, run_id, progress)).state not in ENDED:
            time.sleep(LOOK_SECONDS)
    return record


def _look(store: Store, run_id: str, progress: Progress) -> RunRecord:
    """Let the queue move on, show where the run is."""
    jobs.tick(store)
    record = store.run(run_id)
    if record.state == "running":
        status = RunFolder.of(record.dataset, run_id).read_state()
        progress(status.stage or "starting", status.step, record.max_steps)
    elif record.state == "queued":
        progress("waiting for the device", 0, 0)
    return record


def _tell_end(record: RunRecord) -> int:
    log = RunFolder.of(record.dataset, record.id).log
    if record.state == "failed":
        raise Failed(f"The run {record.id} failed: {record.message.rstrip('.')}.", log=log)
    if record.state == "cancelled":
        print(f"The run {record.id} was cancelled: {record.message}", file=sys.stderr)
        return 1
    print(f"Done: `python -m segcore evaluate {record.id}` tells how good it is.", file=sys.stderr)
    return 0


def _author() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return ""


def _row(record: RunRecord) -> dict[str, object]:
    return {
        "run": record.id,
        "dataset": record.dataset,
        "state": record.state,
        "engine": record.engine,
        "preset": record.preset,
        "device": record.device,
        "step": record.step,
        "max_steps": record.max_steps,
        "created_at": record.created_at,
        "started_at": record.started_at,
        "ended_at": record.ended_at,
        "message": record.message,
    }


def _cells(record: RunRecord) -> tuple[object, ...]:
    return (
        record.id,
        record.dataset,
        record.state,
        record.engine,
        record.preset,
        record.step,
        record.max_steps,
    )
