"""The bar above the gallery: how many images are selected, and what can be done with them."""

from __future__ import annotations

import streamlit as st

from segcore.types import LONGEST_LABEL, Dataset
from segcore.ui import cache, navigation
from segcore.ui.filters import keywords
from segcore.ui.frame import callback
from segcore.ui.pieces import plain
from segcore.ui.session import session

_ADD, _REMOVE = "tags-to-add", "tags-to-remove"
_NAME, _EXISTING = "selection-name", "selection-existing"
_MOST_AT_ONCE = 20  # tags


def chosen_bar(dataset: Dataset, *, shown: int) -> None:
    """`shown`: how many images the filters let by."""
    here = session()
    count = len(here.chosen)
    with st.container(
        key="chosen-bar", horizontal=True, vertical_alignment="center", gap="small", border=True
    ):
        hint = "Click, shift-click, or drag a box to select"
        st.markdown(f"**{count:,} selected**" if count else f":gray[{hint}]", width="stretch")
        st.button(f"Select all {shown:,}", on_click=_choose_all, args=(dataset,), type="tertiary")
        with st.popover("Tags", icon=":material/sell:", disabled=not count):
            _tags(dataset, count)
        with st.popover("Selection", icon=":material/bookmark_add:", disabled=not count):
            _selection(dataset)
        if st.button("Annotate", icon=":material/polyline:", disabled=not count):
            navigation.go("annotate", dataset=dataset.name, image=min(here.chosen))
        st.button("Clear", icon=":material/close:", on_click=_clear, disabled=not count)


def _tags(dataset: Dataset, count: int) -> None:
    known = [one.tag for one in cache.store().tags(dataset.id)]
    st.multiselect(
        "Add tags",
        known,
        key=_ADD,
        accept_new_options=True,
        max_selections=_MOST_AT_ONCE,
        placeholder="Choose or type",
    )
    st.multiselect(
        "Take tags away",
        known,
        key=_REMOVE,
        max_selections=_MOST_AT_ONCE,
        placeholder="Choose",
        disabled=not known,
    )
    label = f"Tag {count:,} {'image' if count == 1 else 'images'}"
    st.button(label, type="primary", key="tag-now", on_click=_tag)


def _selection(dataset: Dataset) -> None:
    st.text_input("Save under a new name", key=_NAME, max_chars=LONGEST_LABEL, autocomplete="off")
    st.button("Save as selection", type="primary", on_click=_save, args=(dataset,))
    found = {one.id: one.name for one in cache.store().selections(dataset.id)}
    if found:
        st.selectbox("Or change one", list(found), key=_EXISTING, format_func=found.__getitem__)
        with st.container(horizontal=True):
            st.button("Add to it", on_click=_change, args=("add",))
            st.button("Take out of it", on_click=_change, args=("remove",))


def _choose_all(dataset: Dataset) -> None:
    here = session()
    here.chosen = frozenset(cache.store().image_ids(dataset.id, **keywords(here.filters)))


def _clear() -> None:
    session().chosen = frozenset()


@callback
def _tag() -> None:
    here, state = session(), st.session_state
    add, remove = list(state[_ADD]), list(state[_REMOVE])
    done = cache.store().tag_images(sorted(here.chosen), add=add, remove=remove, author=here.author)
    state[_ADD], state[_REMOVE] = [], []
    here.say(f"{done:,} tags changed on {len(here.chosen):,} images.")


@callback
def _save(dataset: Dataset) -> None:
    here = session()
    name = st.session_state[_NAME]
    saved = cache.store().save_selection(dataset.id, name, sorted(here.chosen), author=here.author)
    st.session_state[_NAME] = ""
    here.say(f"The selection {plain(saved.name)} has {saved.images:,} images.")


@callback
def _change(how: str) -> None:
    here = session()
    ids = {how: sorted(here.chosen)}
    changed = cache.store().change_selection(
        st.session_state[_EXISTING],
        add=ids.get("add", ()),
        remove=ids.get("remove", ()),
        author=here.author,
    )
    here.say(f"The selection {plain(changed.name)} has {changed.images:,} images.")
