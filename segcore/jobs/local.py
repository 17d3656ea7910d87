"""Trainings on this machine: each a process of its own, queued one a device, found by anyone.

There is no server behind this. Whoever looks calls `tick`, which settles what has died and starts
what waits; it may be called by any process at any time and as often as one likes.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import segcore
from segcore import engines
from segcore.errors import InputError
from segcore.jobs import devices, locks
from segcore.jobs.freezing import check_trainable, freeze, staging, sweep
from segcore.runs import RunConfig, RunFolder, RunStatus, new_id, now
from segcore.store import Store
from segcore.types import ENDED, Dataset, RunRecord

_LIBRARIES = ("torch", "torchvision", "detectron2", "numpy")
_children: list[subprocess.Popen[bytes]] = []  # kept to be reaped: an ended child is a zombie


def start(
    store: Store,
    dataset: str,
    *,
    preset: str = "tiny",
    engine: str = "auto",
    max_steps: int | None = None,
    config: Path | None = None,
    weights: Path | None = None,
    device: str = "auto",
    changes: Mapping[str, Any] | None = None,
    author: str = "",
) -> str:
    """Freeze the dataset, queue a training on it, begin it if its device is free: the run's id.

    `config` is a file of settings; `changes` are fields of TrainConfig and come after it.

    Raises InputError, with nothing left behind, when there is nothing to train on, a setting is
    wrong, the engine or device is not there, or the run's folder cannot be written.
    """
    found = store.dataset(dataset)
    name, _ = engines.choose(engine)
    on = devices.resolve(device)
    train = engines.configure(
        preset,
        file=config,
        max_steps=max_steps,
        weights=weights,
        changes=changes,
        device=on,
    )
    check_trainable(store, found)
    locks.check(locks.of_queue(), *map(locks.of_device, devices.choices(on)))
    known = RunConfig(
        id=new_id(),
        dataset=found.name,
        engine=name,
        device=on,
        preset=preset,
        train=train,
        dataset_hash="",
        categories=tuple((one.id, one.name) for one in store.categories(found.id)),
        created_at=now(),
        author=author,
        versions=_versions(),
    )
    with _new_folder(known) as run:
        run.write_config(replace(known, dataset_hash=freeze(store, found, run)))
    try:
        store.add_run(_record(known, found))
    except BaseException:
        shutil.rmtree(RunFolder.of(known.dataset, known.id).root, ignore_errors=True)
        raise
    tick(store)
    return known.id


@contextmanager
def _new_folder(config: RunConfig) -> Iterator[RunFolder]:
    """The run's folder, filled under another name: it appears whole or not at all."""
    final = RunFolder.of(config.dataset, config.id)
    staged = staging(final)
    sweep(final.root.parent)
    try:
        staged.mkdir(parents=True)
        yield RunFolder(staged)
        staged.rename(final.root)
    except OSError as error:
        raise InputError(
            f"The run's folder {final.root} cannot be written ({error.strerror}): make room, or "
            "make it writable."
        ) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _record(config: RunConfig, dataset: Dataset) -> RunRecord:
    return RunRecord(
        id=config.id,
        dataset_id=dataset.id,
        dataset=dataset.name,
        state="queued",
        engine=config.engine,
        preset=config.preset,
        device=config.device,
        step=0,
        max_steps=config.train.max_steps,
        created_at=config.created_at,
    )


def cancel(store: Store, run_id: str) -> None:
    """Ask a run to end: at once while it waits, after its current step while it trains.

    What it has learned is kept. A run that has ended stays as it is.
    """
    record = store.run(run_id)
    if store.update_run(
        run_id, expect={"queued"}, state="cancelled", ended_at=now(), message="Cancelled."
    ):
        return
    if store.run(run_id).state not in ENDED:
        RunFolder.of(record.dataset, run_id).cancel.touch()
    tick(store)


def tick(store: Store) -> None:
    """Settle the runs whose process has died; start those whose device is free, oldest first."""
    _children[:] = [child for child in _children if child.poll() is None]
    unended = [record for record in store.runs() if record.state not in ENDED]
    if not unended:
        return
    with locks.held(locks.of_queue()):
        for record in reversed(store.runs()):
            if record.state == "running":
                _settle(store, record)
            elif record.state == "queued":
                _begin(store, record)


def _settle(store: Store, record: RunRecord) -> None:
    """Give a run whose process is gone the end it wrote down, or call it failed."""
    run = RunFolder.of(record.dataset, record.id)
    if locks.is_held(run.lock):
        return
    said = _last_words(run)
    if said.state not in ENDED:
        said = replace(said, state="failed", message=_died(run), ended_at=now())
        with suppress(OSError, InputError):  # the store says it all the same
            run.write_state(said)
    store.update_run(
        record.id,
        expect={"running"},
        state=said.state,
        step=max(said.step, record.step),
        message=said.message,
        ended_at=said.ended_at,
    )


def _last_words(run: RunFolder) -> RunStatus:
    """A file that somebody broke must not hold up the queue."""
    try:
        return run.read_state()
    except InputError:
        return RunStatus("running")


def _died(run: RunFolder) -> str:
    tail = run.log_tail(lines=3, limit=2000).strip()
    sentence = "The training's process ended without a word: it was killed, or ran out of memory."
    return f"{sentence} Its log ends: {tail}" if tail else f"{sentence} Its log is empty."


def _begin(store: Store, record: RunRecord) -> None:
    """Start the run on the first of its devices that nobody trains on; else leave it queued."""
    run = RunFolder.of(record.dataset, record.id)
    if not run.config.exists():
        _end(store, record, message=f"The run's folder {run.root} is gone.")
        return
    for device in devices.choices(record.device):
        device_lock = locks.acquire(locks.of_device(device))
        if device_lock is not None:
            try:
                _launch(store, record, run, device=device, device_lock=device_lock)
            finally:
                os.close(device_lock)
            return


def _launch(
    store: Store, record: RunRecord, run: RunFolder, *, device: str, device_lock: int
) -> None:
    """Nobody looks for signs of life before this returns: the queue's lock is held."""
    begun = now()
    if not store.update_run(
        record.id, expect={"queued"}, state="running", device=device, started_at=begun
    ):
        return  # cancelled just now
    status = RunStatus("running", 0, record.max_steps, device, "starting", started_at=begun)
    try:
        run.write_state(status)
        with locks.held(run.lock) as life:
            _children.append(_process(run, life=life, device_lock=device_lock))
    except (OSError, InputError) as error:
        _end(store, record, message=f"The training's process cannot be started: {error}")


def _end(store: Store, record: RunRecord, *, message: str) -> None:
    store.update_run(
        record.id,
        expect={"queued", "running"},
        state="failed",
        message=message,
        ended_at=now(),
    )


def _process(run: RunFolder, *, life: int, device_lock: int) -> subprocess.Popen[bytes]:
    """A process in its own session, so that it outlives this one; it keeps both locks."""
    source = str(Path(segcore.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    with run.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "segcore.worker", str(run.root)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": path, "SEGCORE_DEVICE_LOCK": str(device_lock)},
            pass_fds=(life, device_lock),
            start_new_session=True,
        )


def _versions() -> dict[str, str]:
    found = {"segcore": segcore.__version__, "python": sys.version.split()[0]}
    for library in _LIBRARIES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[library] = importlib.metadata.version(library)
    return found
