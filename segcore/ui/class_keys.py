"""The classes of Annotate: the first nine on the number keys, the rest in a box, and a new one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from segcore.colors import category_color
from segcore.types import Category, Dataset, Update
from segcore.ui import cache, canvas
from segcore.ui.frame import callback
from segcore.ui.session import session

KEYS = 9  # classes with a number key
_MORE, _NEW = "more-classes", "new-class"


def class_keys(dataset: Dataset, categories: Sequence[Category]) -> Category:
    """The class of what is drawn next; a choice also changes the selected instance's.

    Ends the page with a box for the first class when there is none.
    """
    if not categories:
        _first_class(dataset)
    known = {category.id: category for category in categories}
    current = known.get(session().category_id or -1, categories[0])
    with st.container(horizontal=True, gap="xsmall", key="class-keys"):
        for number, category in enumerate(categories[:KEYS], start=1):
            _key(category, number, is_current=category == current)
        if len(categories) > KEYS:
            _more(categories[KEYS:], current)
        with st.popover("", icon=":material/add:", help="A new class"):
            _name_box(dataset, "Name of the new class")
    st.html(f"<style>{''.join(map(_style, (*categories[:KEYS], current)))}</style>")
    return current


def _key(category: Category, number: int, *, is_current: bool) -> None:
    st.button(
        category.name,
        key=f"class-{category.id}",
        shortcut=str(number),
        type="primary" if is_current else "secondary",
        on_click=_choose,
        args=(category.id,),
    )


def _more(rest: Sequence[Category], current: Category) -> None:
    """The classes without a key, to be found by typing."""
    names = {category.id: category.name for category in rest}
    st.session_state[_MORE] = current.id if current.id in names else None
    with st.container(key=f"class-{current.id}-box" if current in rest else "class-box", width=230):
        st.selectbox(
            "More classes",
            list(names),
            format_func=names.__getitem__,
            key=_MORE,
            on_change=_choose_more,
            placeholder=f"{len(rest)} more classes",
            label_visibility="collapsed",
        )


def _first_class(dataset: Dataset) -> None:
    st.info("This dataset has no class yet. Name the first one.")
    _name_box(dataset, "Class")
    st.stop()


def _name_box(dataset: Dataset, label: str) -> None:
    st.text_input(label, key=_NEW, on_change=_add, args=(dataset,))


@callback
def _add(dataset: Dataset) -> None:
    name, st.session_state[_NEW] = st.session_state[_NEW].strip(), ""
    if name:
        added = cache.store().add_category(dataset.id, name=name, author=session().author)
        session().category_id = added.id


@callback
def _choose(category_id: int) -> None:
    here = session()
    shown = here.canvas
    if shown is not None and shown.selected is not None:
        now = shown.now[shown.selected]
        if now.category_id != category_id:
            canvas.act(shown, Update(now.id, now.version, category_id=category_id))
    here.category_id = category_id


def _choose_more() -> None:
    if st.session_state[_MORE] is not None:
        _choose(st.session_state[_MORE])


def _style(category: Category) -> str:
    edge = f"{{ border-left: 6px solid {category_color(category.position)} !important; }}"
    box = f'.st-key-class-{category.id}-box [data-baseweb="select"]'
    return f".st-key-class-{category.id} button, {box} {edge}"
