"""What would keep FiftyOne from starting here, found in a second without loading it."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from segcore.errors import InputError
from segcore.fiftyone_bridge.setup import find_mongod, is_installed, mongod_version

NEEDED_MEMORY = 700 << 20
"""Bytes: the companion's process takes about 350 MB, its mongod up to 300."""

ADDRESS = "127.0.0.1"


def missing() -> str | None:
    """Why FiftyOne cannot be had on this machine at all, in a sentence; None where it can."""
    if sys.platform == "win32":
        return "FiftyOne is started by Segcore on Linux and macOS only."
    if not is_installed():
        return "FiftyOne is not installed: `pip install fiftyone` in Segcore's environment."
    if find_mongod() is None:
        return "FiftyOne has no database program: `python -m segcore fiftyone setup` installs one."
    return None


def check(port: int) -> Path:
    """The mongod to start; `port` is the App's, 0 for any. Raises InputError, one sentence."""
    absent, mongod = missing(), find_mongod()
    if absent or mongod is None:
        raise InputError(absent or "There is no mongod.")
    mongod_version(mongod)
    check_port(port)
    free = available_memory()
    if free is not None and free < NEEDED_MEMORY:
        raise InputError(
            f"FiftyOne needs about {NEEDED_MEMORY >> 20} MB of memory and {free >> 20} MB are "
            "free: end a training or close something else first."
        )
    return mongod


def check_port(port: int) -> None:
    """Raise InputError when somebody listens on `port` already; 0 is any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except (OSError, OverflowError) as error:
            raise InputError(
                f"Port {port} cannot be used for FiftyOne's App ({_reason(error)}): set "
                "SEGCORE_FIFTYONE_PORT to another, or leave it unset for any that is free."
            ) from error


def wanted_port() -> int:
    """SEGCORE_FIFTYONE_PORT; 0, any that is free, where it is not set."""
    text = os.environ.get("SEGCORE_FIFTYONE_PORT", "").strip()
    if not text:
        return 0
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise InputError(f"SEGCORE_FIFTYONE_PORT is a port of 1024 to 65535; got {text[:20]!r}.")
    return int(text)


def free_port() -> int:
    """One that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port


def available_memory() -> int | None:
    """Bytes that may be taken without swapping, a container's limit minded; None: unknown."""
    numbers = [number for number in (_of_machine(), _of_container()) if number is not None]
    return min(numbers, default=None)


def _of_machine() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return None


def _of_container(group: Path = Path("/sys/fs/cgroup")) -> int | None:
    try:
        limit = (group / "memory.max").read_text().strip()
        used = (group / "memory.current").read_text().strip()
    except OSError:
        return None
    return int(limit) - int(used) if limit.isdecimal() and used.isdecimal() else None


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
