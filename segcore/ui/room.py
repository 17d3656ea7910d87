"""How much room a column has on the screen, which only the browser knows."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from segcore.types import Size

SMALLEST = Size(280, 240)

_component = st.components.v2.component(
    "segcore.room",
    html='<div class="room" style="height: 1px"></div>',
    js=Path(__file__).with_name("room.js").read_text(),
)


def room(*, key: str) -> Size | None:
    """The room from here to the right and to the window's bottom, CSS pixels.

    None until the browser has said: the page is drawn again at once when it has.
    """
    said = _component(key=key, on_room_change=lambda: None, height=1).get("room")
    if not said:
        return None
    return Size(max(int(said["width"]), SMALLEST.width), max(int(said["height"]), SMALLEST.height))
