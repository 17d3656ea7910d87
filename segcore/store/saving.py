"""A save: one gesture's edits of one image, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, insert, select, update

from segcore import geometry
from segcore.errors import Conflict, InputError, NotFound
from segcore.store import changes, images, values
from segcore.store.changes import Gesture
from segcore.store.schema import annotation, category, change, request
from segcore.store.values import AnyRow, Outline, State
from segcore.types import Create, Delete, Edit, Image, Saved, Segmentation, Update


def save(
    connection: Connection, image_id: int, edits: Sequence[Edit], *, author: str, key: str
) -> Saved:
    """Apply the edits and write them down; `key` makes asking again harmless.

    Raises Conflict when an annotation has left the version an edit started from, InputError
    for a foreign category or an outline that has nothing inside the picture.
    """
    image = images.find(connection, image_id, for_update=True)
    if (earlier := answered(connection, image, key)) is not None:
        return earlier
    if not edits:
        return Saved(key, ())
    _forget_undone(connection, image_id)
    gesture = begin(connection, image, kind="save", author=author, key=key)
    for edit in edits:
        _apply(edit, gesture)
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


def begin(connection: Connection, image: Image, *, kind: str, author: str, key: str) -> Gesture:
    """Write down that a request begins. Of its kinds only a save can be undone."""
    if not key:
        raise InputError("A save needs a request id of its own; got an empty one.")
    at = values.now()
    row = {"dataset_id": image.dataset_id, "image_id": image.id, "key": key, "kind": kind}
    statement = insert(request).values(state="applied", author=author, at=at, **row)
    inserted = connection.execute(statement).inserted_primary_key
    assert inserted is not None
    return Gesture(connection, image, int(inserted[0]), author, at)


def _forget_undone(connection: Connection, image_id: int) -> None:
    """What was undone cannot be redone once something else is done."""
    undone = (request.c.image_id == image_id) & (request.c.state == "undone")
    connection.execute(update(request).where(undone).values(state="dropped"))


def _apply(edit: Edit, gesture: Gesture) -> None:
    match edit:
        case Create():
            _create(edit, gesture)
        case Update():
            _update(edit, gesture)
        case Delete():
            _delete(edit, gesture)


def _create(edit: Create, gesture: Gesture) -> None:
    _check_category(gesture, edit.category_id)
    state = _drawn(State(edit.category_id, values.NO_BOX, 0.0, True, 1), edit.segmentation, gesture)
    row = {
        "dataset_id": gesture.image.dataset_id,
        "image_id": gesture.image.id,
        "iscrowd": False,
        "origin": edit.origin,
        **state.to_columns(),
    }
    inserted = gesture.connection.execute(insert(annotation).values(row)).inserted_primary_key
    assert inserted is not None
    gesture.record(int(inserted[0]), before=None, after=state)


def _update(edit: Update, gesture: Gesture) -> None:
    row = _at_version(gesture, edit.annotation_id, edit.version)
    after = before = State.of_row(row)
    if edit.category_id is not None:
        _check_category(gesture, edit.category_id)
        after = msgspec.structs.replace(after, category_id=edit.category_id)
    if edit.segmentation is not None and not _same_outline(edit.segmentation, row, gesture):
        after = _drawn(after, edit.segmentation, gesture)
    _write(gesture, row.id, before, msgspec.structs.replace(after, version=before.version + 1))


def _delete(edit: Delete, gesture: Gesture) -> None:
    row = _at_version(gesture, edit.annotation_id, edit.version)
    _write(gesture, row.id, State.of_row(row), None)


def put(gesture: Gesture, annotation_id: int, state: State | None) -> None:
    """Bring an annotation to an earlier or later state, whatever its version is now."""
    row = _row(gesture, annotation_id)
    before = None if row.deleted else State.of_row(row)
    after = state and msgspec.structs.replace(state, version=row.version + 1)
    _write(gesture, annotation_id, before, after, version=row.version)


def _write(
    gesture: Gesture,
    annotation_id: int,
    before: State | None,
    after: State | None,
    *,
    version: int | None = None,
) -> None:
    """Change the row, guarded by the version it was read at, and record it."""
    read_at = before.version if before is not None else version
    guard = (annotation.c.id == annotation_id) & (annotation.c.version == read_at)
    if after is None:
        new = {"deleted": True, "version": annotation.c.version + 1}
    else:
        new = {"deleted": False, **after.to_columns()}
    changed = gesture.connection.execute(update(annotation).where(guard).values(new)).rowcount
    assert changed == 1, "the image's lock did not hold"
    gesture.record(annotation_id, before=before, after=after)


def _row(gesture: Gesture, annotation_id: int) -> AnyRow:
    query = select(annotation).where(
        annotation.c.id == annotation_id, annotation.c.image_id == gesture.image.id
    )
    row = gesture.connection.execute(query).first()
    if row is None:
        raise NotFound(
            f"Image {gesture.image.file_name!r} has no annotation with id {annotation_id}."
        )
    return row


def _at_version(gesture: Gesture, annotation_id: int, version: int) -> AnyRow:
    """The row when nobody has changed it since `version`; Conflict otherwise."""
    row = _row(gesture, annotation_id)
    if row.deleted or row.version != version:
        what = "deleted" if row.deleted else "changed"
        raise Conflict(
            f"Annotation {annotation_id} was {what} by {_last_author(gesture, annotation_id)} "
            f"meanwhile (it is at version {row.version}, your edit began at {version}): nothing "
            "of yours was saved; load the image again and repeat the edit.",
            annotation_id=annotation_id,
        )
    return row


def _last_author(gesture: Gesture, annotation_id: int) -> str:
    own = (change.c.image_id == gesture.image.id) & (change.c.annotation_id == annotation_id)
    newest = select(change.c.author).where(own).order_by(change.c.id.desc()).limit(1)
    return gesture.connection.execute(newest).scalar() or "somebody else"


def _check_category(gesture: Gesture, category_id: int) -> None:
    query = select(category.c.dataset_id).where(category.c.id == category_id)
    if gesture.connection.execute(query).scalar() != gesture.image.dataset_id:
        raise InputError(
            f"Category {category_id} is not one of the image's dataset: choose one of its own."
        )


def _same_outline(new: Segmentation, row: AnyRow, gesture: Gesture) -> bool:
    """Whether `new` is what the row has: a person's parts without the RLE count as the same."""
    old = values.annotation(row, gesture.image.size).segmentation
    return new == old or (new.rle is None and bool(new.parts) and new.parts == old.parts)


def _drawn(state: State, new: Segmentation, gesture: Gesture) -> State:
    """The state with a new outline, cut to the picture, its box and area computed."""
    size = gesture.image.size
    inside = new if new.rle is not None else Segmentation(geometry.clip_parts(new.parts, size))
    box = geometry.segmentation_box(inside, size)
    area = geometry.segmentation_area(inside, size)
    if inside.is_empty or area <= 0:
        raise InputError(
            f"The outline has nothing inside the picture {gesture.image.file_name!r} "
            f"({size.width} x {size.height} pixels): draw it around the object."
        )
    outline = Outline.of(inside)
    return msgspec.structs.replace(state, box=box, area=area, edited=True, outline=outline)
