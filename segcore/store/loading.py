"""A whole dataset into the store, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert, select, text, update

from segcore import coco
from segcore.folders import check_name
from segcore.store import changes, datasets, values
from segcore.store.schema import annotation, category, dataset, image
from segcore.store.values import Outline
from segcore.types import Box, Dataset, Origin, ReviewState, Segmentation, Split

BATCH = 5000  # rows sent at once

T = TypeVar("T")
Values = dict[str, Any]


@dataclass(frozen=True)
class NewCategory:
    """`source` is the original JSON object; None when there is none."""

    name: str
    supercategory: str = ""
    source: bytes | None = None


@dataclass(frozen=True)
class NewImage:
    """`source` is the original JSON object; None when there is none."""

    file_name: str
    width: int
    height: int
    split: Split = "train"
    state: ReviewState = "new"
    source: bytes | None = None


@dataclass(frozen=True)
class NewAnnotation:
    """`image` and `category` are indexes into the images and categories given beside it.

    `segmentation` is given when there is no source, or when the outline in it was repaired (then
    `edited` is true).
    """

    image: int
    category: int
    box: Box
    area: float
    iscrowd: bool = False
    source: bytes | None = None
    segmentation: Segmentation | None = None
    edited: bool = False
    origin: Origin = "import"

    __hash__ = None  # type: ignore[assignment]


def load(
    connection: Connection,
    name: str,
    *,
    header: bytes,
    categories: Sequence[NewCategory],
    images: Iterable[NewImage],
    annotations: Iterable[NewAnnotation],
    replace: bool,
) -> Dataset:
    """Write the dataset's rows; with `replace` the one of that name loses all but its runs."""
    dataset_id = _make_room(connection, check_name(name), header, replace=replace)
    tops = _Tops()
    category_ids = _load_categories(connection, dataset_id, tops.seen("category", categories))
    image_ids = _load_images(connection, dataset_id, tops.seen("image", images))
    given = tops.seen("annotation", annotations)
    rows = (_annotation(one, dataset_id, image_ids, category_ids) for one in given)
    total = sum(_insert(connection, annotation, batch) for batch in _batches(rows, BATCH))
    connection.execute(update(dataset).where(dataset.c.id == dataset_id).values(tops.columns()))
    detail = f"{len(image_ids)} images, {total} annotations"
    changes.note(connection, dataset_id, kind="import", detail=detail, author="import")
    return datasets.find(connection, name)


def _make_room(connection: Connection, name: str, header: bytes, *, replace: bool) -> int:
    """An empty dataset of that name."""
    row: Values = {"created_at": values.now(), "source": header}
    same = dataset.c.name == name
    found = connection.execute(select(dataset.c.id).where(same)).scalar() if replace else None
    if found is not None:
        datasets.empty(connection, found)
        connection.execute(update(dataset).where(same).values(row))
        return int(found)
    datasets.check_free(connection, name)
    row.update(name=name, **_Tops().columns())
    inserted = connection.execute(insert(dataset).values(row)).inserted_primary_key
    assert inserted is not None
    return int(inserted[0])


class _Tops:
    """The largest whole-number id of each kind among the sources that passed by."""

    def __init__(self) -> None:
        self._tops = dict.fromkeys(("category", "image", "annotation"), 0)

    def seen(self, kind: str, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            source: bytes | None = row.source  # type: ignore[attr-defined]
            if source is not None:
                number = coco.number_of(coco.id_of(source)) or 0
                self._tops[kind] = max(self._tops[kind], number)
            yield row

    def columns(self) -> Values:
        return {f"top_{kind}_id": top for kind, top in self._tops.items()}


def _load_categories(
    connection: Connection, dataset_id: int, rows: Iterable[NewCategory]
) -> list[int]:
    given = [
        {
            "dataset_id": dataset_id,
            "position": position,
            "name": row.name,
            "supercategory": row.supercategory,
            "source": row.source,
        }
        for position, row in enumerate(rows)
    ]
    return _insert_with_ids(connection, category, given)


def _load_images(connection: Connection, dataset_id: int, rows: Iterable[NewImage]) -> list[int]:
    given = (
        {
            "dataset_id": dataset_id,
            "file_name": row.file_name,
            "width": row.width,
            "height": row.height,
            "split": row.split,
            "state": row.state,
            "version": 1,
            "source": row.source,
        }
        for row in rows
    )
    batches = _batches(given, BATCH)
    return [key for batch in batches for key in _insert_with_ids(connection, image, batch)]


def _annotation(
    row: NewAnnotation, dataset_id: int, image_ids: Sequence[int], category_ids: Sequence[int]
) -> Values:
    drawn = row.segmentation
    return {
        "dataset_id": dataset_id,
        "image_id": image_ids[row.image],
        "category_id": category_ids[row.category],
        "imported_category_id": category_ids[row.category],
        **values.box_columns(row.box),
        "area": row.area,
        "iscrowd": row.iscrowd,
        "edited": row.edited,
        "version": 1,
        "origin": row.origin,
        "source": row.source,
        "segmentation": None if drawn is None else Outline.of(drawn).to_bytes(),
    }


def _insert(connection: Connection, table: Table, rows: list[Values]) -> int:
    """Through the driver's own executemany: SQLAlchemy's costs as much as the inserting."""
    statement = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    parameters: list[Any] = rows
    if statement.positiontup is not None:
        parameters = list(map(itemgetter(*statement.positiontup), rows))
    connection.exec_driver_sql(str(statement), parameters)
    return len(rows)


def _insert_with_ids(connection: Connection, table: Table, rows: list[Values]) -> list[int]:
    if not rows:
        return []
    ids = _free_ids(connection, table, len(rows))
    _insert(connection, table, [{"id": key, **row} for key, row in zip(ids, rows, strict=True)])
    return ids


def _free_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """`count` ids, ascending, that the table has never had."""
    if connection.dialect.name == "postgresql":
        sequence = f"nextval(pg_get_serial_sequence('{table.name}', 'id'))"
        query = text(f"SELECT {sequence} FROM generate_series(1, :count)")
        return sorted(connection.execute(query, {"count": count}).scalars())
    query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    last = connection.execute(query, {"name": table.name}).scalar() or 0
    return list(range(last + 1, last + 1 + count))


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch
