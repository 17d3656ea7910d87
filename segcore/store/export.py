"""A dataset's rows in the file's order, streamed from one moment of the store."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Select, select

from segcore import coco
from segcore.store import values
from segcore.store.images import ImageFilter
from segcore.store.schema import annotation, category, dataset, image
from segcore.store.values import AnyRow, Outline
from segcore.types import Box, Category, Image, Segmentation

BATCH = 2000  # rows fetched at once


@dataclass(frozen=True)
class CategoryRow:
    """`source` is the original object; None for one made here, whose id in a file is `new_id`."""

    id: int
    source: bytes | None
    new_id: int
    category: Category


@dataclass(frozen=True)
class ImageRow:
    """`source` is the original object; None for one made here, whose id in a file is `new_id`."""

    id: int
    source: bytes | None
    new_id: int
    image: Image


class AnnotationRow(NamedTuple):
    """`source` is the original object; None for one made here, whose id in a file is `new_id`.

    `segmentation` is there only when the outline is not the one in `source`.
    """

    id: int
    source: bytes | None
    new_id: int
    image_id: int
    category_id: int
    segmentation: Segmentation | None
    box: Box
    area: float
    iscrowd: bool
    edited: bool
    category_changed: bool
    crowd_changed: bool


class ExportRows(NamedTuple):
    """Of a dataset, or of the images wanted of it: everything, to be read once."""

    header: bytes  # the original top-level keys but images, annotations and categories
    categories: list[CategoryRow]
    images: Iterator[ImageRow]
    annotations: Iterator[AnnotationRow]


def export_rows(engine: Engine, dataset_id: int, wanted: ImageFilter) -> ExportRows:
    """The rows; the connection behind them goes back when both iterators are read or dropped."""
    connection = _snapshot(engine)
    try:
        row = connection.execute(select(dataset).where(dataset.c.id == dataset_id)).one()
        categories = _categories(connection, row)
    except BaseException:
        connection.close()
        raise
    images, annotations = _Streams(connection).all_of(
        wanted.applied_to(select(image), dataset_id).order_by(image.c.id),
        _annotations(dataset_id, wanted),
    )
    return ExportRows(
        row.source,
        categories,
        (_image(one, row.top_image_id) for one in images),
        (_annotation(one, row.top_annotation_id) for one in annotations),
    )


def _snapshot(engine: Engine) -> Connection:
    connection = engine.connect()
    if connection.dialect.name == "postgresql":  # SQLite's readers see one moment anyway
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


class _Streams:
    """Queries that share a connection; it closes once all are read to the end or dropped."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: set[int] = set()

    def all_of(self, *queries: Select[Any]) -> list[Iterator[AnyRow]]:
        self._open.update(range(len(queries)))
        return [self._stream(turn, query) for turn, query in enumerate(queries)]

    def _stream(self, turn: int, query: Select[Any]) -> Iterator[AnyRow]:
        rows = self._rows(turn, query.execution_options(yield_per=BATCH))
        weakref.finalize(rows, self._end, turn).atexit = False
        return rows

    def _rows(self, turn: int, query: Select[Any]) -> Iterator[AnyRow]:
        yield from self._connection.execute(query)
        self._end(turn)

    def _end(self, turn: int) -> None:
        self._open.discard(turn)
        if not self._open:
            self._connection.close()


def _categories(connection: Connection, owner: AnyRow) -> list[CategoryRow]:
    query = select(category).where(category.c.dataset_id == owner.id).order_by("position")
    found: list[CategoryRow] = []
    new_id = owner.top_category_id
    for row in connection.execute(query):
        new_id += row.source is None
        found.append(CategoryRow(row.id, row.source, new_id, values.category(row)))
    return found


_ANNOTATION = [
    annotation.c[name]
    for name in ("id", "source", "image_id", "category_id", "imported_category_id", "segmentation")
    + ("x1", "y1", "x2", "y2", "area", "iscrowd", "edited", "version")
]


def _annotations(dataset_id: int, wanted: ImageFilter) -> Select[Any]:
    """By id: the file's order, what was made here after it."""
    query = select(*_ANNOTATION).order_by(annotation.c.id)
    query = query.where(annotation.c.dataset_id == dataset_id, annotation.c.deleted.is_(False))
    if not wanted.conditions:
        return query
    return query.join(image, image.c.id == annotation.c.image_id).where(*wanted.conditions)


def _image(row: AnyRow, top: int) -> ImageRow:
    return ImageRow(row.id, row.source, top + row.id, values.image(row))


def _annotation(row: AnyRow, top: int) -> AnnotationRow:
    """Unpacked rather than by name: a million rows pass here."""
    key, source, image_id, category_id, imported, outline, x1, y1, x2, y2, *rest = row
    area, iscrowd, edited, version = rest
    drawn = Outline.from_bytes(outline)
    return AnnotationRow(
        id=key,
        source=source,
        new_id=top + key,
        image_id=image_id,
        category_id=category_id,
        segmentation=None if drawn is None else drawn.to_segmentation(),
        box=Box(x1, y1, x2, y2),
        area=area,
        iscrowd=iscrowd,
        edited=edited,
        category_changed=source is not None and category_id != imported,
        crowd_changed=source is not None and version > 1 and iscrowd != _was_crowd(source),
    )


def _was_crowd(source: bytes) -> bool:
    return coco.is_crowd(coco.read_annotation(source).iscrowd)
