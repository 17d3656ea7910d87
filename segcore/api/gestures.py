"""What the editor changes: gestures on an image, its review state, the dataset's categories."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from segcore import errors, types
from segcore.api import wire
from segcore.api.access import Visitor
from segcore.api.answers import json_answer
from segcore.api.converting import (
    annotation_to_wire,
    categories_to_wire,
    change_to_saved,
    edit_from_wire,
    image_to_wire,
    reviewed_to_wire,
)
from segcore.api.events import sent_by, wake
from segcore.api.querying import tab
from segcore.store import Store, open_store
from segcore.store.saving import asked_outline
from segcore.types import Create, Edit, Image, Saved, Segmentation


def save_gesture(request: Request, visitor: Visitor, gesture: wire.Gesture) -> Response:
    """Do it, all or nothing; 409 tells what somebody else changed meanwhile."""
    store, image = open_store(), visitor.image(request.path_params["image_id"])
    edits = list(map(edit_from_wire, gesture.edits)) if isinstance(gesture, wire.Save) else []
    sent_by(tab(request), gesture.request_id)
    try:
        saved = _done(store, image, gesture, edits, visitor.author)
    except errors.Conflict as error:
        return json_answer(_conflict(store, image, error, gesture), status=409)
    wake(store, image.id)
    return json_answer(_saved(store, image, saved, gesture, edits))


def _done(
    store: Store, image: Image, gesture: wire.Gesture, edits: list[Edit], author: str
) -> Saved:
    key = gesture.request_id
    if isinstance(gesture, wire.Save):
        return store.save(
            image.id,
            edits,
            author=author,
            request_id=key,
            label=gesture.label,
            seconds=gesture.seconds,
        )
    act = store.undo if isinstance(gesture, wire.Undo) else store.redo
    return act(image.id, author=author, request_id=key, target=gesture.target) or Saved(key)


def _saved(
    store: Store, image: Image, saved: Saved, gesture: wire.Gesture, edits: list[Edit]
) -> wire.Saved:
    standing = store.standing(image.id)
    known = _known(gesture, edits, saved.changes)
    return wire.Saved(
        request_id=saved.request_id,
        annotations=[
            change_to_saved(change, now=not is_known)
            for change, is_known in zip(saved.changes, known, strict=True)
        ],
        image=reviewed_to_wire(standing.image),
        stamp=standing.stamp,
        can_undo=standing.can_undo,
        can_redo=standing.can_redo,
    )


def _known(gesture: wire.Gesture, edits: list[Edit], changes: Sequence[types.Change]) -> list[bool]:
    """Of each change, whether whoever sent the gesture knows the outline that it left."""
    if not isinstance(gesture, wire.Save):
        return [gesture.target is not None] * len(changes)
    if len(edits) != len(changes):  # the request was another when it first came
        return [False] * len(changes)
    return list(map(_is_as_asked, edits, changes))


def _is_as_asked(edit: Edit, change: types.Change) -> bool:
    """Whether the store has the outline that the edit asked for."""
    if isinstance(edit, types.Delete):
        return True
    if change.after is None or isinstance(edit, types.Restore):
        return False
    asked: Segmentation | None = None
    if isinstance(edit, Create):
        asked = edit.segmentation
    elif change.before is not None:
        asked = asked_outline(edit, change.before.segmentation)
    return asked is None or asked.parts == change.after.segmentation.parts


def _conflict(
    store: Store, image: Image, error: errors.Conflict, gesture: wire.Gesture
) -> wire.Conflict:
    present = {one.id: one for one in store.annotations(image.id)} if error.clashes else {}
    return wire.Conflict(
        error=str(error),
        conflicts=[
            wire.Clash(
                ref=_ref(clash, gesture),
                id=clash.annotation_id,
                theirs=annotation_to_wire(one)
                if (one := present.get(clash.annotation_id))
                else None,
                author=clash.author,
            )
            for clash in error.clashes
        ],
    )


def _ref(clash: errors.Clash, gesture: wire.Gesture) -> wire.Ref:
    """What the gesture itself called the annotation."""
    if isinstance(gesture, wire.Save) and clash.edit is not None:
        edit = gesture.edits[clash.edit]
        if not isinstance(edit, wire.Create):
            return edit.ref
    return clash.annotation_id


def set_state(request: Request, visitor: Visitor, asked: wire.SetState) -> Response:
    """The image in another review state; 409 when it has left the version named."""
    store, image = open_store(), visitor.image(request.path_params["image_id"])
    changed = store.set_state(
        image.id, state=asked.state, version=asked.version, author=visitor.author
    )
    wake(store, image.id)
    return json_answer(wire.State(image_to_wire(changed)))


def add_category(_request: Request, visitor: Visitor, asked: wire.AddCategory) -> Response:
    """A new category at the end."""
    store = open_store()
    added = store.add_category(visitor.dataset_id, name=asked.name, author=visitor.author)
    known = categories_to_wire(store.categories(visitor.dataset_id))
    return json_answer(next(one for one in known if one.id == added.id))
