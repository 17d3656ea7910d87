"""`train`, `runs` and `cancel`."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace

from segcore import jobs
from segcore.cli.printing import print_json, print_table
from segcore.cli.progress import Progress
from segcore.errors import Failed, InputError
from segcore.jobs import JobState
from segcore.runs import RunFolder
from segcore.store import Store, open_store

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
    seen = jobs.states(open_store(), arguments.name)
    if arguments.json:
        print_json([_row(one) for one in seen])
    elif seen:
        head = ("RUN", "DATASET", "STATE", "ENGINE", "PRESET", "STEP", "OF")
        print_table(head, map(_cells, seen))
    else:
        print("There is no run yet: `python -m segcore train NAME` starts one.")
    return 0


def cancel(arguments: Namespace) -> int:
    store = open_store()
    before = jobs.state(store, arguments.run)
    if before.has_ended:
        raise InputError(f"The run {before.id} cannot be cancelled: it is {before.state} already.")
    jobs.cancel(store, before.id)
    ended = jobs.state(store, before.id).has_ended
    print(f"The run {before.id} {'is cancelled' if ended else 'ends after its current step'}.")
    return 0


def _follow_to_end(store: Store, run_id: str) -> int:
    """Show progress until the run ends; Ctrl-C cancels it and waits for its checkpoint."""
    try:
        return _tell_end(_follow(store, run_id))
    except KeyboardInterrupt:
        print("\nCancelling; a second Ctrl-C leaves at once.", file=sys.stderr)
    jobs.cancel(store, run_id)
    _follow(store, run_id)
    return CANCELLED_BY_KEY


def _follow(store: Store, run_id: str) -> JobState:
    with Progress() as progress:

        def show(seen: JobState) -> None:
            if not seen.has_ended:
                stage = "waiting for the device" if seen.state == "queued" else seen.stage
                progress(stage or "starting", seen.step, seen.max_steps, note=_left(seen))

        return jobs.follow(store, run_id, progress=show)


def _left(seen: JobState) -> str:
    return "" if seen.eta_seconds is None else f"about {max(1, round(seen.eta_seconds / 60))} min"


def _tell_end(seen: JobState) -> int:
    """Raises Failed, with the log, for a run that failed."""
    record = seen.record
    if seen.state == "failed":
        log = RunFolder.of(record.dataset, seen.id).log
        raise Failed(f"The run {seen.id} failed: {record.message}", log=log)
    if seen.state == "cancelled":
        print(f"The run {seen.id} was cancelled: {record.message}", file=sys.stderr)
        return 1
    print(f"Done: `python -m segcore evaluate {seen.id}` tells how good it is.", file=sys.stderr)
    return 0


def _author() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return ""


def _row(seen: JobState) -> dict[str, object]:
    record = seen.record
    return {
        "run": seen.id,
        "dataset": record.dataset,
        "state": seen.state,
        "engine": seen.engine,
        "preset": record.preset,
        "device": seen.device,
        "step": seen.step,
        "max_steps": seen.max_steps,
        "stage": seen.stage,
        "message": seen.message,
        "created_at": record.created_at,
        "started_at": record.started_at,
        "ended_at": record.ended_at,
    }


def _cells(seen: JobState) -> tuple[object, ...]:
    preset, dataset = seen.record.preset, seen.record.dataset
    return (seen.id, dataset, seen.state, seen.engine, preset, seen.step, seen.max_steps)
