"""Whose picture it is: title, author, licence and the page that shows it."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from segcore import coco
from segcore.coco import License, Origin
from segcore.types import Dataset
from segcore.ui import cache
from segcore.ui.session import session


def about_image(dataset: Dataset) -> None:
    """A button that opens what is known of the shown image; nothing where nothing is known."""
    image_id = session().image_id
    if image_id is None:
        return
    store = cache.store()
    origin = coco.origin_of(store.image_source(image_id))
    if not origin.is_known:
        return
    licenses = coco.licenses_of(store.header(dataset.name))
    license = next((one for one in licenses if one.id == origin.license), None)
    with st.popover("About the image", icon=":material/info:", key="about-image"):
        st.html(origin_table(store.image(image_id).file_name, origin, license))


def origin_table(file_name: str, origin: Origin, license: License | None) -> str:
    """HTML: a row for each thing known. Only http and https addresses become links."""
    terms = License(0, "") if license is None else license
    rows = (
        ("File", escape(file_name)),
        ("Title", escape(origin.title)),
        ("Author", _link(origin.author, origin.author_url)),
        ("Licence", _link(terms.name or terms.url, terms.url)),
        ("Shown at", _link(origin.landing_url, origin.landing_url)),
        ("Original", _link(origin.flickr_url, origin.flickr_url)),
        ("Turned by", "" if not origin.rotation else f"{origin.rotation:g}° already"),
    )
    cells = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows if value)
    return f'<table class="sc-origin">{cells}</table>'


def _link(text: str, url: str) -> str:
    """Escaped; an address of any other scheme stays text."""
    shown = escape(text or url)
    if not re.match(r"https?://", url):
        return shown
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{shown}</a>'
