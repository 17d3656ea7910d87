"""Thumbnails to look through and pick from, loaded from the app's own routes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "segcore.gallery",
    html='<div class="gallery"></div>',
    css=(_HERE / "gallery.css").read_text(),
    js=(_HERE / "gallery.js").read_text(),
)


@dataclass(frozen=True)
class Tile:
    """One thumbnail: `note` is a word or a number at the end of its caption."""

    id: int
    url: str
    name: str
    note: str = ""


def gallery(
    tiles: Sequence[Tile], *, key: str, current: int | None = None, tile_width: int = 160
) -> int | None:
    """Show `tiles` in a grid; the id of the one just clicked, once, or None."""
    result = _component(
        data={"tiles": [asdict(tile) for tile in tiles], "current": current, "tile": tile_width},
        key=key,
        on_picked_change=lambda: None,
    )
    picked = result.get("picked")
    return None if picked is None else int(picked)
