"""The canvas of Annotate: streamlit-drawable-canvas, saved after every gesture."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from segcore import api
from segcore.colors import category_color
from segcore.errors import Conflict, InputError
from segcore.types import Annotation, Category, Create, Edit, Image, Saved, Size, Update
from segcore.ui import cache
from segcore.ui.fabric import annotations_to_fabric, fabric_to_edits, is_drawing
from segcore.ui.room import room
from segcore.ui.session import query_id, remember_in_address, session


@dataclass(frozen=True)
class Tools:
    """What the person works with: Fabric's drawing mode, and screen pixels an image pixel."""

    drawing_mode: Literal["rect", "polygon"]
    zoom: float  # 0: as large as the screen has room for
    category: Category  # of what is drawn next


@dataclass
class OnCanvas:
    """What the canvas shows: `drawn` is what drawing `number` was made from, `now` what is saved.

    The canvas starts a new drawing (undoing nothing) when `number` grows.
    """

    image: Image
    url: str
    number: int
    drawn: list[Annotation] = field(default_factory=list)
    now: dict[int, Annotation] = field(default_factory=dict)
    selected: int | None = None
    saved_at: str = ""  # the clock, for the acknowledgement
    held: tuple[Edit, ...] = ()  # edits that met a conflict and wait for the person


def on_canvas(image: Image) -> OnCanvas:
    """This tab's canvas for `image`; made anew when another image was on it."""
    here, asked = session(), query_id("annotation")
    if here.canvas is None or here.canvas.image.id != image.id:
        number = 0 if here.canvas is None else here.canvas.number
        here.canvas = OnCanvas(image, _picture_url(image), number=number)
        redraw(here.canvas)
    if asked is not None:
        select(here.canvas, asked)
    return here.canvas


def redraw(shown: OnCanvas) -> None:
    """Draw what the store holds now."""
    shown.drawn = cache.store().annotations(shown.image.id)
    shown.now = {annotation.id: annotation for annotation in shown.drawn}
    shown.number += 1
    shown.held = ()
    _choose(shown, shown.selected)


def select(shown: OnCanvas, annotation_id: int | None) -> None:
    """Show one instance bold, as the one the class keys and Delete act on."""
    if annotation_id == shown.selected or shown.held:
        return
    redraw(shown)
    _choose(shown, annotation_id)
    if shown.selected != annotation_id:
        st.toast(f"Instance {annotation_id} is no longer on this image.", icon=":material/info:")


def _choose(shown: OnCanvas, annotation_id: int | None) -> None:
    """The selection, and the address that names it; what is gone cannot be selected."""
    shown.selected = annotation_id if annotation_id in shown.now else None
    remember_in_address("annotation", shown.selected)


def draw(shown: OnCanvas, categories: Sequence[Category], tools: Tools) -> None:
    """Show the canvas and save what the person did on it."""
    space = room(key="room")
    if space is None:
        return
    width = _width(shown.image, tools, space)
    scale = width / shown.image.width
    key = f"canvas-{shown.image.id}-{width}"
    if key not in st.session_state and not shown.held:
        redraw(shown)  # a canvas new to the screen knows nothing of what was saved since `drawn`
    color = category_color(tools.category.position)
    result = st_canvas(
        background_image=shown.url,
        initial_drawing=annotations_to_fabric(
            shown.drawn,
            number=shown.number,
            scale=scale,
            colors={each.id: category_color(each.position) for each in categories},
            selected=shown.selected,
        ),
        drawing_mode=tools.drawing_mode,
        stroke_color=color,
        fill_color=f"{color}33",
        stroke_width=2,
        width=width,
        height=round(shown.image.height * scale),
        key=key,
        disabled=bool(shown.held),
    )
    _save_drawing(shown, result.json_data, scale=scale, tools=tools)


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
    shown.saved_at = time.strftime("%H:%M:%S")
    for annotation in saved.annotations:
        shown.now[annotation.id] = annotation
    for annotation_id in saved.deleted:
        shown.now.pop(annotation_id, None)
    return saved


def act(shown: OnCanvas, edit: Edit) -> None:
    """Save what was done beside the canvas, and draw it; on a conflict it is held instead."""
    check_nothing_held(shown)
    if save(shown, [edit]) is not None:
        redraw(shown)


def check_nothing_held(shown: OnCanvas | None) -> None:
    """InputError while an edit waits for the person's choice: it would be lost."""
    if shown is not None and shown.held:
        raise InputError("First choose which version of the instance stays: yours or theirs.")


def conflict_in_words(shown: OnCanvas) -> str:
    """Who stands in the way of the held edits, and the question."""
    ids = {edit.annotation_id for edit in shown.held if not isinstance(edit, Create)}
    theirs = [one for one in cache.store().history(shown.image.id) if one.annotation_id in ids]
    who = theirs[-1].author if theirs else "Somebody else"
    did = "removed" if theirs and theirs[-1].kind == "delete" else "changed"
    return f"{who} {did} this instance while you edited it. Yours is not saved yet: which stays?"


def keep_mine(shown: OnCanvas) -> None:
    """Save the held edits over what somebody else saved meanwhile."""
    latest = {each.id: each for each in cache.store().annotations(shown.image.id)}
    rebased = [edit for held in shown.held for edit in _over(held, latest, shown)]
    shown.held = ()
    if save(shown, rebased) is not None:
        redraw(shown)


def _over(held: Edit, latest: Mapping[int, Annotation], shown: OnCanvas) -> list[Edit]:
    """The held edit as one against the latest version; of what is gone, a new instance."""
    if isinstance(held, Create):
        return [held]
    now = latest.get(held.annotation_id)
    if now is not None:
        return [replace(held, version=now.version)]
    if isinstance(held, Update) and held.segmentation is not None:
        before = shown.now[held.annotation_id]
        return [Create(held.category_id or before.category_id, held.segmentation)]
    return []


def _save_drawing(
    shown: OnCanvas, drawing: Mapping[str, Any] | None, *, scale: float, tools: Tools
) -> None:
    if drawing is None or shown.held or not is_drawing(drawing, number=shown.number):
        return
    try:
        edits = fabric_to_edits(
            drawing,
            drawn=shown.drawn,
            now=shown.now,
            scale=scale,
            category_id=tools.category.id if tools.drawing_mode == "polygon" else None,
        )
        before = dict(shown.now)
        saved = save(shown, edits) if edits else None
    except InputError as error:
        redraw(shown)  # what cannot be saved does not stay on the screen as if it were
        session().say(str(error), kind="hint")  # the new drawing reruns the page once more
        st.rerun()
    if edits and saved is None:
        st.rerun()
    if saved:
        if _needs_redraw(edits, before):
            redraw(shown)
            _choose(shown, saved.annotations[-1].id if saved.annotations else None)
        st.rerun()  # the tools above were drawn before the save: Undo, Done, the strip


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


def _width(image: Image, tools: Tools, space: Size) -> int:
    """The canvas' width, screen pixels."""
    fit = min(space.width / image.width, space.height / image.height)
    return max(1, round(image.width * (tools.zoom or fit)))


def _picture_url(image: Image) -> str:
    """The picture's whole address: the canvas takes a bare path for a file of the server."""
    address = str(st.context.url)
    return "/".join(address.split("/")[:3]) + api.image_url(image)
