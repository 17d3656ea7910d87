"""Datasets: what there is, bringing in, taking out."""

from __future__ import annotations

import streamlit as st

from segcore.overview import overview
from segcore.ui import cache
from segcore.ui.dataset_cards import dataset_cards
from segcore.ui.frame import page
from segcore.ui.new_dataset import new_dataset

with page("Datasets", about="Pictures and their annotations, in and out as COCO") as session:
    summaries = overview(cache.store()).summaries
    if summaries and st.button("New dataset", type="primary", icon=":material/add:"):
        session.adding = not session.adding
    if session.adding or not summaries:
        with st.container(key="new-dataset", border=True):
            st.subheader("New dataset" if summaries else "Your first dataset", anchor=False)
            new_dataset()
    dataset_cards(summaries)
