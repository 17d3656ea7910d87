"""The dataset a page works on: chosen here, kept in the session and in the address."""

from __future__ import annotations

import streamlit as st

from segcore.errors import NotFound
from segcore.types import Dataset
from segcore.ui import cache
from segcore.ui.pieces import Empty
from segcore.ui.session import query, remember_in_address, session

_KEY = "dataset-picker"


def dataset_picker(*, in_a_row: bool = False) -> Dataset:
    """The dataset of `?dataset=`, else of the session, else the newest, with a box to change it.

    `in_a_row`: beside other things, so without its name above it and no wider than it must be.
    Raises Empty when there is none, and NotFound when the address names one that does not exist.
    """
    found = {dataset.name: dataset for dataset in cache.store().datasets()}
    if not found:
        raise _no_datasets()
    here = session()
    name = query("dataset") or (here.dataset if here.dataset in found else _newest(found))
    st.session_state[_KEY] = name if name in found else None
    st.selectbox(
        "Dataset",
        list(found),
        key=_KEY,
        on_change=_picked,
        placeholder="Choose a dataset",
        label_visibility="collapsed" if in_a_row else "visible",
        width=260 if in_a_row else "stretch",
    )
    if name not in found:
        raise NotFound(f"There is no dataset {name!r}; choose one of {', '.join(found)}.")
    _enter(name)
    return found[name]


def _newest(found: dict[str, Dataset]) -> str:
    return max(found.values(), key=lambda dataset: dataset.id).name


def _no_datasets() -> Empty:
    return Empty(
        "No dataset yet",
        "Bring in pictures with or without COCO annotations, or try the loop on the built-in "
        "sample of pandas, dice and ducks.",
        action="Add a dataset",
        to="datasets",
    )


def _enter(name: str) -> None:
    here = session()
    if here.dataset != name:
        here.leave_dataset()
        here.dataset = name
    remember_in_address("dataset", name)


def _picked() -> None:
    picked = st.session_state[_KEY]
    if picked:
        st.query_params.clear()
        st.query_params["dataset"] = picked
