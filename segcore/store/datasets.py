"""Datasets and their categories: listed, counted, renamed, deleted."""

from __future__ import annotations

import unicodedata

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from segcore.errors import InputError, NotFound
from segcore.folders import check_name
from segcore.store import changes, values
from segcore.store.schema import annotation, category, change, dataset, image, request
from segcore.types import Category, CategoryCount, Dataset, DatasetSummary, ReviewState, Split

FINISHED: tuple[ReviewState, ...] = ("for review", "accepted")
"""An image in these is annotated even when there is nothing on it."""


def find_all(connection: Connection) -> list[Dataset]:
    return [values.dataset(row) for row in connection.execute(select(dataset).order_by("name"))]


def find(connection: Connection, name: str) -> Dataset:
    """The dataset of that name; NotFound lists those there are."""
    row = connection.execute(select(dataset).where(dataset.c.name == name)).first()
    if row is None:
        names = ", ".join(one.name for one in find_all(connection)) or "none yet"
        raise NotFound(f"There is no dataset named {name[:80]!r}. Available: {names}.")
    return values.dataset(row)


def check_free(connection: Connection, name: str) -> None:
    """Raise InputError when a dataset has `name`, or one a file system may take for it."""
    for taken in connection.execute(select(dataset.c.name)).scalars():
        if _folded(taken) == _folded(name):
            raise InputError(
                f"A dataset named {taken!r} exists already: choose another name, or replace it."
            )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def rename(connection: Connection, name: str, new_name: str) -> Dataset:
    """The dataset under its new name; moving its folder is the caller's work."""
    found = find(connection, name)
    check_name(new_name)
    if _folded(name) != _folded(new_name):
        check_free(connection, new_name)
    connection.execute(update(dataset).where(dataset.c.id == found.id).values(name=new_name))
    return find(connection, new_name)


def remove(connection: Connection, name: str) -> None:
    """Delete the dataset and all rows that hang on it, runs included."""
    found = find(connection, name)
    empty(connection, found.id)
    connection.execute(delete(dataset).where(dataset.c.id == found.id))


def empty(connection: Connection, dataset_id: int) -> None:
    """Delete what is in the dataset; it and its runs stay."""
    for table in (change, request, annotation, image, category):
        connection.execute(delete(table).where(table.c.dataset_id == dataset_id))


def categories(connection: Connection, dataset_id: int) -> list[Category]:
    query = select(category).where(category.c.dataset_id == dataset_id).order_by("position")
    return [values.category(row) for row in connection.execute(query)]


def add_category(connection: Connection, dataset_id: int, *, name: str, author: str) -> Category:
    """A new category at the end; InputError when the name is empty or taken."""
    name = name.strip()
    present = categories(connection, dataset_id)
    if not name or any(one.name == name for one in present):
        raise InputError(f"A category needs a name of its own in its dataset; got {name[:80]!r}.")
    row = {
        "dataset_id": dataset_id,
        "position": len(present),
        "name": name,
        "supercategory": "",
    }
    connection.execute(insert(category).values(row))
    changes.note(connection, dataset_id, kind="category", detail=name, author=author)
    return categories(connection, dataset_id)[-1]


def summary(connection: Connection, found: Dataset) -> DatasetSummary:
    """The dataset in numbers, by three queries over its images' index."""
    counts = _counts(connection, found.id)
    splits, annotated = _images(connection, found.id)
    return DatasetSummary(
        dataset=found,
        images=sum(splits.values()),
        annotations=sum(count.annotations for count in counts),
        annotated_images=annotated,
        splits=splits,
        counts=tuple(counts),
        categories=tuple(categories(connection, found.id)),
    )


def _images(connection: Connection, dataset_id: int) -> tuple[dict[Split, int], int]:
    """How many images each split has, and how many of all are annotated."""
    has_one = exists().where(annotation.c.image_id == image.c.id, ~annotation.c.deleted)
    annotated = func.count().filter(or_(image.c.state.in_(FINISHED), has_one))
    query = (
        select(image.c.split, func.count(), annotated)
        .where(image.c.dataset_id == dataset_id)
        .group_by(image.c.split)
        .order_by(image.c.split)
    )
    rows = connection.execute(query).all()
    return {split: images for split, images, _ in rows}, sum(row[2] for row in rows)


def _counts(connection: Connection, dataset_id: int) -> list[CategoryCount]:
    of_image = (
        select(image.c.split, annotation.c.category_id, func.count().label("n"))
        .join(annotation, annotation.c.image_id == image.c.id)
        .where(image.c.dataset_id == dataset_id, ~annotation.c.deleted)
        .group_by(image.c.id, image.c.split, annotation.c.category_id)
        .subquery()
    )
    key = (of_image.c.category_id, of_image.c.split)
    total = func.sum(of_image.c.n).label("total")
    query = select(*key, total, func.count().label("images")).group_by(*key)
    found = {(row.category_id, row.split): row for row in connection.execute(query)}
    return [
        CategoryCount(one, split, int(row.total), row.images)
        for one in categories(connection, dataset_id)
        for split in sorted({split for _, split in found})
        if (row := found.get((one.id, split))) is not None
    ]
