"""The folder of a split's index and the manifest in it, which says what it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from segcore import settings
from segcore.errors import InputError
from segcore.openimages.downloading import Source
from segcore.openimages.values import SPLITS, ClassName, Split

FORMAT = 1  # of the index; another one is built beside it and this one is not looked at


class ClassEntry(msgspec.Struct, frozen=True):
    """A class, its parents by name, and what the split has of it; the tables name it by its place
    in the manifest."""

    mid: str
    name: str
    parents: tuple[str, ...]
    has_masks: bool
    images: int = 0
    instances: int = 0

    @property
    def known(self) -> ClassName:
        return ClassName(self.mid, self.name, self.parents)


class Content(msgspec.Struct, frozen=True):
    """What a file of the index must be."""

    bytes: int
    sha256: str
    rows: int


class Manifest(msgspec.Struct, frozen=True):
    """manifest.json. `left_out` counts the rows that could not be used, by table and reason."""

    format: int
    version: str
    split: Split
    built_at: str  # ISO 8601, UTC
    sources: tuple[Source, ...]
    classes: tuple[ClassEntry, ...]
    files: dict[str, Content]
    left_out: dict[str, int]


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """<data>/.openimages/<split>/<version>/"""

    root: Path

    @property
    def manifest(self) -> Path:
        return self.root / "manifest.json"

    @property
    def by_class(self) -> Path:
        """The masks by class, image, published order; a row group has one class."""
        return self.root / "masks-by-class.parquet"

    @property
    def by_image(self) -> Path:
        """The same rows by image and published order."""
        return self.root / "masks-by-image.parquet"

    @property
    def images(self) -> Path:
        """The images that have masks, by id."""
        return self.root / "images.parquet"

    @property
    def tables(self) -> tuple[Path, Path, Path]:
        return self.by_class, self.by_image, self.images

    def read_manifest(self) -> Manifest:
        """Raises InputError for one that cannot be read."""
        try:
            return msgspec.json.decode(self.manifest.read_bytes(), type=Manifest)
        except (OSError, msgspec.MsgspecError) as error:
            raise InputError(f"{self.manifest} is no index's manifest: {error}.") from error


def split_dir(split: Split) -> Path:
    """Where a split's indexes are; InputError for what is no split."""
    if split not in SPLITS:
        raise InputError(f"There is no split {split!r}: choose one of {', '.join(SPLITS)}.")
    return settings.data_dir() / ".openimages" / split


def newest(split: Split) -> IndexFolder | None:
    """The split's index that was built last, of our format; None where there is none."""
    found = [
        (folder.read_manifest().built_at, folder.root.name, folder)
        for path in split_dir(split).glob(f"{FORMAT}-*/manifest.json")
        for folder in [IndexFolder(path.parent)]
    ]
    return max(found)[-1] if found else None
