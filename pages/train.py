"""Train: a model on this dataset, by a button, in the background."""

from __future__ import annotations

import streamlit as st

from segcore.ui import cache, train
from segcore.ui.frame import page
from segcore.ui.picking import dataset_picker

with page("Train", about="A Mask R-CNN on your polygons, in the background"):
    left, right = st.columns([4, 8], gap="large")
    with left:
        dataset = dataset_picker()
        train.data_in_numbers(cache.store().summary(dataset.name))
        choice = train.settings_form()
        train.start_button(dataset.name, choice)
    with right:
        records = cache.store().runs(dataset.id)
        shown = train.shown_run(records)
        if shown is None:
            train.no_run()
        else:
            train.live(shown)
            train.run_history(records, shown)
