"""Review's small fixes: one instance, zoomed, on the drawable canvas; each gesture is saved."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

import numpy as np
import streamlit as st
from PIL import Image as PillowImage
from streamlit_drawable_canvas import st_canvas

from segcore import pictures, rendering, screen_copies
from segcore.errors import InputError, NotFound, SegcoreError
from segcore.folders import DatasetFolder
from segcore.types import Annotation, Dataset, Delete, Image, Size, Update
from segcore.ui import cache
from segcore.ui.fabric import View, annotation_to_fabric, fabric_to_edit, is_drawing
from segcore.ui.frame import dialog
from segcore.ui.session import session

ROOM = Size(660, 480)  # screen pixels: what the dialog has for the canvas
LARGEST = 12.0  # screen pixels an image pixel


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


def fix_here(dataset: Dataset, image: Image, annotation: Annotation, *, color: str) -> None:
    """Open the dialog on an instance. Raises InputError where only its box is known."""
    here = session()
    if not annotation.segmentation.parts:
        raise InputError("Only the box of this instance is known: open Annotate to draw it.")
    box = rendering.crop_box(annotation.box, size=image.size)
    width, height = box.x2 - box.x1, box.y2 - box.y1
    scale = min(ROOM.width / width, ROOM.height / height, LARGEST)
    here.crop = OnCrop(
        image,
        _picture(dataset, image, annotation),
        View(scale, box.x1, box.y1),
        Size(max(1, round(width * scale)), max(1, round(height * scale))),
        color,
        number=1 if here.crop is None else here.crop.number + 1,
        drawn=annotation,
        now=annotation,
    )
    _dialog()


@dialog("Fix here", width="medium")
def _dialog() -> None:
    shown = session().crop
    if shown is None:
        return
    if shown.now is None:
        st.info("This instance is removed.", icon=":material/delete:")
    else:
        _canvas(shown)
        st.caption(
            ":material/edit: in the bar over the picture turns editing on: click the outline, "
            "again for its points; drag a point to move it, click it to remove it."
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Undo the last change", icon=":material/undo:", disabled=not shown.done):
            _undo(shown)
            st.rerun(scope="fragment")
        st.caption(shown.said or "Every change is saved at once.")


def _canvas(shown: OnCrop) -> None:
    drawing = st_canvas(
        background_image=shown.picture,
        initial_drawing=annotation_to_fabric(
            shown.drawn, number=shown.number, view=shown.view, color=shown.color
        ),
        drawing_mode="rect",  # which draws nothing that is kept; the canvas has no mode for editing
        stroke_color=shown.color,
        fill_color=f"{shown.color}33",
        stroke_width=2,
        width=shown.size.width,
        height=shown.size.height,
        key=f"crop-{shown.drawn.id}",
    ).json_data
    if drawing is None or not is_drawing(drawing, number=shown.number) or shown.now is None:
        return
    try:
        edit = fabric_to_edit(drawing, drawn=shown.drawn, now=shown.now, view=shown.view)
        if edit is None or not _save(shown, edit):
            return
    except SegcoreError as error:  # what was not saved does not stay on the screen as if it were
        shown.said = str(error)
        _redraw(shown)
    st.rerun(scope="fragment")


def _save(shown: OnCrop, edit: Update | Delete) -> bool:
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
    _redraw(shown)
    return True


def _undo(shown: OnCrop) -> None:
    """Take back the last gesture made here, whatever else was done to the image since."""
    cache.store().undo(
        shown.image.id,
        author=session().author,
        request_id=uuid.uuid4().hex,
        target=shown.done.pop(),
    )
    shown.said = "Taken back."
    _redraw(shown)


def _redraw(shown: OnCrop) -> None:
    """Draw what the store holds now."""
    shown.number += 1
    try:
        shown.drawn = shown.now = cache.store().annotation(shown.drawn.id)
    except NotFound:
        shown.now = None


def _rings(annotation: Annotation) -> list[int]:
    return [len(part.rings) for part in annotation.segmentation.parts]


def _picture(dataset: Dataset, image: Image, annotation: Annotation) -> bytes:
    """What is around the instance, as a JPEG no larger than it is shown."""
    path = screen_copies.original(DatasetFolder.of(dataset.name), image)
    piece = PillowImage.fromarray(rendering.crop(pictures.read(path), annotation.box))
    piece.thumbnail(ROOM)
    return pictures.encode_jpeg(np.asarray(piece))
