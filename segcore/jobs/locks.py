"""Which kernel lock stands for what in the training queue."""

from __future__ import annotations

from pathlib import Path

from segcore import settings
from segcore.locks import acquire, check, held, is_held

__all__ = ["acquire", "check", "held", "is_held", "of_device", "of_queue"]


def of_device(device: str) -> Path:
    """The lock of whoever trains on `device` ("cpu", "cuda:0") for this data folder."""
    return settings.data_dir() / ".locks" / f"{device.replace(':', '-')}.lock"


def of_queue() -> Path:
    """The lock of whoever looks after the queue just now."""
    return settings.data_dir() / ".locks" / "queue.lock"
