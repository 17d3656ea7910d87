"""Which images of a dataset are shown: the controls, and the store's keywords they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, TypeVar

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


def image_filters(categories: Sequence[Category]) -> None:
    """A button that opens the filters; what is set stays in the session."""
    here = session()
    active = sum(value is not None for value in keywords(here.filters).values())
    label = f"Filters ({active})" if active else "Filters"
    with st.popover(label, icon=":material/filter_list:", width="stretch"):
        names = {category.id: category.name for category in categories}
        here.filters = Filters(
            split=_one("Split", SPLITS, here.filters.split),
            state=_one("State", REVIEW_STATES, here.filters.state),
            category_id=st.selectbox(
                "Has class",
                list(names),
                index=_index(list(names), here.filters.category_id),
                format_func=names.__getitem__,
                placeholder="any",
            ),
            text=st.text_input("File name contains", here.filters.text or "") or None,
            without_annotations=st.checkbox(
                "Without annotations", bool(here.filters.without_annotations)
            )
            or None,
        )


def _one(label: str, options: Sequence[T], value: T | None) -> T | None:
    return st.selectbox(label, options, index=_index(options, value), placeholder="any")


def _index(options: Sequence[T], value: T | None) -> int | None:
    return options.index(value) if value in options else None
