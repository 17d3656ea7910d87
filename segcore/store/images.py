"""A dataset's images: filtered, counted, walked through; their split and review state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, update

from segcore.errors import Conflict, NotFound
from segcore.store import changes, values
from segcore.store.schema import annotation, image
from segcore.types import Image, ReviewState, Split


@dataclass(frozen=True)
class ImageFilter:
    """Which images of a dataset; None leaves a thing open."""

    split: Split | None = None
    state: ReviewState | None = None
    category_id: int | None = None  # with an annotation of this category
    text: str | None = None  # in the file name, whatever the case
    without_annotations: bool | None = None
    among: tuple[int, ...] | None = None  # ids, some thousands at most

    def applied_to(self, query: Select[Any], dataset_id: int) -> Select[Any]:
        return query.where(image.c.dataset_id == dataset_id, *self.conditions)

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        wanted: list[ColumnElement[bool]] = []
        if self.split is not None:
            wanted.append(image.c.split == self.split)
        if self.state is not None:
            wanted.append(image.c.state == self.state)
        if self.text:
            wanted.append(image.c.file_name.icontains(self.text, autoescape=True))
        if self.category_id is not None:
            wanted.append(_has(annotation.c.category_id == self.category_id))
        if self.without_annotations is not None:
            wanted.append(~_has() if self.without_annotations else _has())
        if self.among is not None:
            wanted.append(image.c.id.in_(self.among))
        return wanted


def _has(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        annotation.c.image_id == image.c.id, annotation.c.deleted.is_(False), *conditions
    )


_columns = [column for column in image.c if column.name != "source"]


def find_all(
    connection: Connection,
    dataset_id: int,
    wanted: ImageFilter,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Image]:
    """In the file's order."""
    query = wanted.applied_to(select(*_columns), dataset_id).order_by(image.c.id)
    rows = connection.execute(query.limit(limit).offset(offset))
    return [values.image(row) for row in rows]


def count(connection: Connection, dataset_id: int, wanted: ImageFilter) -> int:
    query = wanted.applied_to(select(func.count()).select_from(image), dataset_id)
    return int(connection.execute(query).scalar_one())


def find(connection: Connection, image_id: int, *, for_update: bool = False) -> Image:
    """The image; `for_update` keeps other writers of it waiting (SQLite: all wait anyway)."""
    query = select(*_columns).where(image.c.id == image_id)
    row = connection.execute(query.with_for_update() if for_update else query).first()
    if row is None:
        raise not_found(image_id)
    return values.image(row)


def not_found(image_id: int) -> NotFound:
    return NotFound(f"There is no image with id {image_id}: its dataset may be gone or replaced.")


def around(
    connection: Connection, image_id: int, wanted: ImageFilter, *, limit: int
) -> tuple[list[Image], list[Image]]:
    """The wanted images before and after this one, which need not be among them, nearest first."""
    here = find(connection, image_id)
    query = wanted.applied_to(select(*_columns), here.dataset_id).limit(limit)
    before = query.where(image.c.id < image_id).order_by(image.c.id.desc())
    after = query.where(image.c.id > image_id).order_by(image.c.id)
    earlier, later = (
        [values.image(row) for row in connection.execute(one)] for one in (before, after)
    )
    return earlier, later


def counts(connection: Connection, image_ids: Sequence[int]) -> dict[int, int]:
    """How many annotations each image has."""
    query = (
        select(annotation.c.image_id, func.count())
        .where(annotation.c.image_id.in_(image_ids), annotation.c.deleted.is_(False))
        .group_by(annotation.c.image_id)
    )
    found: dict[int, int] = dict(tuple(row) for row in connection.execute(query))
    return {image_id: found.get(image_id, 0) for image_id in image_ids}


def place(connection: Connection, image_id: int, wanted: ImageFilter) -> int:
    """How many of the wanted images come before this one, which need not be among them."""
    here = find(connection, image_id)
    query = wanted.applied_to(select(func.count()).select_from(image), here.dataset_id)
    return int(connection.execute(query.where(image.c.id < image_id)).scalar_one())


def set_state(
    connection: Connection, image_id: int, *, state: ReviewState, version: int, author: str
) -> Image:
    return _set(connection, image_id, "state", state, version=version, author=author)


def set_split(
    connection: Connection, image_id: int, *, split: Split, version: int, author: str
) -> Image:
    return _set(connection, image_id, "split", split, version=version, author=author)


def begin_work(connection: Connection, found: Image) -> None:
    """A new image somebody edits is in work; its version stays, for nobody decided it."""
    if found.state == "new":
        changed = update(image).where(image.c.id == found.id).values(state="in work")
        connection.execute(changed)


def _set(
    connection: Connection, image_id: int, name: str, value: str, *, version: int, author: str
) -> Image:
    """Set one column when the image is still at `version`; Conflict when it is not."""
    found = find(connection, image_id, for_update=True)
    if found.version != version:
        raise Conflict(
            f"Somebody else changed image {found.file_name!r} meanwhile (it is at version "
            f"{found.version}, yours was {version}): look at it again before you change it."
        )
    new = {name: value, "version": version + 1}
    connection.execute(update(image).where(image.c.id == image_id).values(new))
    changes.note(
        connection,
        found.dataset_id,
        image_id=image_id,
        kind=name,
        detail=f"{getattr(found, name)} -> {value}",
        author=author,
    )
    return find(connection, image_id)
