"""Home: what this is, where the person's data stands, and the next obvious step."""

from __future__ import annotations

import streamlit as st

from segcore.overview import overview
from segcore.ui import cache
from segcore.ui.frame import page
from segcore.ui.loop import loop

with page("Teach a model to see what you see") as session:
    st.markdown(
        ":gray[Segcore takes photographs to a trained instance segmentation model in one loop: "
        "outline what matters, train, look at what went wrong, correct, and train again.]"
    )
    loop(overview(cache.store(), focus=session.dataset))
