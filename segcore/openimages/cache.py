"""What was fetched once, kept for every pull: pictures, masks, and the zips' directories.

A file is there whole or not at all, so what is there is never fetched again. All of it may be
deleted at any time; pictures are shared with the datasets they went into, at no cost of disk.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from segcore import settings
from segcore.errors import InputError
from segcore.openimages.values import ImageRow, MaskRow, Split

_PLAIN = re.compile(r"[\w][\w.-]{0,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cache:
    """<data>/.openimages/fetched/"""

    root: Path

    @classmethod
    def here(cls) -> Cache:
        return cls(settings.data_dir() / ".openimages" / "fetched")

    def picture(self, image: ImageRow) -> Path:
        return self.root / image.split / "pictures" / _plain(f"{image.image_id}.jpg")

    def mask(self, split: Split, mask: MaskRow) -> Path:
        return self.root / split / "masks" / _plain(mask.mask_path)

    def directory(self, split: Split, digit: str) -> Path:
        """Of the zip with the masks of the images whose id begins with `digit`."""
        return self.root / split / "zips" / f"{digit}.json"

    def zip(self, split: Split, digit: str) -> Path:
        """The whole zip, where it could not be had in pieces."""
        return self.root / split / "zips" / f"{digit}.zip"

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Around every pull. The first one sweeps away what was half written by one that died."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._sweep_if_alone(handle)
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    def _sweep_if_alone(self, handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for part in self.root.glob("*/*/.*.part"):
            part.unlink()


def _plain(name: str) -> str:
    """`name` as a file's; InputError where a table that somebody broke gives another."""
    if not _PLAIN.fullmatch(name):
        raise InputError(f"the table names a file {name[:80]!r}, which is no plain name")
    return name
