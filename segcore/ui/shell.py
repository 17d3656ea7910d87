"""What runs at every interaction: the navigation, then the page the address names."""

from __future__ import annotations

import streamlit as st

from segcore.ui import navigation

st.set_page_config(page_title="Segcore", layout="wide")
navigation.chosen_page().run()
