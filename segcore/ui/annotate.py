"""What stands around the canvas of Annotate: which image, which class, which instance, undo."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Literal

import streamlit as st
from streamlit.elements.arrow import DataframeStateInput

from segcore import api
from segcore.errors import NotFound
from segcore.types import Category, Dataset, Delete, Image, ReviewState
from segcore.ui import cache, canvas
from segcore.ui.canvas import OnCanvas, Tools
from segcore.ui.class_keys import class_keys
from segcore.ui.filters import keywords
from segcore.ui.frame import callback
from segcore.ui.gallery import Tile, gallery
from segcore.ui.pieces import Empty, swatch
from segcore.ui.session import query_id, remember_in_address, session

STRIP = 24  # images in the strip
ZOOMS = {"Fit": 0.0, "50 %": 0.5, "100 %": 1.0, "150 %": 1.5, "200 %": 2.0, "300 %": 3.0}
_DRAWING_MODES: dict[str, Literal["rect", "polygon"]] = {"Correct": "rect", "Draw": "polygon"}
_STATE_ICON = {"new": "", "in progress": "…", "done": "✓"}


def current_image(dataset: Dataset) -> Image:
    """The image of `?image=`, else the one last looked at, else the first that the filters let by.

    Raises Empty when there is none.
    """
    asked = query_id("image")
    if asked is None:
        image = _image_of_session() or _first_image(dataset)
    else:
        image = cache.store().image(asked)
    if image.dataset_id != dataset.id:
        raise NotFound(f"Image {image.id} is not in the dataset {dataset.name!r}.")
    _enter(image)
    return image


def image_strip(dataset: Dataset, image: Image) -> None:
    """The images around this one; a click opens another."""
    store, chosen = cache.store(), keywords(session().filters)
    total = store.count_images(dataset.id, **chosen)
    place = store.place(image.id, **chosen)
    start = max(0, min(place - STRIP // 2, total - STRIP))
    images = store.images(dataset.id, limit=STRIP, offset=start, **chosen)
    is_among = any(each.id == image.id for each in images)
    st.caption(f"{place + 1:,} of {total:,}" if is_among else _count_in_words(total))
    with st.container(height=640, border=False):
        picked = gallery(
            [_tile(each) for each in images], key="strip", current=image.id, tile_width=110
        )
    if picked is not None and picked != image.id:
        _go_to(picked)
        st.rerun()


def toolbar(dataset: Dataset, image: Image, categories: Sequence[Category]) -> Tools:
    """Step through the images, choose the tool and the class."""
    before, after = cache.store().neighbours(image.id, **keywords(session().filters))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _step("Previous", before, "left", ":material/arrow_back:")
        _step("Next", after, "right", ":material/arrow_forward:")
        _undo_buttons(image)
        mode = st.segmented_control(
            "Tool",
            list(_DRAWING_MODES),
            default="Correct",
            key="tool",
            label_visibility="collapsed",
        )
        size = st.selectbox(
            "Size", list(ZOOMS), key="size", label_visibility="collapsed", width=100
        )
        _done_button(image, after)
    category = class_keys(dataset, categories)
    return Tools(_DRAWING_MODES[mode or "Correct"], ZOOMS[size], category)


def help_line(tools: Tools) -> None:
    """What works right now."""
    if tools.drawing_mode == "polygon":
        st.caption(
            "Click point by point; click the first point again to close. "
            ":material/undo: in the bar over the picture takes back a point."
        )
    else:
        st.caption(
            ":material/edit: in the bar over the picture turns editing on: click a polygon, again "
            "for its points; drag a point to move it, click it to remove it. "
            "The list on the right chooses an instance for the class keys and Delete."
        )


def instances(shown: OnCanvas, categories: Sequence[Category]) -> None:
    """The instances of the image: choose one to see it bold, change its class, remove it."""
    names = {category.id: category for category in categories}
    listed = list(shown.now.values())
    st.caption(f"{len(listed)} instances" if len(listed) != 1 else "1 instance")
    rows = [
        {
            "": swatch(names[each.category_id]),
            "class": names[each.category_id].name,
            "px": f"{each.box.x2 - each.box.x1:.0f}×{each.box.y2 - each.box.y1:.0f}",
        }
        for each in listed
    ]
    picked = st.dataframe(
        rows,
        key=f"instances-{shown.image.id}-{shown.number}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        selection_default=_selection(shown, [each.id for each in listed]),
        column_config={"": st.column_config.ImageColumn(width=28)},
    )
    chosen = picked["selection"]["rows"]
    picked_id = listed[chosen[0]].id if chosen else None
    if picked_id != shown.selected:
        canvas.select(shown, picked_id)
        st.rerun()
    st.button(
        "Delete instance",
        icon=":material/delete:",
        shortcut="Delete",
        disabled=shown.selected is None,
        on_click=_delete_selected,
        args=(shown,),
    )


def acknowledgement(shown: OnCanvas) -> None:
    """Whether everything is in the store, or somebody else's save stands in the way."""
    if shown.held:
        st.warning(canvas.conflict_in_words(shown), icon=":material/group:")
        with st.container(horizontal=True):
            st.button("Keep mine", type="primary", on_click=_keep_mine, args=(shown,))
            st.button("Take theirs", on_click=canvas.redraw, args=(shown,))
    elif shown.saved_at:
        st.caption(f":green[:material/check: Saved {shown.saved_at}]")
    else:
        st.caption("Every change is saved at once.")


