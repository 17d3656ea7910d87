"""Kernel locks on files: held as long as a process lives, and let go by the kernel when it dies.

A process id proves nothing (they are used again); a lock does. A lock's file descriptor handed to a
child keeps it held until the child, too, has closed it or died.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segcore import settings
from segcore.errors import InputError


def acquire(path: Path) -> int | None:
    """Take the lock without waiting: its descriptor, to be closed; None when someone has it."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_held(path: Path) -> bool:
    """Whether anybody has the lock."""
    if not path.exists():
        return False
    descriptor = acquire(path)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def check(*paths: Path) -> None:
    """Raise InputError unless every one of these locks could be taken, or waited for."""
    for path in paths:
        os.close(_open(path))


@contextmanager
def held(path: Path) -> Iterator[int]:
    """Hold the lock inside the block, waiting for it first; its descriptor, to hand to a child."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def of_device(device: str) -> Path:
    """The lock of whoever trains on `device` ("cpu", "cuda:0") for this data folder."""
    return settings.data_dir() / ".locks" / f"{device.replace(':', '-')}.lock"


def of_queue() -> Path:
    """The lock of whoever looks after the queue just now."""
    return settings.data_dir() / ".locks" / "queue.lock"


def _open(path: Path) -> int:
    """Raises InputError when the lock's file cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise InputError(
            f"The lock {path} cannot be opened ({error.strerror}): make its folder writable."
        ) from error
