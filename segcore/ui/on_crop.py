"""The instance that Review fixes on the spot: saved, taken back, drawn anew."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

from segcore.errors import NotFound
from segcore.types import Annotation, Delete, Image, Size, Update
from segcore.ui import cache
from segcore.ui.fabric import View
from segcore.ui.session import session


@dataclass
class OnCrop:
    """The instance under the hand: `drawn` is what drawing `number` was made from, `now` is saved.

    `now` is None once it is removed; the canvas starts a new drawing when `number` grows.
    """

    image: Image
    picture: bytes
    view: View
    size: Size  # of the canvas, screen pixels
    color: str
    number: int
    drawn: Annotation
    now: Annotation | None
    done: list[str] = field(default_factory=list)  # request ids, for undo
    said: str = ""  # how the last gesture ended


def save(shown: OnCrop, edit: Update | Delete) -> bool:
    """Save one gesture. Whether its rings no longer are those that were drawn."""
    request_id = uuid.uuid4().hex
    saved = cache.store().save(
        shown.image.id,
        [edit],
        author=session().author,
        request_id=request_id,
        label="Fix the outline in Review",
    )
    shown.done.append(request_id)
    shown.said = f":green[:material/check: Saved {time.strftime('%H:%M:%S')}]"
    [shown.now] = saved.annotations or [None]
    if shown.now is not None and _rings(shown.now) == _rings(shown.drawn):
        return False
    redraw(shown)
    return True


def undo(shown: OnCrop) -> None:
    """Take back the last gesture made here, whatever else was done to the image since.

    Where that fails it is still there to be taken back.
    """
    cache.store().undo(
        shown.image.id,
        author=session().author,
        request_id=uuid.uuid4().hex,
        target=shown.done[-1],
    )
    shown.done.pop()
    shown.said = "Taken back."
    redraw(shown)


def redraw(shown: OnCrop) -> None:
    """Draw what the store holds now."""
    shown.number += 1
    try:
        shown.drawn = shown.now = cache.store().annotation(shown.drawn.id)
    except NotFound:
        shown.now = None


def _rings(annotation: Annotation) -> list[int]:
    return [len(part.rings) for part in annotation.segmentation.parts]
