"""Thumbnails to choose many from, by click, shift, drag and keys: see choosing.js."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from segcore.ui.session import session

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "segcore.choosing",
    html='<div class="choosing" role="listbox" aria-multiselectable="true" aria-label="Images">'
    "</div>",
    css=(_HERE / "choosing.css").read_text(),
    js=(_HERE / "choosing.js").read_text(),
)


@dataclass(frozen=True)
class Tile:
    """One thumbnail: `note` is a word or a number at the end of its caption."""

    id: int
    url: str
    name: str
    note: str = ""
    tags: tuple[str, ...] = ()


class Chosen(NamedTuple):
    """What a person has just done: the tiles chosen now, and whether others than tiles stay so."""

    ids: frozenset[int]
    others: bool


def choosing(tiles: Sequence[Tile], *, key: str, tile_width: int = 170) -> int | None:
    """Show `tiles` in a grid; the session's `chosen` follows. The id of one just opened, or None.

    The component counts what a person does, and takes the server's word for what is chosen only
    where the server has heard the last of it: two quick clicks are two.
    """
    here = session()
    serial = f"{key}-serial"
    known = {tile.id for tile in tiles}

    def follow() -> None:
        said = st.session_state[key].get("chosen")
        if said is not None:
            chosen = frozenset(said["ids"]) & known
            kept = here.chosen - known if said["others"] else frozenset[int]()
            here.chosen = kept | chosen
            st.session_state[serial] = int(said["serial"])

    result = _component(
        data={
            "tiles": [asdict(tile) for tile in tiles],
            "chosen": sorted(here.chosen & known),
            "serial": st.session_state.get(serial, 0),
            "tile": tile_width,
        },
        key=key,
        on_chosen_change=follow,
        on_opened_change=lambda: None,
    )
    opened = result.get("opened")
    return None if opened is None or int(opened) not in known else int(opened)
