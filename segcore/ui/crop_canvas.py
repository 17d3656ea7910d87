"""Review's small fixes: one instance, zoomed, on the drawable canvas; each gesture is saved."""

from __future__ import annotations

import numpy as np
import streamlit as st
from PIL import Image as PillowImage
from streamlit_drawable_canvas import st_canvas

from segcore import pictures, rendering, screen_copies
from segcore.errors import InputError, SegcoreError
from segcore.folders import DatasetFolder
from segcore.types import Annotation, Dataset, Image, Size
from segcore.ui.fabric import View, annotation_to_fabric, fabric_to_edit, is_drawing
from segcore.ui.frame import dialog
from segcore.ui.on_crop import OnCrop, redraw, save, undo
from segcore.ui.session import session

ROOM = Size(660, 480)  # screen pixels: what the dialog has for the canvas
LARGEST = 12.0  # screen pixels an image pixel


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
            undo(shown)
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
        if edit is None or not save(shown, edit):
            return
    except SegcoreError as error:  # what was not saved does not stay on the screen as if it were
        shown.said = str(error)
        redraw(shown)
    st.rerun(scope="fragment")


def _picture(dataset: Dataset, image: Image, annotation: Annotation) -> bytes:
    """What is around the instance, as a JPEG no larger than it is shown."""
    path = screen_copies.original(DatasetFolder.of(dataset.name), image)
    piece = PillowImage.fromarray(rendering.crop(pictures.read(path), annotation.box))
    piece.thumbnail(ROOM)
    return pictures.encode_jpeg(np.asarray(piece))
