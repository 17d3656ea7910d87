"""Annotate: one image after the other in the polygon editor."""

from __future__ import annotations

import streamlit as st

from segcore.ui import annotate, cache
from segcore.ui.filters import image_filters
from segcore.ui.frame import head, page
from segcore.ui.picking import dataset_picker

with page("Annotate"):
    with head():
        dataset = dataset_picker(in_a_row=True)
        image_filters(cache.store().categories(dataset.id))
        annotate.recording_switch()
        st.space("stretch")
        annotate.way_back(dataset)
    annotate.image_editor(dataset)