def history(image: Image) -> None:
    """Who changed what on this image, newest first."""
    changes = cache.store().history(image.id)
    with st.expander("History", icon=":material/history:"):
        st.caption(f"{len(changes)} changes" if len(changes) != 1 else "1 change")
        for change in changes[-30:][::-1]:
            st.caption(f"{change.at[11:19]} · {change.author} · {change.kind} {change.detail}")


def _image_of_session() -> Image | None:
    """The image last looked at; None when there is none, or its dataset was replaced since."""
    last = session().image_id
    try:
        return None if last is None else cache.store().image(last)
    except NotFound:
        return None


def _first_image(dataset: Dataset) -> Image:
    found = cache.store().images(dataset.id, limit=1, **keywords(session().filters))
    if not found:
        raise _nothing_to_show()
    return found[0]


def _enter(image: Image) -> None:
    here = session()
    here.image_id = image.id
    remember_in_address("image", image.id)


@callback
def _go_to(image_id: int) -> None:
    canvas.check_nothing_held(session().canvas)
    session().image_id = image_id
    remember_in_address("image", image_id)
    remember_in_address("annotation", None)


def _count_in_words(total: int) -> str:
    return f"{total:,} pass the filters" if total else "No image passes the filters."


def _nothing_to_show() -> Empty:
    return Empty(
        "No image to show",
        "No image of this dataset passes the filters. Clear them, or add pictures on Datasets.",
        action="To the datasets",
        to="datasets",
    )


def _tile(image: Image) -> Tile:
    note = _STATE_ICON[image.state]
    return Tile(image.id, api.thumb_url(image, width=160), image.file_name, note)


def _step(label: str, to: Image | None, key: str, icon: str) -> None:
    st.button(
        "",
        key=label,
        icon=icon,
        shortcut=key,
        help=label,
        disabled=to is None,
        on_click=_go_to,
        args=() if to is None else (to.id,),
    )


def _undo_buttons(image: Image) -> None:
    store = cache.store()
    for label, icon, shortcut, able in (
        ("Undo", ":material/undo:", "Ctrl+Z", store.can_undo(image.id)),
        ("Redo", ":material/redo:", "Ctrl+Shift+Z", store.can_redo(image.id)),
    ):
        st.button(
            "",
            key=label,
            icon=icon,
            shortcut=shortcut,
            help=label,
            disabled=not able,
            on_click=_undo,
            args=(image, label),
        )


@callback
def _undo(image: Image, label: str) -> None:
    store, here = cache.store(), session()
    canvas.check_nothing_held(here.canvas)
    act = store.undo if label == "Undo" else store.redo
    act(image.id, author=here.author, request_id=uuid.uuid4().hex)
    if here.canvas is not None:
        canvas.redraw(here.canvas)


def _done_button(image: Image, after: Image | None) -> None:
    is_done = image.state == "done"
    label, icon = ("Reopen", ":material/lock_open:") if is_done else ("Done", ":material/task_alt:")
    st.button(
        label,
        icon=icon,
        shortcut="Ctrl+Enter",
        type="primary",
        help="Back to work on it" if is_done else "Done with this image, and on to the next",
        on_click=_reopen if is_done else _finish,
        args=(image,) if is_done else (image, after),
    )


@callback
def _reopen(image: Image) -> None:
    _set_state(image, "in progress")


@callback
def _finish(image: Image, after: Image | None) -> None:
    canvas.check_nothing_held(session().canvas)
    _set_state(image, "done")
    if after is not None:
        _go_to(after.id)


def _set_state(image: Image, state: ReviewState) -> None:
    cache.store().set_state(image.id, state=state, version=image.version, author=session().author)


@callback
def _keep_mine(shown: OnCanvas) -> None:
    canvas.keep_mine(shown)


@callback
def _delete_selected(shown: OnCanvas) -> None:
    if shown.selected is not None:
        now = shown.now[shown.selected]
        canvas.act(shown, Delete(now.id, now.version))


def _selection(shown: OnCanvas, ids: list[int]) -> DataframeStateInput:
    rows = [ids.index(shown.selected)] if shown.selected in ids else []
    return {"selection": {"rows": rows}}
