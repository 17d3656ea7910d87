"""FiftyOne's process as the app sees it: started, found, asked, stopped.

It is one process with a mongod of its own; all that is known of it is in datasets/.fiftyone, so
any process can find it. Whether it lives is told by a kernel lock that it holds.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

import segcore
from segcore import locks
from segcore.disk import disk_errors
from segcore.errors import Failed, InputError
from segcore.fiftyone_bridge import preflight
from segcore.fiftyone_bridge.folder import BridgeFolder
from segcore.fiftyone_bridge.values import Answer, Request, State
from segcore.folders import replace_file

START_SECONDS = 240
"""FiftyOne takes five seconds to load on a free machine and a minute on a busy one."""

Report = Callable[[str, int, int], None]

_POLL = 0.1
_children: list[subprocess.Popen[bytes]] = []  # kept to be reaped: an ended child is a zombie
_ours: list[int] = []  # pipes' ends that say we live; closed by the kernel when we do not
_one_at_a_time = threading.Lock()


def state() -> State:
    """Where the companion is now."""
    _children[:] = [child for child in _children if child.poll() is None]
    folder = BridgeFolder.here()
    lives = locks.is_held(folder.lock)  # asked first: it may end in between
    said = folder.read_state()
    if lives or said.phase in ("failed", "stopped"):
        return said
    return State("failed", message=_last_words(folder))


def address() -> str:
    """Of the App, "http://127.0.0.1:5151". Raises InputError unless it is ready."""
    now = state()
    if now.phase != "ready":
        raise InputError("FiftyOne is not running: open a dataset in it first.")
    return f"http://{preflight.ADDRESS}:{now.port}"


def start(*, ends_with_me: bool) -> None:
    """Start it, or leave the one that runs; `wait_until_ready` tells when it can be used.

    With `ends_with_me` it ends when this process does. Raises InputError, one sentence, where it
    cannot be started here.
    """
    folder = BridgeFolder.here()
    with _one_at_a_time, disk_errors(folder.root), locks.held(folder.starting):
        if locks.is_held(folder.lock):
            return
        port = preflight.wanted_port()
        mongod = preflight.check(port)
        _settle_orphan(folder, mongod)
        folder.write_state(State("starting", doing="starting"))
        with locks.held(folder.lock) as life:
            _children.append(_process(folder, mongod, port, life=life, ends_with_me=ends_with_me))


def wait_until_ready(report: Report | None = None) -> State:
    """Raises Failed with what the companion said of its end, or after START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        now = state()
        if now.phase == "ready":
            return now
        if now.phase in ("failed", "stopped"):
            raise Failed(now.message or "FiftyOne was stopped.", log=BridgeFolder.here().log)
        if report is not None:
            report(now.doing, now.done, now.total)
        time.sleep(_POLL)
    raise Failed(f"FiftyOne did not start in {START_SECONDS} s.", log=BridgeFolder.here().log)


def ask(request: Request, report: Report | None = None) -> Answer:
    """Have the companion do something and wait for its end.

    Raises InputError with its sentence where it could not, Failed where it died over it.
    """
    folder = BridgeFolder.here()
    name = f"{time.time_ns():020}-{secrets.token_hex(4)}.json"
    replace_file(folder.requests / name, msgspec.json.encode(request))
    answered = folder.answers / name
    while not answered.exists():
        now = state()
        if now.phase in ("failed", "stopped") and not answered.exists():
            (folder.requests / name).unlink(missing_ok=True)
            raise Failed(now.message or "FiftyOne was stopped.", log=folder.log)
        if report is not None:
            report(now.doing, now.done, now.total)
        time.sleep(_POLL)
    answer = msgspec.json.decode(answered.read_bytes(), type=Answer)
    answered.unlink()
    if answer.error:
        raise InputError(answer.error)
    return answer


def stop() -> bool:
    """End it, its mongod too; whether there was one."""
    folder = BridgeFolder.here()
    if not locks.is_held(folder.lock):
        return False
    name = f"{0:020}-{secrets.token_hex(4)}.json"  # before all others
    replace_file(folder.requests / name, msgspec.json.encode(Request("stop")))
    with locks.held(folder.lock):  # it is gone once we have its lock
        folder.write_state(State("stopped"))
    for left in (*folder.requests.glob("*.json"), *folder.answers.glob("*.json")):
        left.unlink(missing_ok=True)
    return True


def _settle_orphan(folder: BridgeFolder, mongod: Path) -> None:
    """End our mongod where the companion that started it was killed: its lock says it lives."""
    if not locks.is_held(folder.database_lock):
        return
    command = [str(mongod), "--shutdown", "--dbpath", str(folder.database)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise Failed(f"FiftyOne's old mongod in {folder.database} cannot be ended.")
    with locks.held(folder.database_lock):
        pass


def _process(
    folder: BridgeFolder, mongod: Path, port: int, *, life: int, ends_with_me: bool
) -> subprocess.Popen[bytes]:
    """A process in its own session; a pipe tells it when we end, if it is to end then."""
    source = str(Path(segcore.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    arguments = [str(folder.root), str(mongod), str(port or preflight.free_port())]
    reading, writing = os.pipe()
    try:
        with folder.log.open("wb") as log:
            started = subprocess.Popen(
                [sys.executable, "-u", "-m", "segcore.fiftyone_bridge.worker", *arguments],
                stdin=reading if ends_with_me else subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONPATH": path},
                pass_fds=(life,),
                start_new_session=True,
            )
    except BaseException:
        os.close(writing)
        raise
    finally:
        os.close(reading)
    if ends_with_me:
        _ours.append(writing)
    else:
        os.close(writing)
    return started


def _last_words(folder: BridgeFolder) -> str:
    sentence = "FiftyOne's process ended without a word: it was killed, or ran out of memory."
    try:
        tail = folder.log.read_bytes()[-2000:].decode("utf-8", "replace").strip().splitlines()
    except FileNotFoundError:
        tail = []
    return f"{sentence} Its log ends: {tail[-1][:300]}" if tail else sentence
