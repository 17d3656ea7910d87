"""A save: one gesture's edits of one image, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, insert, select, update

from segcore import geometry
from segcore.errors import InputError, NotFound
from segcore.store import changes, images, targets, values
from segcore.store.changes import Gesture
from segcore.store.schema import annotation, category, change, request
from segcore.store.splicing import spliced
from segcore.store.values import AnyRow, Outline, State
from segcore.types import Create, Delete, Edit, Image, Restore, Saved, Segmentation, Update


def save(
    connection: Connection,
    image_id: int,
    edits: Sequence[Edit],
    *,
    author: str,
    key: str,
    label: str = "",
    seconds: float | None = None,
) -> Saved:
    """Apply the edits and write them down; `key` makes asking again harmless.

    Raises Conflict when annotations have left the version their edit started from, InputError
    for a foreign category or an outline that has nothing inside the picture.
    """
    image = images.find(connection, image_id, for_update=True)
    if (earlier := answered(connection, image, key)) is not None:
        return earlier
    if not edits:
        return Saved(key)
    rows = targets.find(connection, image, edits)
    _check_categories(connection, image, edits)
    _forget_undone(connection, image_id)
    words = {"label": label, "seconds": seconds}
    gesture = begin(connection, image, kind="save", author=author, key=key, **words)
    for edit, row in zip(edits, rows, strict=True):
        _apply(edit, row, gesture)
    images.begin_work(connection, image)
    return changes.answer(connection, image, gesture.request_id, key)


def answered(connection: Connection, image: Image, key: str) -> Saved | None:
    """The first answer when this request was done before; InputError when it was another's."""
    row = connection.execute(select(request).where(request.c.key == key)).first()
    if row is None:
        return None
    if row.image_id != image.id:
        raise InputError(f"The request id {key!r} was used for another image: use a new one.")
    return changes.answer(connection, image, row.id, key)


def begin(
    connection: Connection, image: Image, *, kind: str, author: str, key: str, **words: object
) -> Gesture:
    """Write down that a request begins. Of its kinds only a save can be undone."""
    if not key:
        raise InputError("A save needs a request id of its own; got an empty one.")
    at = values.now()
    row = {"dataset_id": image.dataset_id, "image_id": image.id, "key": key, "kind": kind, **words}
    statement = insert(request).values(state="applied", author=author, at=at, **row)
    inserted = connection.execute(statement).inserted_primary_key
    assert inserted is not None
    return Gesture(connection, image, int(inserted[0]), author, at)


def _forget_undone(connection: Connection, image_id: int) -> None:
    """What was undone cannot be redone once something else is done."""
    undone = (request.c.image_id == image_id) & (request.c.state == "undone")
    connection.execute(update(request).where(undone).values(state="dropped"))


def _apply(edit: Edit, row: AnyRow | None, gesture: Gesture) -> None:
    match edit, row:
        case Create(), None:
            _create(edit, gesture)
        case Update(), row if row is not None:
            put(gesture, row, _updated(edit, row, gesture))
        case Delete(), row if row is not None:
            put(gesture, row, None)
        case Restore(), row if row is not None:
            put(gesture, row, _remembered(edit, row, gesture))


def _create(edit: Create, gesture: Gesture) -> None:
    blank = State(edit.category_id, values.NO_BOX, 0.0, True, 1, None, edit.iscrowd, edit.z)
    state = _drawn(blank, edit.segmentation, gesture)
    row = {
        "dataset_id": gesture.image.dataset_id,
        "image_id": gesture.image.id,
        "origin": edit.origin,
        "score": edit.score,
        "run_id": edit.run_id,
        **state.to_columns(),
    }
    inserted = gesture.connection.execute(insert(annotation).values(row)).inserted_primary_key
    assert inserted is not None
    gesture.record(int(inserted[0]), before=None, after=state)


def _updated(edit: Update, row: AnyRow, gesture: Gesture) -> State:
    plain = {"category_id": edit.category_id, "iscrowd": edit.iscrowd, "z": edit.z}
    given = {name: value for name, value in plain.items() if value is not None}
    state = msgspec.structs.replace(State.of_row(row), **given)
    old = values.annotation(row, gesture.image.size).segmentation
    new = asked_outline(edit, old)
    if new is None or new == old or _draws_the_same(new, old):
        return state
    return _drawn(state, new, gesture)


def asked_outline(edit: Update, old: Segmentation) -> Segmentation | None:
    """The outline that the edit wants in the place of `old`; None when it leaves it alone."""
    if edit.splices is None:
        return edit.segmentation
    if edit.segmentation is not None:
        raise InputError("An edit has a whole outline or changes of one, not both.")
    return Segmentation(spliced(old.parts, edit.splices))


def _draws_the_same(new: Segmentation, old: Segmentation) -> bool:
    """A person's parts without the RLE count as the same: nobody has drawn anything."""
    return new.rle is None and bool(new.parts) and new.parts == old.parts


def _remembered(edit: Restore, row: AnyRow, gesture: Gesture) -> State | None:
    """What the annotation was before or after a change of its own."""
    own = (change.c.id == edit.change_id) & (change.c.annotation_id == row.id)
    query = select(change).where(own, change.c.image_id == gesture.image.id)
    found = gesture.connection.execute(query).first()
    if found is None:
        raise NotFound(f"Annotation {row.id} has no change {edit.change_id} in its history.")
    state = State.from_bytes(found.before if edit.to == "before" else found.after)
    if state is None and row.deleted:
        raise InputError(f"Annotation {row.id} is deleted already: there is nothing to restore.")
    return state


def put(gesture: Gesture, row: AnyRow, state: State | None) -> None:
    """Bring the annotation of `row` to a state, None for deleted, at the next version."""
    guard = (annotation.c.id == row.id) & (annotation.c.version == row.version)
    after = state and msgspec.structs.replace(state, version=row.version + 1)
    if after is None:
        new = {"deleted": True, "version": row.version + 1}
    else:
        new = {"deleted": False, **after.to_columns()}
    changed = gesture.connection.execute(update(annotation).where(guard).values(new)).rowcount
    assert changed == 1, "the image's lock did not hold"
    gesture.record(row.id, before=None if row.deleted else State.of_row(row), after=after)


def _check_categories(connection: Connection, image: Image, edits: Sequence[Edit]) -> None:
    """InputError for a category of another dataset."""
    named = {edit.category_id for edit in edits if isinstance(edit, Create | Update)} - {None}
    if not named:
        return
    query = select(category.c.id).where(category.c.dataset_id == image.dataset_id)
    for foreign in named - set(connection.execute(query).scalars()):
        raise InputError(
            f"Category {foreign} is not one of the image's dataset: choose one of its own."
        )


def _drawn(state: State, new: Segmentation, gesture: Gesture) -> State:
    """The state with a new outline, cut to the picture, its box and area computed."""
    size = gesture.image.size
    inside = new if new.rle is not None else Segmentation(geometry.clip_parts(new.parts, size))
    box = geometry.segmentation_box(inside, size)
    area = geometry.segmentation_area(inside, size)
    if inside.is_empty or not (area > 0 or _crosses(inside)):
        raise InputError(
            f"The outline has nothing inside the picture {gesture.image.file_name!r} "
            f"({size.width} x {size.height} pixels): draw it around the object."
        )
    outline = Outline.of(inside)
    return msgspec.structs.replace(state, box=box, area=area, edited=True, outline=outline)


def _crosses(outline: Segmentation) -> bool:
    """The loops of an outline that crosses itself may cancel out to no area at all."""
    return any(geometry.is_self_crossing(part.outer) for part in outline.parts)
