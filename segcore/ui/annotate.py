"""What stands on Annotate: the row above the editor, and where the editor is sent.

The editor goes from image to image by itself and says so afterwards; a rerun that it causes never
sends it anywhere. The page sends it where the address says something new, or where the filters no
longer let its image by.
"""

from __future__ import annotations

import time

import streamlit as st

from segcore import api
from segcore.errors import NotFound
from segcore.types import Dataset, Image
from segcore.ui import cache, navigation
from segcore.ui.editor import Go, editor
from segcore.ui.filters import as_query, keywords
from segcore.ui.pieces import Empty
from segcore.ui.session import Sent, query, query_id, remember_in_address, session

_RECORDING = "recording"


def recording_switch() -> None:
    """Whether the editor counts seconds and gestures; kept in the session."""
    here = session()

    def keep() -> None:
        here.recording = st.session_state[_RECORDING]

    st.session_state[_RECORDING] = here.recording
    st.toggle(
        "Record time",
        key=_RECORDING,
        on_change=keep,
        help="Counts the seconds and gestures that an instance takes, idle time left out, for you "
        "and for the card of the dataset. It stays in this app's own store and never leaves the "
        "machine.",
    )


def way_back(dataset: Dataset) -> None:
    """The link to where the person came from, when that was Review."""
    if query("from") == "review":
        navigation.link("review", "Back to Review", dataset=dataset.name, run=query("run"))


def image_editor(dataset: Dataset) -> None:
    """The editor on the image that `?image=` names, else the last one, else the first.

    Raises Empty when the filters let no image by. No fragment: after a restart of the server it
    would answer nothing until something else had run the whole page.
    """
    here = session()
    key = f"editor-{dataset.uid}"
    is_first = here.sent is None
    here.sent = _sent(dataset, is_new=key not in st.session_state)
    shown = editor(
        dataset,
        key=key,
        go=here.sent.go,
        token=api.editor_token(dataset, here.author),
        filters=as_query(here.filters),
        run=_run(dataset),
        recording=here.recording,
        on_image=_follow,
    )
    if is_first and shown is not None:  # an editor that outlived the server's restart
        _follow(shown)


def _follow(image_id: int) -> None:
    """The editor has gone on to an image: the session and the address follow."""
    here = session()
    if image_id != here.image_id:
        here.image_id = image_id
        remember_in_address("image", image_id)
        remember_in_address("annotation", None)


def _sent(dataset: Dataset, *, is_new: bool) -> Sent:
    """The last order while nothing but the editor itself moved on, else a new one.

    `is_new`: the editor has just come to the screen. A session's first order is 0, so that an
    editor which outlived a restart of the server stays where it is.
    """
    here = session()
    last, annotation_id = here.sent, query_id("annotation")
    if last is None or is_new or _is_deep_link(last, annotation_id):
        image = _enter(_asked_image(dataset))
    elif last.filters != here.filters and (nearest := _nearest(dataset)) is not None:
        if nearest.id == here.image_id:
            return Sent(last.go, here.filters)
        image, annotation_id = _enter(nearest), None
    else:
        return last
    serial = 0 if last is None else max(last.go.serial + 1, time.time_ns() // 1_000_000)
    return Sent(Go(image.id, annotation_id, serial), here.filters)


def _is_deep_link(last: Sent, annotation_id: int | None) -> bool:
    """Whether the address names something that neither the page nor the editor put there."""
    image_id = query_id("image")
    return image_id not in (None, session().image_id) or annotation_id not in (
        None,
        last.go.annotation,
    )


def _asked_image(dataset: Dataset) -> Image:
    asked = query_id("image")
    last = _last_image() if asked is None else cache.store().image(asked)
    image = last or _first_image(dataset)
    if image.dataset_id != dataset.id:
        raise NotFound(f"Image {image.id} is not in the dataset {dataset.name!r}.")
    return image


def _last_image() -> Image | None:
    """The image last looked at; None when there is none, or its dataset was replaced since."""
    last = session().image_id
    try:
        return None if last is None else cache.store().image(last)
    except NotFound:
        return None


def _first_image(dataset: Dataset) -> Image:
    found = cache.store().images(dataset.id, limit=1, **keywords(session().filters))
    if not found:
        raise Empty(
            "No image to show",
            "No image of this dataset passes the filters. Clear them, or add pictures on Datasets.",
            action="To the datasets",
            to="datasets",
        )
    return found[0]


def _nearest(dataset: Dataset) -> Image | None:
    """The shown image where the filters let it by, else the next that they do, else the last.

    None when they let none by: then the shown one stays.
    """
    store, here = cache.store(), session()
    wanted = keywords(here.filters)
    place = 0 if here.image_id is None else store.place(here.image_id, **wanted)
    for offset in (place, place - 1):
        found = store.images(dataset.id, limit=1, offset=max(0, offset), **wanted)
        if found:
            return found[0]
    return None


def _enter(image: Image) -> Image:
    session().image_id = image.id
    remember_in_address("image", image.id)
    return image


def _run(dataset: Dataset) -> str | None:
    """The finished run of `?run=`; what is none of this dataset's is taken from the address."""
    asked = query("run")
    if any(run.id == asked and run.state == "done" for run in cache.store().runs(dataset.id)):
        return asked
    remember_in_address("run", None)
    return None
