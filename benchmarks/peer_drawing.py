"""The peer of editor_frames.py: the same outlines on the drawable canvas."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st
from PIL import Image
from streamlit_drawable_canvas import st_canvas

st.set_page_config(layout="wide")
width, height = int(st.query_params["width"]), int(st.query_params["height"])
outlines = json.loads(Path(st.query_params["file"]).read_text())
objects = [
    {
        "type": "Polygon",
        "points": [{"x": x, "y": y} for x, y in outline],
        "left": (min(x for x, _ in outline) + max(x for x, _ in outline)) / 2,
        "top": (min(y for _, y in outline) + max(y for _, y in outline)) / 2,
        "originX": "center",
        "originY": "center",
        "stroke": "#e69f00",
        "fill": "#e69f0033",
        "strokeWidth": 2,
    }
    for outline in outlines
]
st_canvas(
    background_image=Image.new("RGB", (width, height), (90, 90, 90)),
    initial_drawing={"objects": objects},
    drawing_mode="rect",
    width=width,
    height=height,
    key="peer",
)
