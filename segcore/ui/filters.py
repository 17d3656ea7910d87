"""Which images of a dataset are shown: the controls, and the store's keywords they stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypedDict, TypeVar
from urllib.parse import urlencode

import streamlit as st

from segcore.types import REVIEW_STATES, SPLITS, Category, ReviewState, Split
from segcore.ui.session import Filters, session

T = TypeVar("T")


class Keywords(TypedDict):
    """What Store.images and its kin take."""

    split: Split | None
    state: ReviewState | None
    category_id: int | None
    text: str | None
    without_annotations: bool | None


def keywords(filters: Filters) -> Keywords:
    return Keywords(
        split=filters.split,
        state=filters.state,
        category_id=filters.category_id,
        text=filters.text,
        without_annotations=filters.without_annotations,
    )


def as_query(filters: Filters) -> str:
    """The filters as the editor's routes take them; empty when nothing is filtered."""
    named = {
        "split": filters.split,
        "state": filters.state,
        "category": filters.category_id,
        "text": filters.text,
        "empty": None if filters.without_annotations is None else int(filters.without_annotations),
    }
    return urlencode({name: value for name, value in named.items() if value is not None})


def image_filters(categories: Sequence[Category]) -> None:
    """A button that opens the filters; what is set stays in the session."""
    active = sum(value is not None for value in keywords(session().filters).values())
    label = f"Filters ({active})" if active else "Filters"
    with st.popover(label, icon=":material/filter_list:"):
        names = {category.id: category.name for category in categories}
        _one_of("Split", "split", SPLITS)
        _one_of("State", "state", REVIEW_STATES)
        _one_of("Has class", "category_id", list(names), names.__getitem__)
        st.text_input("File name contains", **_bound("text"))
        st.checkbox("Without annotations", **_bound("without_annotations", empty=False))
        st.button("Clear", on_click=_clear, disabled=not active, icon=":material/filter_list_off:")


def _one_of(
    label: str, name: str, options: Sequence[T], shown_as: Callable[[T], str] = str
) -> None:
    st.selectbox(label, options, format_func=shown_as, placeholder="any", **_bound(name))


def _bound(name: str, *, empty: bool | None = None) -> dict[str, Any]:
    """What ties a widget to one of the session's filters: shown from there, kept there."""
    key = f"filter-{name}"
    value = getattr(session().filters, name)
    st.session_state[key] = empty if value is None else value
    return {"key": key, "on_change": _keep, "args": (name,)}


def _keep(name: str) -> None:
    """An empty text or box does not filter."""
    here = session()
    value = st.session_state[f"filter-{name}"] or None
    here.filters = replace(here.filters, **{name: value})


def _clear() -> None:
    session().filters = Filters()
