"""Annotate: one image, its polygons on a canvas, saved after every gesture."""

from __future__ import annotations

import streamlit as st

from segcore.ui import annotate, cache, canvas
from segcore.ui.filters import image_filters
from segcore.ui.frame import page
from segcore.ui.picking import dataset_picker

with page("Annotate", about="Correct and draw polygons"):
    side, middle, right = st.columns([2, 9, 3])
    with side:
        dataset = dataset_picker()
        categories = cache.store().categories(dataset.id)
        image_filters(categories)
        image = annotate.current_image(dataset)
        annotate.image_strip(dataset, image)
    with middle:
        tools = annotate.toolbar(dataset, image, categories)
        shown = canvas.on_canvas(image)
        canvas.draw(shown, categories, tools)
        annotate.help_line(tools)
    with right:
        annotate.acknowledgement(shown)
        annotate.instances(shown, categories)
        annotate.history(image)
