"""The index of a split: there already, being built with progress, or to be begun."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from segcore.openimages import preparing
from segcore.openimages.preparing import Preparing
from segcore.openimages.values import Split
from segcore.ui.frame import fragment
from segcore.ui.pieces import megabytes

_COST: Mapping[Split, str] = {
    "validation": "Those of validation take seconds.",
    "test": "Those of test take seconds.",
    "train": "Those of train have over 1 GB and take minutes; you may leave this page meanwhile.",
}


def index_is_here(split: Split) -> bool:
    """True when it can be asked; else what there is to see or to press is drawn."""
    if preparing.is_ready(split):
        return True
    if preparing.is_running(split):
        _follow(split)
        return False
    state = preparing.state(split)
    if state.error:
        st.error(state.error, icon=":material/error:")
    st.markdown(
        "What there is to choose from stands in published tables. They are fetched **once**, "
        f"made into an index, and serve every dataset from then on. {_COST[split]}"
    )
    if st.button("Fetch the tables", type="primary", icon=":material/table_view:"):
        preparing.start(split)
        st.rerun(scope="fragment")
    return False


@fragment(run_every=0.5)
def _follow(split: Split) -> None:
    """Until the process has ended; then the page is drawn anew."""
    if not preparing.is_running(split):
        st.rerun()
    state = preparing.state(split)
    st.progress(_share(state), text=_in_words(state))


def _share(state: Preparing) -> float:
    return min(state.done_bytes / state.total_bytes, 1.0) if state.total_bytes else 0.0


def _in_words(state: Preparing) -> str:
    total = f" of {megabytes(state.total_bytes)}" if state.total_bytes else ""
    return f"{state.what}: {megabytes(state.done_bytes)}{total}"
