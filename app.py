"""The entry of `streamlit run app.py`: the pages, and the app's own routes beside them.

The script of the pages lives in segcore/ui: next to a folder named `pages` Streamlit would run a
deep-linked page alone, without the navigation, until the first visitor has seen the front page.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from segcore import api
from segcore.ui import navigation
from segcore.ui.dialogs import NoErrorDialogs

app = st.App(navigation.SHELL, routes=api.routes(), middleware=[Middleware(NoErrorDialogs)])
