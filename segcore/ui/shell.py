"""What runs at every interaction: the navigation, then the page the address names."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from segcore.ui import navigation

HERE = Path(__file__).parent

st.set_page_config(page_title="Segcore", page_icon=HERE / "icon.svg", layout="wide")
st.logo(str(HERE / "logo.svg"), size="large")
navigation.chosen_page().run()
