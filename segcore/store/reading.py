"""Annotations as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from segcore import coco
from segcore.errors import NotFound
from segcore.store import values
from segcore.store.schema import annotation, image
from segcore.types import Annotation, Segmentation, Size

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


def of_ids(connection: Connection, ids: Sequence[int]) -> list[Annotation]:
    """Those of them that are there, by id."""
    starts = range(0, len(ids), _MOST_IDS)
    queries = [_present().where(annotation.c.id.in_(ids[at : at + _MOST_IDS])) for at in starts]
    return [one for query in queries for one in _found(connection, query)]


def imported(connection: Connection, annotation_id: int) -> Segmentation:
    """The outline the annotation came with; empty when it was made here or came as a box."""
    query = select(annotation.c.source, image.c.width, image.c.height)
    of_image = query.join(image, image.c.id == annotation.c.image_id)
    row = connection.execute(of_image.where(annotation.c.id == annotation_id)).first()
    if row is None or row.source is None:
        return Segmentation()
    return coco.segmentation_from_source(row.source, size=Size(row.width, row.height))


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
