"""A person's time, summed up: only saves whose seconds were recorded count."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from sqlalchemy import ColumnElement, Connection, func, select

from segcore.store.schema import change, request
from segcore.types import Effort


def of_image(connection: Connection, image_id: int) -> Effort:
    return _effort(connection, request.c.image_id == image_id)


def of_dataset(connection: Connection, dataset_id: int) -> Effort:
    return _effort(connection, request.c.dataset_id == dataset_id)


def _effort(connection: Connection, wanted: ColumnElement[bool]) -> Effort:
    recorded = wanted & (request.c.kind == "save") & request.c.seconds.is_not(None)
    query = select(func.sum(request.c.seconds), func.count()).where(recorded)
    seconds, gestures = connection.execute(query).one()
    shares = _seconds_by_instance(connection, recorded)
    return Effort(
        seconds=float(seconds or 0),
        gestures=gestures,
        instances=len(shares),
        median_seconds=median(shares) if shares else None,
    )


def _seconds_by_instance(connection: Connection, recorded: ColumnElement[bool]) -> Sequence[float]:
    """Of each instance its seconds: a gesture's are shared alike by those it changed."""
    touched = (
        select(request.c.seconds, change.c.annotation_id, change.c.request_id)
        .join(change, change.c.request_id == request.c.id)
        .where(recorded)
        .subquery()
    )
    alike = func.count().over(partition_by=touched.c.request_id)
    share = select(touched.c.annotation_id, (touched.c.seconds / alike).label("share")).subquery()
    total = select(func.sum(share.c.share)).group_by(share.c.annotation_id)
    return connection.execute(total).scalars().all()
