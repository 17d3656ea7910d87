"""Annotations as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from segcore.errors import NotFound
from segcore.store import values
from segcore.store.schema import annotation, image
from segcore.types import Annotation, Size

_MOST_IDS = 10_000  # in one query


def of_images(connection: Connection, image_ids: Sequence[int]) -> dict[int, list[Annotation]]:
    """By image, each in the file's order; one query, whatever the number of images."""
    found: dict[int, list[Annotation]] = {image_id: [] for image_id in image_ids}
    ids = list(found)
    for start in range(0, len(ids), _MOST_IDS):
        wanted = annotation.c.image_id.in_(ids[start : start + _MOST_IDS])
        for one in _found(connection, _present().where(wanted)):
            found[one.image_id].append(one)
    return found


def of_image(connection: Connection, image_id: int) -> list[Annotation]:
    return list(_found(connection, _present().where(annotation.c.image_id == image_id)))


def find(connection: Connection, annotation_id: int) -> Annotation:
    """NotFound when it never was, or was deleted."""
    for one in _found(connection, _present().where(annotation.c.id == annotation_id)):
        return one
    raise NotFound(f"There is no annotation with id {annotation_id}: it may have been deleted.")


def _present() -> Select[Any]:
    return (
        select(annotation, image.c.width, image.c.height)
        .join(image, image.c.id == annotation.c.image_id)
        .where(annotation.c.deleted.is_(False))
        .order_by(annotation.c.id)
    )


def _found(connection: Connection, query: Select[Any]) -> Iterator[Annotation]:
    for row in connection.execute(query):
        yield values.annotation(row, Size(row.width, row.height))
