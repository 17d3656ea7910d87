"""The peer of editor_latency.py: an outline saved by a trigger and a fragment's rerun."""

from __future__ import annotations

import streamlit as st

from segcore.store import open_store
from segcore.types import Part, Segmentation, Update

JS = """
export default ({ parentElement, data, setTriggerValue }) => {
  window.waits ??= [];
  if (data.saved > window.waits.length) window.waits.push(performance.now() - window.pressed);
  parentElement.querySelector("button").onclick = () => {
    window.pressed = performance.now();
    const x = 600 + (data.saved % 2) * 5;
    setTriggerValue("outline", [[x, 220], [630, 220], [630, 250], [600, 250]]);
  };
};
"""
_canvas = st.components.v2.component("peer.trigger", html="<button>Save</button>", js=JS)
_store = st.cache_resource(open_store)


def _save() -> None:
    image_id = int(st.query_params["image"])
    square = next(one for one in _store().annotations(image_id) if one.box.x1 >= 600)
    outline = Segmentation((Part(st.session_state.canvas.outline),))
    done = st.session_state.get("done", 0)
    edit = Update(square.id, square.version, segmentation=outline)
    request_id = f"trigger-{image_id}-{square.version}"
    _store().save(image_id, [edit], author="bench", request_id=request_id)
    st.session_state.done = done + 1


@st.fragment
def _editor() -> None:
    data = {"saved": st.session_state.get("done", 0)}
    _canvas(key="canvas", data=data, on_outline_change=_save)


_editor()
