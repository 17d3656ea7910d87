"""The peer of editor_images.py: one picture after the other by st.image, with nothing on it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

files = sorted(Path(st.query_params["folder"]).iterdir())
st.session_state.setdefault("place", 0)
if st.button("Next"):
    st.session_state.place += 1
st.image(files[st.session_state.place % len(files)])
