"""Annotate: comes next; until then the page says so and leads on."""

from __future__ import annotations

from segcore.ui.frame import page
from segcore.ui.picking import dataset_picker
from segcore.ui.pieces import empty_state

with page("Annotate", about="Correct and draw polygons"):
    dataset = dataset_picker()
    empty_state(
        "Not here yet", "This screen is being built.", action="To the datasets", to="datasets"
    )
