"""The pictures of a pull that have come so far, small enough to travel with the page."""

from __future__ import annotations

import base64
from functools import lru_cache
from html import escape
from pathlib import Path

import cv2
import streamlit as st

from segcore.openimages.cache import Cache
from segcore.openimages.choosing import choose
from segcore.openimages.folder import PullFolder
from segcore.openimages.index import open_index
from segcore.openimages.steps import asked
from segcore.openimages.values import ImageRow
from segcore.ui.cache import store

SHOWN = 24
_HEIGHT = 72  # pixels


def arrived(pull_id: str) -> None:
    """The newest of them, in a strip that grows; nothing before the first."""
    cache = Cache.here()
    here = [path for image in _images(pull_id) if (path := cache.picture(image)).exists()]
    newest = sorted(here, key=lambda path: -path.stat().st_mtime_ns)[:SHOWN]
    pictures = "".join(f'<img alt="{escape(path.stem)}" src="{_thumb(path)}">' for path in newest)
    if pictures:
        st.html(f'<div class="sc-preview">{pictures}</div>')


@lru_cache(maxsize=8)
def _images(pull_id: str) -> tuple[ImageRow, ...]:
    """Those that the pull chose; asked before they are stored."""
    request = PullFolder.of(pull_id).read_request()
    query = asked(store(), request)
    return tuple(chosen.image for chosen in choose(open_index(query.split), query).images)


@lru_cache(maxsize=512)
def _thumb(path: Path) -> str:
    """A small JPEG as a data address; what cannot be read shows as nothing."""
    picture = cv2.imread(str(path), cv2.IMREAD_REDUCED_COLOR_2)
    if picture is None:
        return ""
    width = max(1, round(picture.shape[1] * _HEIGHT / picture.shape[0]))
    small = cv2.resize(picture, (width, _HEIGHT), interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 75])
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg.tobytes()).decode()}"
