"""The canvas of Annotate: streamlit-drawable-canvas, saved after every gesture."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from segcore import api
from segcore.colors import category_color
from segcore.errors import Conflict, InputError
from segcore.types import Annotation, Category, Create, Edit, Image, Saved, Update
from segcore.ui import cache
from segcore.ui.fabric import annotations_to_fabric, fabric_to_edits, is_drawing
from segcore.ui.session import session

_KEY = "canvas"


@dataclass
class OnCanvas:
    """What the canvas shows: `drawn` is what drawing `number` was made from, `now` what is saved.

    The canvas starts a new drawing (undoing nothing) when `number` grows.
    """

    image: Image
    url: str
    drawn: list[Annotation]
    now: dict[int, Annotation] = field(default_factory=dict)
    number: int = 1
    selected: int | None = None
    held: tuple[Edit, ...] = ()  # edits that met a conflict and wait for the person


def on_canvas(image: Image) -> OnCanvas:
    """This tab's canvas for `image`; made anew when another image was on it."""
    shown: OnCanvas | None = st.session_state.get(_KEY)
    if shown is None or shown.image.id != image.id:
        number = 1 if shown is None else shown.number + 1
        shown = OnCanvas(image, _picture_url(image), [], number=number)
        st.session_state[_KEY] = shown
        redraw(shown)
    return shown


def redraw(shown: OnCanvas) -> None:
    """Draw what the store holds now."""
    shown.drawn = cache.store().annotations(shown.image.id)
    shown.now = {annotation.id: annotation for annotation in shown.drawn}
    shown.number += 1
    shown.held = ()
    if shown.selected not in shown.now:
        shown.selected = None


def select(shown: OnCanvas, annotation_id: int | None) -> None:
    """Show one instance bold, as the one the class keys and Delete act on."""
    if annotation_id != shown.selected:
        shown.selected = annotation_id
        redraw(shown)


def draw(
    shown: OnCanvas,
    categories: Sequence[Category],
    *,
    width: int,
    drawing_mode: str,
    category: Category,
) -> None:
    """Show the canvas `width` screen pixels wide and save what the person did on it."""
    scale = width / shown.image.width
    color = category_color(category.position)
    result = st_canvas(
        background_image=shown.url,
        initial_drawing=annotations_to_fabric(
            shown.drawn,
            number=shown.number,
            scale=scale,
            colors={each.id: category_color(each.position) for each in categories},
            selected=shown.selected,
        ),
        drawing_mode=drawing_mode,
        stroke_color=color,
        fill_color=f"{color}33",
        stroke_width=2,
        width=width,
        height=round(shown.image.height * scale),
        key=f"canvas-{shown.image.id}-{width}",
    )
    _save_drawing(shown, result.json_data, scale=scale, category=category)


def save(shown: OnCanvas, edits: Sequence[Edit]) -> Saved | None:
    """One gesture into the store; None when somebody else changed the instance meanwhile."""
    here = session()
    try:
        saved = cache.store().save(
            shown.image.id, edits, author=here.author, request_id=uuid.uuid4().hex
        )
    except Conflict:
        shown.held = tuple(edits)
        return None
    for annotation in saved.annotations:
        shown.now[annotation.id] = annotation
    for annotation_id in saved.deleted:
        shown.now.pop(annotation_id, None)
    return saved


def _save_drawing(
    shown: OnCanvas, drawing: Mapping[str, Any] | None, *, scale: float, category: Category
) -> None:
    if drawing is None or shown.held or not is_drawing(drawing, number=shown.number):
        return
    try:
        edits = fabric_to_edits(
            drawing, drawn=shown.drawn, now=shown.now, scale=scale, category_id=category.id
        )
        before = dict(shown.now)
        saved = save(shown, edits) if edits else None
    except InputError:
        redraw(shown)  # what cannot be saved does not stay on the screen as if it were
        raise
    if edits and saved is None:
        st.rerun()
    if saved and _needs_redraw(edits, before):
        shown.selected = saved.annotations[-1].id if saved.annotations else None
        redraw(shown)
        st.rerun()


def _needs_redraw(edits: Sequence[Edit], before: Mapping[int, Annotation]) -> bool:
    """Whether the rings on the canvas no longer are those it was drawn with."""
    return any(isinstance(edit, Create) for edit in edits) or any(
        isinstance(edit, Update)
        and edit.segmentation is not None
        and _rings(edit.segmentation.parts) != _rings(before[edit.annotation_id].segmentation.parts)
        for edit in edits
    )


def _rings(parts: Sequence[Any]) -> list[int]:
    return [len(part.rings) for part in parts]


def _picture_url(image: Image) -> str:
    """The picture's whole address: the canvas takes a bare path for a file of the server."""
    address = str(st.context.url)
    return "/".join(address.split("/")[:3]) + api.image_url(image)
