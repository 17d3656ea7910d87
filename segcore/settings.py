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

OPENIMAGES_IMAGES = "https://open-images-dataset.s3.amazonaws.com"
"""Where the pictures are published, whatever mirror they are fetched from."""


def data_dir() -> Path:
    """The folder of everything on disk: SEGCORE_DATA_DIR, or ./datasets. Not created here."""
    return Path(os.environ.get("SEGCORE_DATA_DIR") or "datasets").expanduser().absolute()


def database_url() -> str:
    """SEGCORE_DATABASE_URL, or a SQLite file in the data folder."""
    return os.environ.get("SEGCORE_DATABASE_URL") or f"sqlite:///{data_dir() / 'segcore.db'}"


def weights_dir() -> Path:
    """Where pretrained weights are kept or looked for."""
    return data_dir() / ".weights"


def openimages_base() -> str:
    """Below it the published tables and mask zips: SEGCORE_OPENIMAGES_BASE. No slash at the end."""
    default = "https://storage.googleapis.com/openimages"
    return (os.environ.get("SEGCORE_OPENIMAGES_BASE") or default).rstrip("/")


def openimages_images_base() -> str:
    """Below it the pictures: SEGCORE_OPENIMAGES_IMAGES_BASE. No slash at the end."""
    given = os.environ.get("SEGCORE_OPENIMAGES_IMAGES_BASE")
    return (given or OPENIMAGES_IMAGES).rstrip("/")
