"""The index of a split: built once, verified when opened, then asked without any network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from segcore import locks
from segcore.disk import disk_errors
from segcore.errors import InputError
from segcore.openimages.building import Report, build
from segcore.openimages.manifest import ClassEntry, IndexFolder, Manifest, newest, split_dir
from segcore.openimages.reading import image_id
from segcore.openimages.rows import TEXTS, is_in
from segcore.openimages.values import FLAGS, Flag, ImageRow, MaskRow, Split

Ids = NDArray[np.uint64]

_opened: dict[Path, tuple[object, Index]] = {}  # verified by this process


def silent(done: int, total: int, what: str) -> None:
    """Progress that nobody watches."""


def is_built(split: Split) -> bool:
    """Whether the split can be asked at once."""
    return newest(split) is not None


def open_index(split: Split, *, report: Report = silent) -> Index:
    """The split's index; where it is missing or damaged it is built, by one process at a time.

    Raises InputError for a table that has changed, Missing, and Unreachable.
    """
    folder = newest(split)
    found = _verified(folder) if folder else None
    if found is not None:
        return found
    with disk_errors(split_dir(split)), locks.held(split_dir(split) / ".lock"):
        folder = newest(split)  # another process may have built it meanwhile
        found = _verified(folder) if folder else None
        return found or Index(build(split, report=report))


def _verified(folder: IndexFolder) -> Index | None:
    """The index, if its files are what its manifest says; looked through once in a process."""
    try:
        stamp = [(path.stat().st_mtime_ns, path.stat().st_size) for path in folder.tables]
        known = _opened.get(folder.root)
        if known and known[0] == stamp:
            return known[1]
        manifest = folder.read_manifest()
        if any(_digest(path) != manifest.files[path.name].sha256 for path in folder.tables):
            return None
        index = Index(folder)
    except (FileNotFoundError, InputError, KeyError, pa.ArrowInvalid):
        return None
    _opened[folder.root] = (stamp, index)
    return index


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Index:
    """What a split has, by class and by image. Images are numbers here: their ids' hex digits."""

    def __init__(self, folder: IndexFolder) -> None:
        self.manifest: Manifest = folder.read_manifest()
        self._by_class = _Sorted(folder.by_class, "class")
        self._by_image = _Sorted(folder.by_image, "image")
        self._images = _Sorted(folder.images, "image")

    @property
    def version(self) -> str:
        return self.manifest.version

    @property
    def split(self) -> Split:
        return self.manifest.split

    @property
    def classes(self) -> tuple[ClassEntry, ...]:
        """All that have a name; the tables call a class by its place in this."""
        return self.manifest.classes

    def of_class(self, place: int, columns: Iterable[str]) -> pa.Table:
        """The rows of one class, by image."""
        return self._by_class.read(np.array([place], np.uint64), columns)

    def objects(self, images: Ids) -> pa.Table:
        """The rows of these images, which are sorted, in the published order in each."""
        table = self._by_image.read(images, None)
        return table.filter(pa.array(is_in(table["image"].to_numpy(), images)))

    def image_rows(self, images: Ids) -> dict[int, ImageRow]:
        """What is published of these images, which are sorted; without texts where nothing is."""
        table = self._images.read(images, None)
        table = table.filter(pa.array(is_in(table["image"].to_numpy(), images)))
        found = {row["image"]: _image_row(row, self.split) for row in table.to_pylist()}
        numbers = (int(one) for one in images)
        return {one: found.get(one) or ImageRow(image_id(one), self.split) for one in numbers}

    def mask_rows(self, table: pa.Table) -> list[MaskRow]:
        """The rows of `objects` as values."""
        columns = [table[name].to_pylist() for name in _MASK_COLUMNS]
        return [self._mask_row(*row) for row in zip(*columns, strict=True)]

    def _mask_row(
        self,
        place: int,
        image: int,
        box_id: str,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        predicted_iou: float,
        flags: int | None,
    ) -> MaskRow:
        entry, id = self.classes[place], image_id(image)
        path = f"{id}_{entry.mid.replace('/', '')}_{box_id}.png"
        box = (x1, y1, x2, y2)
        return MaskRow(path, id, entry.name, box_id, box, predicted_iou, _flags(flags))


_MASK_COLUMNS = ("class", "image", "box_id", "x1", "y1", "x2", "y2", "predicted_iou", "flags")


class _Sorted:
    """A Parquet file sorted by `key`; only the row groups that can have what is asked are read."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._metadata = pq.read_metadata(path)
        column = self._metadata.schema.to_arrow_schema().get_field_index(key)
        spans = [
            (found.min, found.max)
            for number in range(self._metadata.num_row_groups)
            for found in [self._metadata.row_group(number).column(column).statistics]
        ]
        self._low, self._high = (np.array(one, np.uint64) for one in zip(*spans, strict=True))

    def read(self, wanted: Ids, columns: Iterable[str] | None) -> pa.Table:
        """The row groups with any of `wanted`, which is sorted, whole."""
        first = np.searchsorted(wanted, self._low, "left")
        beyond = np.searchsorted(wanted, self._high, "right")
        groups = np.flatnonzero(beyond > first).tolist()
        with pq.ParquetFile(self._path, metadata=self._metadata) as file:
            names = None if columns is None else list(columns)
            return file.read_row_groups(groups, columns=names)


def _flags(bits: int | None) -> frozenset[Flag] | None:
    if bits is None:
        return None
    return frozenset(flag for number, flag in enumerate(FLAGS) if bits >> number & 1)


def _image_row(row: dict[str, object], split: Split) -> ImageRow:
    texts = {name: bytes(row[name]).decode(errors="replace") for name in TEXTS}  # type: ignore[call-overload]
    return ImageRow(
        image_id(row["image"]),  # type: ignore[arg-type]
        split,
        **texts,
        original_bytes=row["original_bytes"],  # type: ignore[arg-type]
        rotation=row["rotation"],  # type: ignore[arg-type]
    )
