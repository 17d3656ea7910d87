"""Ground truth and prediction of one image beside each other, drawn by the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from segcore import api
from segcore.colors import category_color
from segcore.evaluation.scene import Scene, Shown
from segcore.types import Category, Ring

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "segcore.side_by_side",
    html='<div class="panes"></div>',
    css=(_HERE / "side_by_side.css").read_text(),
    js=(_HERE / "side_by_side.js").read_text(),
)


def side_by_side(
    scene: Scene,
    categories: Mapping[int, Category],
    *,
    picked: int | None,
    labels: bool = True,
    filled: bool = True,
) -> int | None:
    """Show both panes; the id of the annotation just clicked, once, or None."""
    image = scene.image
    missed = sum(one.fate == "missed" for one in scene.truth)
    extra = sum(one.fate == "extra" for one in scene.predictions)
    result = _component(
        data={
            "image": image.id,
            "url": api.image_url(image),
            "width": image.width,
            "height": image.height,
            "panes": [
                _pane("Ground truth", f"{missed} missed", scene.truth, categories),
                _pane("Prediction", f"{extra} extra", scene.predictions, categories),
            ],
            "labels": labels,
            "filled": filled,
            "picked": picked,
        },
        key="side-by-side",
        on_picked_change=lambda: None,
    )
    clicked = result.get("picked")
    return None if clicked is None else int(clicked)


def _pane(
    title: str, note: str, shown: Sequence[Shown], categories: Mapping[int, Category]
) -> dict[str, object]:
    count = f"{len(shown)} instance{'s' if len(shown) != 1 else ''}"
    drawn = [_instance(one, categories[one.category_id]) for one in shown if one.parts]
    return {"title": title, "note": f"{count}, {note}", "instances": drawn}


def _instance(one: Shown, category: Category) -> dict[str, object]:
    score = "" if one.score is None else f" {one.score:.2f}"
    x, y = min((tuple(point) for part in one.parts for point in part.outer), key=lambda p: p[1])
    return {
        "path": " ".join(_path(ring) for part in one.parts for ring in part.rings),
        "color": category_color(category.position),
        "label": f"{category.name}{score}",
        "tip": f"{category.name}{score}: {one.fate}, IoU {one.iou:.2f}",
        "fate": one.fate,
        "annotation": one.annotation_id,
        "x": float(x),
        "y": float(y),
    }


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z"
