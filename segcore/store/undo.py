"""Undo and redo, per image and gesture. An undo is a new save of what was before."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, Select, select, update

from segcore.store import changes, images, saving
from segcore.store.schema import request
from segcore.store.values import AnyRow, State
from segcore.types import Saved

Direction = Literal["undo", "redo"]


def step(
    connection: Connection, image_id: int, direction: Direction, *, author: str, key: str
) -> Saved | None:
    """Take back the last gesture, or do the last one taken back again; None when there is none."""
    image = images.find(connection, image_id, for_update=True)
    if (earlier := saving.answered(connection, image, key)) is not None:
        return earlier
    target = _target(connection, image_id, direction)
    if target is None:
        return None
    gesture = saving.begin(connection, image, kind=direction, author=author, key=key)
    for annotation_id, state in _wanted(connection, target.id, direction):
        saving.put(gesture, annotation_id, state)
    _mark(connection, target.id, "undone" if direction == "undo" else "applied")
    return changes.answer(connection, image, gesture.request_id, key)


def possible(connection: Connection, image_id: int, direction: Direction) -> bool:
    return _target(connection, image_id, direction) is not None


def _target(connection: Connection, image_id: int, direction: Direction) -> AnyRow | None:
    """The save to take back (the newest applied) or to do again (the oldest undone)."""
    saves = select(request).where(request.c.image_id == image_id, request.c.kind == "save").limit(1)
    query: Select[tuple[object, ...]] = (
        saves.where(request.c.state == "applied").order_by(request.c.id.desc())
        if direction == "undo"
        else saves.where(request.c.state == "undone").order_by(request.c.id)
    )
    return connection.execute(query).first()


def _wanted(
    connection: Connection, request_id: int, direction: Direction
) -> list[tuple[int, State | None]]:
    """Each annotation's state before the request's changes, last first, or after them."""
    rows = changes.rows_of(connection, request_id)
    if direction == "redo":
        return [(row.annotation_id, State.from_bytes(row.after)) for row in rows]
    return [(row.annotation_id, State.from_bytes(row.before)) for row in reversed(rows)]


def _mark(connection: Connection, request_id: int, state: str) -> None:
    connection.execute(update(request).where(request.c.id == request_id).values(state=state))
