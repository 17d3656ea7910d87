"""The polygon editor (TypeScript in /editor, built beside this file) as a Streamlit component.

Annotations and pictures travel between it and the app's own routes; the page only says where to go
and hears which image is shown. It fills the window from its top to the bottom by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from segcore.types import Dataset

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "segcore.editor",
    html='<div class="segcore-editor" style="min-height: 480px"></div>',
    css=(_HERE / "editor.css").read_text(),
    js=(_HERE / "editor.js").read_text(),
)


@dataclass(frozen=True)
class Go:
    """Where the page sends the editor.

    It goes there when `serial` has grown; an editor new to the screen goes there in any case.
    """

    image: int
    annotation: int | None
    serial: int


def editor(
    dataset: Dataset,
    *,
    key: str,
    go: Go,
    token: str,
    filters: str,
    run: str | None,
    recording: bool,
    on_image: Callable[[int], None],
) -> int | None:
    """Show the editor; the image it has said to show, None while it has said nothing.

    `on_image` hears it when that changes, before the rerun that it causes.
    `filters` is the query string of what may come next, `run` whose predictions are shown as
    ghosts. When the token has run out the editor asks for a rerun, which brings a new one.
    """

    def shown() -> None:
        image = st.session_state[key].get("image")
        if image is not None:
            on_image(int(image))

    result = _component(
        key=key,
        data={
            "dataset": dataset.uid,
            "go": asdict(go),
            "token": token,
            "filters": filters,
            "run": run,
            "recording": recording,
        },
        on_image_change=shown,
        on_renew_change=lambda: None,
    )
    image = result.get("image")
    return None if image is None else int(image)
