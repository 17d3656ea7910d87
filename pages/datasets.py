"""Datasets: what there is, bringing in, taking out."""

from __future__ import annotations

import streamlit as st

from segcore.ui import cache
from segcore.ui.frame import page

with page("Datasets"):
    for dataset in cache.store().datasets():
        st.write(dataset.name)
