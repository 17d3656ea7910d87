"""The export dialog: what to take out, and whether to download it or write it to a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import streamlit as st

from segcore import exporting
from segcore.api import download_url
from segcore.parcels import Parcel
from segcore.types import REVIEW_STATES, SPLITS, DatasetSummary
from segcore.ui import cache
from segcore.ui.frame import dialog
from segcore.ui.pieces import progress
from segcore.ui.session import session


@dialog("Export as COCO")
def export_dialog(summary: DatasetSummary) -> None:
    name = summary.dataset.name
    st.markdown(
        f":gray[Annotations of **{name}** nobody touched are written back exactly as they came.]"
    )
    left, right = st.columns(2)
    split = left.selectbox("Split", SPLITS, index=None, placeholder="all")
    state = right.selectbox("Review state", REVIEW_STATES, index=None, placeholder="all")
    images = st.toggle("With the pictures")
    folder = st.text_input(
        "Folder on this machine",
        placeholder="leave empty to download",
        help="A path ending in .json gets the annotations alone.",
    )
    if not st.button("Export", type="primary", icon=":material/download:", key="export-now"):
        return
    with progress("Exporting:") as show:
        if folder.strip():
            out = Path(folder.strip()).expanduser()
            written = exporting.export(
                cache.store(), name, out, split=split, state=state, images=images, progress=show
            )
            st.success(f"Written to {written}.", icon=":material/check_circle:")
            return
        parcel = session().parcel = Parcel()
        out = parcel.root / (name if images else f"{name}.json")
        written = exporting.export(
            cache.store(), name, out, split=split, state=state, images=images, progress=show
        )
        if images:
            written = Path(shutil.make_archive(str(out), "zip", out))
    st.link_button(
        f"Download {written.name}", download_url(written), type="primary", icon=":material/save:"
    )
