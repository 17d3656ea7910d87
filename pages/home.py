"""Home: what this is, and the next obvious step."""

from __future__ import annotations

from segcore.ui.frame import page
from segcore.ui.picking import dataset_picker
from segcore.ui.pieces import empty_state

with page("Home", about="From pictures to a model you can trust, and back"):
    dataset = dataset_picker()
    empty_state(
        "One loop", "Pull, annotate, train, review.", action="To the datasets", to="datasets"
    )
