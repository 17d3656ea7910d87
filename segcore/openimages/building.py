"""The index of a split made out of the published tables: streamed, sorted on disk, put up whole."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from segcore import settings
from segcore.errors import InputError
from segcore.folders import replace_file
from segcore.openimages import sources
from segcore.openimages.downloading import Source, download
from segcore.openimages.hierarchy import fetch_classes
from segcore.openimages.http import Client
from segcore.openimages.manifest import (
    FORMAT,
    ClassEntry,
    Content,
    IndexFolder,
    Manifest,
    split_dir,
)
from segcore.openimages.reading import LeftOut, batches
from segcore.openimages.rows import IMAGES, MASKS, NO_BOX, Flags, image_rows, mask_rows
from segcore.openimages.sources import Table
from segcore.openimages.spool import Spool
from segcore.openimages.values import Split
from segcore.runs import now

Report = Callable[[int, int, str], None]  # done, total, what; bytes, or rows once all are here

_MOST_BYTES = 8 << 30  # of a table; the largest is 2.3 GB
_PARTS = 16
_CLASS_GROUP = 65_536  # rows of a row group: read at a stretch
_IMAGE_GROUP = 4_096  # read for the sake of one image
_ENTRY_GROUP = 2_048


@dataclass
class _Masks:
    """What is kept in memory of every mask, by row: what flags are found by, and counts."""

    image: NDArray[np.uint64]
    place: NDArray[np.uint16]
    box: NDArray[np.float32]


def build(split: Split, *, report: Report) -> IndexFolder:
    """Fetch the split's tables and make its index of them. The caller holds the split's lock.

    Killed at any moment and called again, it goes on with what was fetched. Raises InputError for
    a table that has changed, Missing, and Unreachable.
    """
    work = split_dir(split) / ".building"
    work.mkdir(parents=True, exist_ok=True)
    with Client() as client:
        classes = fetch_classes(client)
        found = [_fetch(client, table, work, report) for table in sources.tables(split)]
    made = work / "index"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    _Building(split, classes, work, IndexFolder(made), report).run(tuple(found))
    return _put_up(IndexFolder(made), split, work)


def _fetch(client: Client, table: Table, work: Path, report: Report) -> Source:
    url = f"{settings.openimages_base()}/{table.path}"

    def tell(done: int, total: int) -> None:
        report(done, total, f"Fetching {table.what}")

    try:
        return download(client, url, work / table.file_name, limit=_MOST_BYTES, report=tell)
    except InputError as error:
        sentence = str(error).rstrip(".")
        raise InputError(f"{table.file_name} cannot be fetched: {sentence}.") from error


def _put_up(made: IndexFolder, split: Split, work: Path) -> IndexFolder:
    """Give the finished folder its name; the tables it was made of go."""
    final = IndexFolder(split_dir(split) / made.read_manifest().version)
    if final.root.exists():  # the same was found damaged
        shutil.rmtree(final.root)
    os.rename(made.root, final.root)
    shutil.rmtree(work)
    return final


class _Building:
    """One index in the making, in a folder that nobody looks into."""

    def __init__(
        self,
        split: Split,
        classes: tuple[ClassEntry, ...],
        work: Path,
        folder: IndexFolder,
        report: Report,
    ) -> None:
        self._split, self._classes, self._work = split, classes, work
        self._folder, self._report = folder, report
        self._mids = [one.mid for one in classes]
        self._left_out: LeftOut = Counter()

    def run(self, found: tuple[Source, ...]) -> None:
        masks, boxes, images = sources.tables(self._split)
        spools = self._folder.root
        with (
            Spool(spools / "by-class", MASKS, keys=("class", "image", "row")) as by_class,
            Spool(spools / "by-image", MASKS, keys=("image", "row")) as by_image,
        ):
            kept = self._read_masks(masks, by_class, by_image)
            self._report(0, 0, "Joining the flags of the boxes")
            flags = Flags(kept.image, kept.place, kept.box)
            flags.read(self._path(boxes), boxes, self._mids, self._left_out)
            self._report(0, 0, "Sorting the masks")
            _write(self._folder.by_class, _flagged(by_class, flags), _by_class_groups)
            _write(self._folder.by_image, _flagged(by_image, flags), _even(_IMAGE_GROUP))
        del flags
        self._report(0, 0, "Sorting the images")
        self._write_images(images, np.unique(kept.image))
        self._write_manifest(found, self._counted(kept))

    def _path(self, table: Table) -> Path:
        return self._work / table.file_name

    def _read_masks(self, table: Table, by_class: Spool, by_image: Spool) -> _Masks:
        images, places, boxes, count = [], [], [], 0
        size = self._path(table).stat().st_size
        across = -(-len(self._mids) // _PARTS)
        for batch in batches(self._path(table), table, self._left_out):
            rows = mask_rows(batch, self._mids, table, self._left_out, first=count)
            image, place = rows["image"].to_numpy(), rows["class"].to_numpy()
            by_class.add(rows, place // across)
            by_image.add(rows, image >> np.uint64(60))
            images.append(image.copy())
            places.append(place.copy())
            corners = [rows[name].to_numpy() for name in ("x1", "y1", "x2", "y2")]
            boxes.append(np.stack(corners, axis=1).astype(np.float32))
            count += len(rows)
            self._report(count, 0, f"Reading {table.what} ({size / 1e6:,.0f} MB)")
        if not count:
            raise InputError(f"{table.file_name} has no row that can be used: {self._why()}.")
        return _Masks(np.concatenate(images), np.concatenate(places), np.concatenate(boxes))

    def _why(self) -> str:
        return "; ".join(self._left_out) or "it is empty"

    def _write_images(self, table: Table, wanted: NDArray[np.uint64]) -> None:
        with Spool(self._folder.root / "entries", IMAGES, keys=("image",)) as spool:
            for batch in batches(self._path(table), table, self._left_out):
                rows = image_rows(batch, wanted)
                spool.add(rows, rows["image"].to_numpy() >> np.uint64(60))
            _write(self._folder.images, spool.sorted_parts(), _even(_ENTRY_GROUP), IMAGES)

    def _counted(self, kept: _Masks) -> tuple[ClassEntry, ...]:
        """The classes with what the split has of each."""
        instances = np.bincount(kept.place, minlength=len(self._classes))
        pairs = np.unique(np.stack([kept.place.astype(np.uint64), kept.image]), axis=1)
        images = np.bincount(pairs[0].astype(np.int64), minlength=len(self._classes))
        return tuple(
            msgspec.structs.replace(one, images=int(images[i]), instances=int(instances[i]))
            for i, one in enumerate(self._classes)
        )

    def _write_manifest(self, found: tuple[Source, ...], classes: tuple[ClassEntry, ...]) -> None:
        for path in self._folder.root.iterdir():
            if path.is_dir():
                path.rmdir()  # of a spool, empty by now
        digest = hashlib.sha256("".join(one.sha256 for one in found).encode()).hexdigest()
        manifest = Manifest(
            format=FORMAT,
            version=f"{FORMAT}-{digest[:12]}",
            split=self._split,
            built_at=now(),
            sources=found,
            classes=classes,
            files={path.name: content_of(path) for path in self._folder.tables},
            left_out=dict(self._left_out),
        )
        text = msgspec.json.encode(manifest, order="deterministic")
        replace_file(self._folder.manifest, msgspec.json.format(text, indent=1) + b"\n")


def content_of(path: Path) -> Content:
    """What a table of the index is just now."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Content(path.stat().st_size, digest, pq.read_metadata(path).num_rows)


