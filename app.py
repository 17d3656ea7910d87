"""The entry of `streamlit run app.py`: the pages, and the app's own routes beside them.

The script of the pages lives in segcore/ui: next to a folder named `pages` Streamlit would run a
deep-linked page alone, without the navigation, until the first visitor has seen the front page.
"""

from __future__ import annotations

import streamlit as st

from segcore import api
from segcore.ui import navigation

app = st.App(navigation.SHELL, routes=api.routes())
