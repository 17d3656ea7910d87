"""The index of a split built in a process of its own, that anybody can follow.

The process holds a kernel lock as long as it lives and says in a file how far it is; one that died
without an error of its own is seen by its lock being free.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec

import segcore
from segcore import locks, settings
from segcore.disk import disk_errors
from segcore.errors import InputError, SegcoreError
from segcore.folders import replace_file
from segcore.openimages.index import is_built, open_index
from segcore.openimages.values import SPLITS, Split

_EVERY = 0.5  # seconds between two notes of how far it is
_children: list[subprocess.Popen[bytes]] = []  # kept to be reaped: an ended child is a zombie


class Preparing(msgspec.Struct, frozen=True):
    """How far the building of an index is; `error` is the sentence it ended with, if it did."""

    what: str = ""
    done_bytes: int = 0
    total_bytes: int = 0
    error: str = ""
    is_done: bool = False


def start(split: Split) -> None:
    """Build the split's index in the background; nothing where a process is at it already."""
    _children[:] = [child for child in _children if child.poll() is None]
    lock = locks.acquire(_file(split, "lock"))
    if lock is None:
        return
    try:
        _note(split, Preparing("starting"))
        _children.append(_process(split, lock=lock))
    finally:
        os.close(lock)


def state(split: Split) -> Preparing:
    """How far it is, or how it ended."""
    running = is_running(split)  # asked first: it may end in between
    try:
        noted = msgspec.json.decode(_file(split, "json").read_bytes(), type=Preparing)
    except FileNotFoundError:
        return Preparing()
    if running or noted.is_done or noted.error:
        return noted
    return Preparing(error="The process that built the index died: begin it again.")


def is_running(split: Split) -> bool:
    """Whether a process is at it."""
    return locks.is_held(_file(split, "lock"))


def is_ready(split: Split) -> bool:
    """Whether the index is there to be asked."""
    return is_built(split)


def main(split: Split) -> None:
    """What the process does."""
    noted_at = 0.0

    def report(done_bytes: int, total_bytes: int, what: str) -> None:
        nonlocal noted_at
        if time.monotonic() - noted_at >= _EVERY:
            noted_at = time.monotonic()
            _note(split, Preparing(what, done_bytes, total_bytes))

    try:
        open_index(split, report=report)
    except SegcoreError as error:
        _note(split, Preparing(error=str(error)))
    else:
        _note(split, Preparing(is_done=True))


def _process(split: Split, *, lock: int) -> subprocess.Popen[bytes]:
    source = str(Path(segcore.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    with _file(split, "log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "segcore.openimages.preparing", split],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": path},
            pass_fds=(lock,),
            start_new_session=True,
        )


def _note(split: Split, now: Preparing) -> None:
    with disk_errors(_file(split, "json").parent):
        replace_file(_file(split, "json"), msgspec.json.encode(now))


def _file(split: Split, kind: str) -> Path:
    if split not in SPLITS:
        raise InputError(f"There is no split {split!r}: choose one of {', '.join(SPLITS)}.")
    return settings.data_dir() / ".openimages" / "preparing" / f"{split}.{kind}"


if __name__ == "__main__":
    main(sys.argv[1])  # type: ignore[arg-type]  # _file refuses what is no split
