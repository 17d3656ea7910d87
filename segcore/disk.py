"""What a full or read-only disk says to a person."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segcore.errors import InputError

_RESERVE = 16 << 20  # left free for the store's own writing
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENAMETOOLONG)


def check_free_space(folder: Path, needed: int) -> None:
    """Raise InputError when the disk of `folder` has no room for `needed` bytes."""
    free = shutil.disk_usage(folder).free
    if needed + _RESERVE > free:
        raise InputError(
            f"The disk of {folder} is too full: {_megabytes(needed)} are needed and "
            f"{_megabytes(free)} are free."
        )


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn a full disk or a folder that cannot be written into one sentence."""
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        if error.errno in _FULL:
            raise InputError(f"The disk of {folder} is full: nothing was changed.") from error
        if error.errno in _CLOSED:
            raise InputError(f"{where} cannot be read or written ({error.strerror}).") from error
        raise


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
