"""A pull as a process of its own: it outlives whoever started it, and anybody can follow it.

All that is known of it is in its folder. Whether it lives is told by a kernel lock that it holds.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal

import segcore
from segcore import locks
from segcore.disk import disk_errors
from segcore.errors import InputError, SegcoreError, Stopped
from segcore.openimages.folder import End, Progress, PullFolder, PullReport, Request, all_pulls
from segcore.openimages.pulling import begin, carry_out
from segcore.openimages.values import Query

State = Literal["running", "done", "cancelled", "failed"]

_PACE_SECONDS = 5.0  # how far back speed is looked at
_children: list[subprocess.Popen[bytes]] = []  # kept to be reaped: an ended child is a zombie


@dataclass(frozen=True)
class PullState:
    """A pull as it is now. Speed and time left are None where there is no pace yet."""

    id: str
    request: Request
    state: State
    progress: Progress
    bytes_per_second: float | None = None
    seconds_left: float | None = None
    report: PullReport | None = None
    error: str = ""

    __hash__ = None  # type: ignore[assignment]


def start_pull(name: str, query: Query, *, add: bool = False, split_val: float = 0.0) -> str:
    """Begin a pull, or go on with one for the same that was stopped: its id.

    Raises InputError, with nothing begun, where the dataset's name will not do.
    """
    folder = begin(name, query, add=add, split_val=split_val)
    _launch(folder)
    return folder.id


def resume_pull(pull_id: str) -> None:
    """Go on with a pull that was cancelled, failed or died; nothing is fetched twice."""
    _launch(PullFolder.of(pull_id))


def cancel_pull(pull_id: str) -> None:
    """Ask the pull to stop; what it has fetched stays. One that has ended stays as it is."""
    folder = PullFolder.of(pull_id)
    if locks.is_held(folder.lock):
        folder.cancel.touch()
    elif folder.read_end() is None:
        folder.write_end(End("cancelled"))


def forget_pull(pull_id: str) -> None:
    """Give up one that does not run: its folder goes, what it fetched stays for others."""
    folder = PullFolder.of(pull_id)
    if locks.is_held(folder.lock):
        raise InputError("This pull is still running: cancel it first.")
    shutil.rmtree(folder.root)


def pull_state(pull_id: str) -> PullState:
    """Raises NotFound."""
    _children[:] = [child for child in _children if child.poll() is None]
    return _state(PullFolder.of(pull_id))


def pulls() -> list[PullState]:
    """All there are, newest first."""
    return [pull_state(folder.id) for folder in all_pulls()]


def _state(folder: PullFolder) -> PullState:
    running = locks.is_held(folder.lock)  # asked first: it may end in between
    end, lines = folder.read_end(), folder.recent()
    speed, left = _pace(lines)
    if running:
        end = None
    elif end is None:
        end = End("failed", "The pull's process died: resume it, and it goes on where it was.")
    return PullState(
        id=folder.id,
        request=folder.read_request(),
        state="running" if end is None else end.state,
        progress=lines[-1] if lines else Progress("starting"),
        bytes_per_second=speed if running else None,
        seconds_left=left if running else None,
        report=folder.read_report() if end is not None and end.state == "done" else None,
        error="" if end is None else end.message,
    )


def _pace(lines: list[Progress]) -> tuple[float | None, float | None]:
    """Bytes a second of late, and the seconds that what is left to fetch takes at that pace."""
    fetching = [line for line in lines if line.phase == "fetching"]
    late = [line for line in fetching if line.time >= fetching[-1].time - _PACE_SECONDS]
    if not late or late[-1].time <= late[0].time:
        return None, None
    first, last = late[0], late[-1]
    seconds = last.time - first.time
    files = last.files - first.files
    left = (last.files_total - last.files) * seconds / files if files > 0 else None
    return (last.bytes - first.bytes) / seconds, left


def _launch(folder: PullFolder) -> None:
    """Start the pull's process with its lock in its hands; nothing where it runs already."""
    with disk_errors(folder.root):
        lock = locks.acquire(folder.lock)
        if lock is None:
            return
        try:
            folder.start_over()
            _children.append(_process(folder, lock=lock))
        finally:
            os.close(lock)


def _process(folder: PullFolder, *, lock: int) -> subprocess.Popen[bytes]:
    """A process in its own session, so that it outlives this one."""
    source = str(Path(segcore.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    with folder.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "segcore.openimages.background", folder.id],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": path},
            pass_fds=(lock,),
            start_new_session=True,
        )


def main(pull_id: str) -> int:
    """What the process does."""
    folder = PullFolder.of(pull_id)
    signal.signal(signal.SIGTERM, _stop)
    os.nice(5)  # the pages, on the same cores, come first
    try:
        carry_out(folder)
    except (Stopped, SegcoreError) as error:
        print(error)
        return error.exit_code
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped("The pull was asked to end.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
