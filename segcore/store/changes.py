"""What was done: requests (a person's gestures) and the append-only list of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from segcore.store import values
from segcore.store.schema import annotation, change, request
from segcore.store.values import AnyRow, State
from segcore.types import Annotation, Change, Image, Saved, Size


@dataclass(frozen=True)
class Gesture:
    """One request in the doing: who does what to which image."""

    connection: Connection
    image: Image
    request_id: int
    author: str
    at: str

    def record(self, annotation_id: int, *, before: State | None, after: State | None) -> None:
        """Write down that an annotation changed; None is where it did not exist."""
        kind = "create" if before is None else "delete" if after is None else "update"
        row = {
            "dataset_id": self.image.dataset_id,
            "image_id": self.image.id,
            "annotation_id": annotation_id,
            "request_id": self.request_id,
            "kind": kind,
            "before": before and before.to_bytes(),
            "after": after and after.to_bytes(),
            "author": self.author,
            "at": self.at,
        }
        self.connection.execute(insert(change).values(row))


def note(
    connection: Connection,
    dataset_id: int,
    *,
    kind: str,
    detail: str,
    author: str,
    image_id: int | None = None,
) -> None:
    """Write down a change that is not an annotation's."""
    row = {"dataset_id": dataset_id, "image_id": image_id, "kind": kind, "detail": detail}
    connection.execute(insert(change).values(author=author, at=values.now(), **row))


def stamp(connection: Connection, dataset_id: int) -> int:
    """A number that grows with everything that changes in the dataset."""
    newest = select(func.max(change.c.id)).where(change.c.dataset_id == dataset_id)
    return connection.execute(newest).scalar() or 0


def newest_of(image_id: int) -> Select[Any]:
    """The id of the image's newest change."""
    return select(func.max(change.c.id)).where(change.c.image_id == image_id)


def last_author(connection: Connection, image_id: int, annotation_id: int) -> str:
    """Who changed the annotation last."""
    own = (change.c.image_id == image_id) & (change.c.annotation_id == annotation_id)
    newest = select(change.c.author).where(own).order_by(change.c.id.desc()).limit(1)
    return connection.execute(newest).scalar() or "somebody else"


def rows_of(connection: Connection, request_id: int) -> Sequence[AnyRow]:
    """The changes of one request, oldest first."""
    query = select(change).where(change.c.request_id == request_id).order_by(change.c.id)
    return connection.execute(query).all()


def answer(connection: Connection, image: Image, request_id: int, key: str) -> Saved:
    """What the request did, the same however often it is asked."""
    query = _changes().where(change.c.request_id == request_id).order_by(change.c.id)
    last = {row.id: row for row in connection.execute(query)}
    return Saved(key, tuple(_change(row, image.size) for row in last.values()))


def of_image(connection: Connection, image: Image, *, limit: int | None = None) -> list[Change]:
    """What was done to the image and its annotations, oldest first; the newest `limit` of it."""
    query = _changes().where(change.c.image_id == image.id).order_by(change.c.id.desc())
    rows = connection.execute(query.limit(limit)).all()
    return [_change(row, image.size) for row in reversed(rows)]


_OF_ANNOTATION = ("id", "image_id", "iscrowd", "origin", "source", "score", "run_id")


def _changes() -> Select[Any]:
    fixed = (annotation.c[name] for name in _OF_ANNOTATION)
    done = (change.c[name] for name in ("kind", "before", "after", "detail", "author", "at"))
    gesture = (request.c.key, request.c.label)
    return (
        select(change.c.id.label("change_id"), *done, *gesture, *fixed)
        .outerjoin(annotation, annotation.c.id == change.c.annotation_id)
        .outerjoin(request, request.c.id == change.c.request_id)
    )


def _state(text: bytes | None, row: AnyRow, size: Size) -> Annotation | None:
    state = State.from_bytes(text)
    return None if state is None else values.annotation_in(state, row, size)


def _change(row: AnyRow, size: Size) -> Change:
    return Change(
        id=row.change_id,
        kind=row.kind,
        author=row.author,
        at=row.at,
        annotation_id=row.id,
        request_id=row.key or "",
        before=_state(row.before, row, size),
        after=_state(row.after, row, size),
        detail=row.detail,
        label=row.label or "",
    )
