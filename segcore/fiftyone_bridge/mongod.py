"""A mongod of our own: its own folder, its own port, gone when the companion goes."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segcore import locks
from segcore.errors import Failed
from segcore.fiftyone_bridge import preflight
from segcore.fiftyone_bridge.folder import BridgeFolder

_CACHE_GB = "0.25"
_START_SECONDS = 120
_STOP_SECONDS = 60


@contextmanager
def running_mongod(folder: BridgeFolder, mongod: Path) -> Iterator[int]:
    """The port of a mongod that answers, inside the block. Raises Failed where it does not.

    It keeps `folder.database_lock`, so that one left over by a kill -9 of ours is known as ours.
    """
    folder.database.mkdir(parents=True, exist_ok=True)
    port = preflight.free_port()
    with locks.held(folder.database_lock) as life, folder.database_log.open("wb") as log:
        process = subprocess.Popen(
            [
                *(mongod, "--dbpath", folder.database, "--port", str(port)),
                *("--bind_ip", preflight.ADDRESS, "--nounixsocket"),
                *("--wiredTigerCacheSizeGB", _CACHE_GB, "--quiet"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(life,),
            start_new_session=True,
        )
    try:
        _wait_until_it_listens(process, port, folder)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_listens(
    process: subprocess.Popen[bytes], port: int, folder: BridgeFolder
) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Failed(
                f"FiftyOne's mongod ended at once (exit code {process.returncode}).",
                log=folder.database_log,
            )
        try:
            socket.create_connection((preflight.ADDRESS, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Failed(f"FiftyOne's mongod did not start in {_START_SECONDS} s.", log=folder.database_log)
