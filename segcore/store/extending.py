"""Images, with what is on them, into a dataset that is there, in one transaction.

In a file they are numbered like what a person makes here: from the file's largest id on, by the
store's own ids, so that no id changes that was there before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select, update

from segcore import coco
from segcore.coco import Id
from segcore.errors import InputError
from segcore.store import changes, datasets, export, loading
from segcore.store.loading import BATCH, NewAnnotation, NewCategory, NewImage, Values
from segcore.store.schema import annotation, category, dataset, image
from segcore.store.values import AnyRow
from segcore.types import Dataset


def extend(
    connection: Connection,
    name: str,
    *,
    header: bytes,
    categories: Sequence[NewCategory],
    images: Iterable[NewImage],
    annotations: Iterable[NewAnnotation],
) -> Dataset:
    """Add to the dataset `name`; a category of a name that is there is that one.

    `header` takes the place of the dataset's own. Raises NotFound, and InputError for a picture
    whose file name is there already.
    """
    found = datasets.find(connection, name)
    own = connection.execute(select(dataset).where(dataset.c.id == found.id)).one()
    connection.execute(update(dataset).where(dataset.c.id == found.id).values(source=header))
    category_ids = _add_categories(connection, found.id, categories)
    image_ids = _add_images(connection, own, list(images))
    numbering = _Numbering(own, image_ids, category_ids, _ids_in_file(connection, own))
    rows = (numbering.row_of(one) for one in annotations)
    total = sum(_add_annotations(connection, own, some) for some in loading.batches(rows, BATCH))
    detail = f"{len(image_ids)} images, {total} annotations added"
    changes.note(connection, found.id, kind="import", detail=detail, author="import")
    return found


def _add_categories(
    connection: Connection, dataset_id: int, wanted: Sequence[NewCategory]
) -> list[int]:
    """The store's ids of the wanted categories, those that were not there made at the end."""
    known = {one.name: one.id for one in datasets.categories(connection, dataset_id)}
    new = [one for one in wanted if one.name not in known]
    rows: list[Values] = [
        {
            "dataset_id": dataset_id,
            "position": position,
            "name": one.name,
            "supercategory": one.supercategory,
            "source": None,  # its id in a file is another there
        }
        for position, one in enumerate(new, start=len(known))
    ]
    ids = loading.insert_with_ids(connection, category, rows)
    known.update(zip((one.name for one in new), ids, strict=True))
    return [known[one.name] for one in wanted]


def _ids_in_file(connection: Connection, own: AnyRow) -> dict[int, Id]:
    """The categories' ids in a file by the store's."""
    return {
        row.id: row.new_id if row.source is None else coco.id_of(row.source) or row.new_id
        for row in export.category_rows(connection, own)
    }


def _add_images(connection: Connection, own: AnyRow, wanted: list[NewImage]) -> list[int]:
    _check_new(connection, own, wanted)
    ids = loading.free_ids(connection, image, len(wanted)) if wanted else []
    rows = [
        {"id": id, **loading.image_values(_numbered(one, own.top_image_id + id), own.id)}
        for id, one in zip(ids, wanted, strict=True)
    ]
    for some in loading.batches(rows, BATCH):
        loading.insert_rows(connection, image, some)
    return ids


def _check_new(connection: Connection, own: AnyRow, wanted: Iterable[NewImage]) -> None:
    query = select(image.c.file_name).where(image.c.dataset_id == own.id)
    known = set(connection.execute(query).scalars())
    again = next((one.file_name for one in wanted if one.file_name in known), None)
    if again is not None:
        raise InputError(f"The dataset {own.name!r} has a picture {again!r} already.")


def _numbered(one: NewImage, id: int) -> NewImage:
    if one.source is None:
        return one
    return replace(one, source=coco.source_with(one.source, id=id))


class _Numbering:
    """From an annotation's ids in the file it came from to those in this dataset's."""

    def __init__(
        self,
        own: AnyRow,
        image_ids: Sequence[int],
        category_ids: Sequence[int],
        in_file: dict[int, Id],
    ) -> None:
        self._own, self._in_file = own, in_file
        self._image_ids, self._category_ids = image_ids, category_ids

    def row_of(self, one: NewAnnotation) -> Values:
        """The annotation's row without its id."""
        row = loading.annotation_values(one, self._own.id, self._image_ids, self._category_ids)
        if one.source is None:
            return row
        source = coco.source_with(
            one.source,
            image_id=self._own.top_image_id + row["image_id"],
            category_id=self._in_file[row["category_id"]],
        )
        return {**row, "source": source}


def _add_annotations(connection: Connection, own: AnyRow, rows: list[Values]) -> int:
    ids = loading.free_ids(connection, annotation, len(rows))
    numbered = [
        {"id": id, **row, "source": _with_id(row["source"], own.top_annotation_id + id)}
        for id, row in zip(ids, rows, strict=True)
    ]
    return loading.insert_rows(connection, annotation, numbered)


def _with_id(source: bytes | None, id: int) -> bytes | None:
    return None if source is None else coco.source_with(source, id=id)
