"""Named selections of images: chosen in a box, and what can be done with one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from segcore.types import Dataset, DatasetSummary, Selection
from segcore.ui import cache, navigation
from segcore.ui.frame import callback
from segcore.ui.pieces import plain
from segcore.ui.session import Filters, query, session

_TRAIN_ON = "train-on"
_MANAGED = "managed-selection"
_NEW_NAME = "selection-new-name"


def selection_box(dataset: Dataset, label: str, *, start: str | None = None) -> str | None:
    """A box of the dataset's selections; the name of the one chosen, None for all images."""
    names = [one.name for one in cache.store().selections(dataset.id)]
    place = names.index(start) if start in names else None
    return st.selectbox(label, names, index=place, placeholder="all images", disabled=not names)


def train_on(dataset: Dataset) -> DatasetSummary:
    """A box of what to train on, kept in the session; that in numbers.

    `?selection=` chooses one until another is chosen.
    """
    here, store = session(), cache.store()
    found = {one.name: one for one in store.selections(dataset.id)}
    if asked := query("selection"):
        here.train_on = asked
        st.query_params.pop("selection")
    if here.train_on not in found:
        here.train_on = None
    st.session_state[_TRAIN_ON] = here.train_on
    st.selectbox(
        "Train on",
        list(found),
        key=_TRAIN_ON,
        format_func=lambda name: f"{name} ({found[name].images:,})",
        on_change=_keep_train_on,
        placeholder="all images",
        disabled=not found,
        help="A selection of images, as the page Images saves it. Its train images are learned "
        "from, its val images judge.",
    )
    if here.train_on is None:
        return store.summary(dataset.name)
    return store.selection_summary(dataset.name, here.train_on)


def selections_button(dataset: Dataset) -> str | None:
    """A button that opens the dataset's selections; the name of the one to export now, or None."""
    found = cache.store().selections(dataset.id)
    label = f"Selections ({len(found)})" if found else "Selections"
    with st.popover(label, icon=":material/bookmarks:"):
        if not found:
            st.caption("None yet: select images below, then save them under a name.")
            return None
        by_id = {one.id: one for one in found}
        if st.session_state.get(_MANAGED) not in by_id:
            st.session_state[_MANAGED] = found[0].id
        picked = st.selectbox(
            "Selection", list(by_id), key=_MANAGED, format_func=lambda key: by_id[key].name
        )
        return _managed(dataset, by_id[picked])


def _managed(dataset: Dataset, one: Selection) -> str | None:
    by = f", by {plain(one.author)}" if one.author else ""
    st.caption(f"{one.images:,} images{by}, {one.created_at[:10]}")
    with st.container(horizontal=True, gap="small"):
        st.button("Show", icon=":material/visibility:", on_click=_show, args=(one,))
        if st.button("Annotate", icon=":material/polyline:", key="selection-annotate"):
            _show(one)
            navigation.go("annotate", dataset=dataset.name)
        if st.button("Train on it", icon=":material/model_training:"):
            navigation.go("train", dataset=dataset.name, selection=one.name)
        wants_export = st.button("Export", icon=":material/download:", key="selection-export")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input("New name", placeholder=one.name, key=_NEW_NAME, max_chars=100)
        st.button("Rename", on_click=_rename, args=(one,))
        st.button("Delete", icon=":material/delete:", on_click=_delete, args=(one,))
    return one.name if wants_export else None


def _show(one: Selection) -> None:
    session().filters = Filters(selection_id=one.id)


@callback
def _rename(one: Selection) -> None:
    name = st.session_state[_NEW_NAME]
    cache.store().rename_selection(one.id, name, author=session().author)
    st.session_state[_NEW_NAME] = ""


@callback
def _delete(one: Selection) -> None:
    """Its name only, so that nobody is asked twice."""
    here = session()
    cache.store().delete_selection(one.id, author=here.author)
    if here.filters.selection_id == one.id:
        here.filters = replace(here.filters, selection_id=None)
    here.say(f"The selection {plain(one.name)} is deleted; its images stay.")


def _keep_train_on() -> None:
    session().train_on = st.session_state[_TRAIN_ON]
