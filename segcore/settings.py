"""Where things are and how large an input may be: the environment, read in one place."""

from __future__ import annotations

import os
from pathlib import Path

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
