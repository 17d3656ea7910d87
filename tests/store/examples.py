"""Tiny data that a test can show whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

import orjson
from sqlalchemy import event

from segcore.store import NewAnnotation, NewCategory, NewImage, Store
from segcore.types import Box, Image, Part, Saved, Segmentation, Update

_keys = count(1)


def key() -> str:
    """A request id nobody used."""
    return f"request-{next(_keys)}"


def square(x: float, y: float, side: float) -> Segmentation:
    """Clockwise from its top left corner."""
    return Segmentation((Part([[x, y], [x + side, y], [x + side, y + side], [x, y + side]]),))


def source(number: int, *, x: float = 10, y: float = 10, side: float = 20) -> bytes:
    """One annotation as a file has it, with a key nobody knows."""
    return orjson.dumps(
        {
            "id": number,
            "image_id": 7,
            "category_id": 3,
            "segmentation": [square(x, y, side).parts[0].outer.ravel().tolist()],
            "bbox": [x, y, side, side],
            "area": side * side,
            "iscrowd": 0,
            "weather": "fair",
        }
    )


def annotation(image: int, number: int, *, category: int = 0, side: float = 20) -> NewAnnotation:
    """A square at 10, 10 on the image-th image."""
    box = Box(10, 10, 10 + side, 10 + side)
    return NewAnnotation(image, category, box, side * side, source=source(number, side=side))


def pictures(*names: str) -> list[NewImage]:
    """100 x 80 pixels each."""
    return [
        NewImage(name, 100, 80, source=orjson.dumps({"id": 7 + n, "file_name": name}))
        for n, name in enumerate(names)
    ]


CATEGORIES = [
    NewCategory("duck", source=b'{"id": 3, "name": "duck"}'),
    NewCategory("die", "toy", source=b'{"id": 1, "name": "die"}'),
]


def pond(
    store: Store,
    name: str = "pond",
    *,
    images: Sequence[NewImage] = (),
    annotations: Sequence[NewAnnotation] | None = None,
    replace: bool = False,
    before_commit: Callable[[], None] | None = None,
) -> list[Image]:
    """A dataset of two categories; by default one image with one annotation. Its images."""
    loaded = store.load(
        name,
        header=b'{"info": {"year": 2026}}',
        categories=CATEGORIES,
        images=images or pictures("a.jpg"),
        annotations=[annotation(0, 40)] if annotations is None else annotations,
        replace=replace,
        before_commit=before_commit,
    )
    return store.images(loaded.id)


def move(store: Store, image: Image, *, to: float, author: str = "ann") -> Saved:
    """Draw the image's first annotation anew: a square of 20 at `to`, `to`."""
    first = store.annotations(image.id)[0]
    edit = Update(first.id, first.version, segmentation=square(to, to, 20))
    return store.save(image.id, [edit], author=author, request_id=key())


def corner(store: Store, image: Image) -> float:
    """Where the image's first annotation begins."""
    return store.annotations(image.id)[0].box.x1


def statements(store: Store, act: Callable[[], object]) -> int:
    """How many statements `act` sends to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    engine = store._database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)
