"""Where things are and how large an input may be: the environment, read in one place."""

from __future__ import annotations

import os
from pathlib import Path

from segcore.errors import InputError

MAX_JSON_BYTES = 1 << 30
MAX_PICTURE_PIXELS = 200_000_000
MAX_ZIP_BYTES = 50 << 30
MAX_ZIP_RATIO = 200
MAX_ZIP_MEMBERS = 1_000_000
MAX_NAME_LENGTH = 64


def data_dir() -> Path:
    """The folder of everything on disk: SEGCORE_DATA_DIR, or ./datasets. Not created here."""
    return Path(os.environ.get("SEGCORE_DATA_DIR") or "datasets").expanduser().absolute()


def database_url() -> str:
    """SEGCORE_DATABASE_URL, or a SQLite file in the data folder."""
    return os.environ.get("SEGCORE_DATABASE_URL") or f"sqlite:///{data_dir() / 'segcore.db'}"


def weights_dir() -> Path:
    """Where pretrained weights are kept or looked for."""
    return data_dir() / ".weights"


def whole_number(name: str, default: int) -> int:
    """The environment variable `name` as a positive whole number.

    Raises InputError when it is set to something else.
    """
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or int(text) < 1:
        raise InputError(f"{name} must be a positive whole number; got {text!r}.")
    return int(text)