_FLAGGED = MASKS.append(pa.field("flags", pa.uint8()))
_Groups = Callable[[pa.Table], Iterator[pa.Table]]


def _flagged(spool: Spool, flags: Flags) -> Iterator[pa.Table]:
    for table in spool.sorted_parts():
        of_row = flags.of_row[table["row"].to_numpy()]
        column = pa.array(of_row, mask=of_row == NO_BOX)
        yield table.append_column("flags", column)


def _write(
    path: Path, parts: Iterator[pa.Table], groups: _Groups, schema: pa.Schema = _FLAGGED
) -> None:
    with path.open("wb") as file:
        options = {"compression": "zstd", "use_dictionary": ["class"]}
        with pq.ParquetWriter(file, schema, **options) as writer:
            for part in parts:
                for group in groups(part):
                    writer.write_table(group)
        file.flush()
        os.fsync(file.fileno())


def _by_class_groups(table: pa.Table) -> Iterator[pa.Table]:
    """One class each, so that a class can be read without its neighbours."""
    place = table["class"].to_numpy()
    edges = np.flatnonzero(np.diff(place)) + 1
    for start, end in zip([0, *edges], [*edges, len(place)], strict=True):
        yield from _even(_CLASS_GROUP)(table.slice(start, end - start))


def _even(size: int) -> _Groups:
    def groups(table: pa.Table) -> Iterator[pa.Table]:
        for start in range(0, len(table), size):
            yield table.slice(start, size)

    return groups
