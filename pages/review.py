"""Review: predictions beside the ground truth, worst first, and the way to the polygon."""

from __future__ import annotations

import streamlit as st

from segcore.ui import cache, review
from segcore.ui.frame import page
from segcore.ui.picking import dataset_picker

with page("Review", about="Where the model and the polygons disagree"):
    left, right = st.columns([3, 10], gap="large")
    with left:
        dataset = dataset_picker()
        run = review.run_picker(dataset)
        categories = cache.store().categories(dataset.id)
        view = review.view_controls(categories)
        reviewed = review.read(run)
        image = review.worst_first(reviewed, view)
    with right:
        review.overview(reviewed.evaluation, categories)
        if image is not None:
            review.one_image(dataset, reviewed, image, categories, view)
