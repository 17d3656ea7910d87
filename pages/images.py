"""Images: look through a dataset, select, tag, and save selections."""

from __future__ import annotations

import streamlit as st

from segcore.ui import cache, images
from segcore.ui.exporting import export_dialog
from segcore.ui.filters import image_filters
from segcore.ui.frame import head, page
from segcore.ui.picking import dataset_picker
from segcore.ui.selections import selections_button

with page("Images"):
    with head():
        dataset = dataset_picker(in_a_row=True)
        image_filters(dataset)
        to_export = selections_button(dataset)
        st.space("stretch")
    if to_export is not None:
        export_dialog(cache.store().summary(dataset.name), to_export)
    images.browse(dataset)
