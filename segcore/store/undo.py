"""Undo and redo, per image and gesture. An undo is a new save of what was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Exists, exists, select, update

from segcore.errors import Clash, Conflict
from segcore.store import changes, images, saving, targets, values
from segcore.store.schema import request
from segcore.store.values import AnyRow, State
from segcore.types import Image, Saved

Direction = Literal["undo", "redo"]

_FROM = {"undo": "applied", "redo": "undone"}
_PAST = {"undo": "taken back", "redo": "done again"}


class _Step(NamedTuple):
    """One annotation on its way: what it must be now and what it becomes; None is deleted."""

    here: State | None
    there: State | None


def step(
    connection: Connection,
    image_id: int,
    direction: Direction,
    *,
    author: str,
    key: str,
    target: str | None = None,
) -> Saved | None:
    """Take back a gesture, or do one taken back again; None when there is none.

    `target` is the request id of the gesture meant, by default the one next in turn. Raises
    Conflict when it is not there to be undone, or its annotations were changed since.
    """
    image = images.find(connection, image_id, for_update=True)
    if (earlier := saving.answered(connection, image, key)) is not None:
        return earlier
    found = _find(connection, image, direction, target)
    if found is None:
        return None
    steps = _steps(connection, found.id, direction)
    rows = targets.rows(connection, image, list(steps))
    _check_as_left(connection, image, steps, rows, direction)
    label = f"{direction.capitalize()}: {found.label}" if found.label else ""
    gesture = saving.begin(connection, image, kind=direction, author=author, key=key, label=label)
    for annotation_id, (_, there) in steps.items():
        saving.put(gesture, rows[annotation_id], there)
    _mark(connection, found.id, "undone" if direction == "undo" else "applied")
    return changes.answer(connection, image, gesture.request_id, key)


def possible(image_id: int, direction: Direction) -> Exists:
    """Whether the image has a gesture for it, as a condition."""
    return exists().where(
        request.c.image_id == image_id,
        request.c.kind == "save",
        request.c.state == _FROM[direction],
    )


def _find(
    connection: Connection, image: Image, direction: Direction, target: str | None
) -> AnyRow | None:
    """The save to take back (the newest applied) or to do again (the oldest undone)."""
    saves = select(request).where(
        request.c.image_id == image.id,
        request.c.kind == "save",
        request.c.state == _FROM[direction],
    )
    if target is None:
        order = request.c.id.desc() if direction == "undo" else request.c.id
        return connection.execute(saves.order_by(order).limit(1)).first()
    found = connection.execute(saves.where(request.c.key == target)).first()
    if found is None:
        raise Conflict(f"This gesture cannot be {_PAST[direction]}: it is not what holds now.")
    return found


def _steps(connection: Connection, request_id: int, direction: Direction) -> dict[int, _Step]:
    """By annotation, from what the request's changes left to what they found, or the other way."""
    steps: dict[int, _Step] = {}
    for row in changes.rows_of(connection, request_id):
        before, after = State.from_bytes(row.before), State.from_bytes(row.after)
        first = steps.get(row.annotation_id)
        steps[row.annotation_id] = _Step(after, first.there if first else before)
    if direction == "undo":
        return steps
    return {key: _Step(before, after) for key, (after, before) in steps.items()}


def _check_as_left(
    connection: Connection,
    image: Image,
    steps: Mapping[int, _Step],
    rows: Mapping[int, AnyRow],
    direction: Direction,
) -> None:
    """Conflict when one of the annotations is no longer what the gesture left."""
    clashes = [
        Clash(key, changes.last_author(connection, image.id, key))
        for key, (here, _) in steps.items()
        if not values.is_same(here, None if rows[key].deleted else State.of_row(rows[key]))
    ]
    if clashes:
        raise Conflict(_in_words(clashes, direction), clashes=clashes)


def _in_words(clashes: Sequence[Clash], direction: Direction) -> str:
    people = " and ".join(sorted({clash.author for clash in clashes}))
    return f"This gesture cannot be {_PAST[direction]}: {people} changed its instances since."


def _mark(connection: Connection, request_id: int, state: str) -> None:
    connection.execute(update(request).where(request.c.id == request_id).values(state=state))
