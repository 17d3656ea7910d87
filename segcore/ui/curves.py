"""A run's curves: its losses and the average precision on val, by step."""

from __future__ import annotations

from typing import Any

import altair as alt
import streamlit as st

from segcore.runs import RunFolder

POINTS = 400  # a curve is thinned to this many
_LOSS = "total_loss"
_PRECISION = {"val_segm_AP": "mask AP", "val_segm_AP50": "mask AP50", "val_bbox_AP": "box AP"}


def loss_and_precision(run: RunFolder, *, max_steps: int, has_ended: bool) -> None:
    """Both curves side by side; where there is no number, a line that says so."""
    lines, _ = run.read_metrics()
    nothing = "No number was recorded." if has_ended else "The first numbers are on their way."
    left, right = st.columns(2)
    with left:
        loss = _rows(lines, {_LOSS: "total"} | _parts(lines))
        _curve("Loss", loss, max_steps=max_steps, nothing=nothing)
    with right:
        precision = _rows(lines, _PRECISION)
        _curve("AP on val", precision, max_steps=max_steps, nothing=nothing, top=1.0)


def _curve(
    title: str,
    rows: list[dict[str, Any]],
    *,
    max_steps: int,
    nothing: str,
    top: float | None = None,
) -> None:
    st.markdown(f"**{title}**")
    if not rows:
        st.caption(nothing)
        return
    span = alt.Scale(domain=[0, top]) if top else alt.Scale(zero=True)
    names = list(dict.fromkeys(row["of"] for row in rows))
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(point=len(rows) < 100, interpolate="linear")
        .encode(
            x=alt.X("step:Q", title=None, scale=alt.Scale(domain=[0, max_steps])),
            y=alt.Y("value:Q", title=None, scale=span),
            color=alt.Color(
                "of:N",
                title=None,
                scale=alt.Scale(domain=names),
                legend=alt.Legend(orient="bottom", columns=3),
            ),
            tooltip=["step:Q", "of:N", alt.Tooltip("value:Q", format=".4f")],
        )
        .properties(height=300)
    )
    st.altair_chart(chart, width="stretch")


def _parts(lines: list[dict[str, Any]]) -> dict[str, str]:
    """The parts of the loss, by the names the engine gave them."""
    names = {name for line in lines[:1] for name in line if name.startswith("loss_")}
    return {name: name.removeprefix("loss_").replace("_", " ") for name in sorted(names)}


def _rows(lines: list[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    """One row a point, thinned evenly, for the metrics in `names`."""
    rows = []
    for name, shown in names.items():
        points = [(line["step"], line[name]) for line in lines if line.get(name) is not None]
        every = max(1, len(points) // POINTS)
        rows += [{"step": s, "value": v, "of": shown} for s, v in points[::every]]
    return rows
