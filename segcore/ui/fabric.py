"""Fabric.js drawings, as the drawable canvas speaks them, to annotations and back.

The canvas forgets every property it does not know, so a ring carries its identity in
`strokeDashOffset`: its place, from 1, in the list of RingRef; what a person draws has 0. A first,
invisible object carries minus the drawing's number, so that an event from an earlier drawing is
told from one of this drawing. Canvas pixels are image pixels times `scale`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segcore.errors import InputError
from segcore.types import Annotation, Create, Delete, Edit, Part, Ring, Segmentation, Update, ring

Points = NDArray[np.float64]
"""(n, 2) float, canvas pixels."""

_SAME = 1e-3  # canvas pixels: Fabric rounds to four decimals
_ORIGIN = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


@dataclass(frozen=True)
class RingRef:
    """Which ring of which annotation a polygon on the canvas is; `ring` 0 is the outer one."""

    annotation_id: int
    part: int
    ring: int


def ring_refs(annotations: Iterable[Annotation]) -> list[RingRef]:
    """One reference for every ring of `annotations`, in drawing order."""
    return [
        RingRef(annotation.id, p, r)
        for annotation in annotations
        for p, part in enumerate(annotation.segmentation.parts)
        for r in range(len(part.rings))
    ]


def annotations_to_fabric(
    annotations: Sequence[Annotation],
    *,
    number: int,
    scale: float,
    colors: Mapping[int, str],
    selected: int | None = None,
) -> dict[str, Any]:
    """Drawing `number` (1, 2, ...): every ring in its category's colour, the selected one bold."""
    by_id = {annotation.id: annotation for annotation in annotations}
    objects: list[dict[str, object]] = [_signature(number)]
    for place, ref in enumerate(ring_refs(annotations), start=1):
        annotation = by_id[ref.annotation_id]
        points = annotation.segmentation.parts[ref.part].rings[ref.ring] * scale
        color = colors[annotation.category_id]
        fill = f"{color}{'66' if annotation.id == selected else '33'}" if ref.ring == 0 else ""
        width = 4 if annotation.id == selected else 2
        objects.append(_polygon(points, place=place, color=color, fill=fill, width=width))
    return {"objects": objects}


def is_drawing(drawing: Mapping[str, Any] | None, *, number: int) -> bool:
    """Whether `drawing`, as the canvas sent it, is an edit of drawing `number`."""
    objects = (drawing or {}).get("objects", [])
    return any(item.get("strokeDashOffset") == -number for item in objects)


def fabric_to_edits(
    drawing: Mapping[str, Any],
    *,
    drawn: Sequence[Annotation],
    now: Mapping[int, Annotation],
    scale: float,
    category_id: int | None,
) -> list[Edit]:
    """What a person changed on the canvas since the last save.

    `drawn` is what the drawing was made from, `now` the same annotations as last saved, by id.
    Untouched vertices keep their exact coordinates; moved and new ones are rounded to 0.01 image
    pixels. New polygons and rectangles become instances of `category_id`, and are refused where
    that is None; an instance that was removed and that the canvas' own undo brought back is created
    anew. Raises InputError for what is refused, and where fewer than three points are left of a
    ring.
    """
    refs = ring_refs(drawn)
    known: dict[RingRef, Points] = {}
    created: list[Edit] = []
    for item in drawing.get("objects", []):
        points = _canvas_points(item)
        place = int(item.get("strokeDashOffset") or 0)
        if points is None or place < 0:
            continue
        if 1 <= place <= len(refs):
            known[refs[place - 1]] = points
        elif category_id is None:
            raise InputError(
                "Correct adds nothing: turn on the pencil in the bar over the picture to edit "
                "outlines, or choose Draw to add one."
            )
        else:
            parts = (Part(ring(np.round(points / scale, 2))),)
            created.append(Create(category_id=category_id, segmentation=Segmentation(parts)))
    return [*_changes(drawn, now, known, scale=scale), *created]


def _changes(
    drawn: Sequence[Annotation],
    now: Mapping[int, Annotation],
    known: Mapping[RingRef, Points],
    *,
    scale: float,
) -> Iterable[Edit]:
    for annotation in drawn:
        if not annotation.segmentation.parts:
            continue
        saved = now.get(annotation.id)
        parts = tuple(_parts_now(saved or annotation, known, scale=scale))
        if saved is None and parts:
            yield Create(annotation.category_id, Segmentation(parts))
        elif saved is not None and not parts:
            yield Delete(saved.id, saved.version)
        elif saved is not None and parts != saved.segmentation.parts:
            yield Update(saved.id, saved.version, segmentation=Segmentation(parts))


def _parts_now(
    annotation: Annotation, known: Mapping[RingRef, Points], *, scale: float
) -> Iterable[Part]:
    for p, part in enumerate(annotation.segmentation.parts):
        now = [
            _ring_now(before, known.get(RingRef(annotation.id, p, r)), scale=scale)
            for r, before in enumerate(part.rings)
        ]
        if now[0] is not None:
            yield Part(now[0], tuple(hole for hole in now[1:] if hole is not None))


def _ring_now(before: Ring, points: Points | None, *, scale: float) -> Ring | None:
    """The ring after the edit: None when it was removed, `before` itself when nobody touched it."""
    if points is None:
        return None
    drawn = before * scale
    if len(points) == len(drawn) and np.abs(points - drawn).max() < _SAME:
        return before
    distance = np.abs(points[:, None] - drawn[None]).max(axis=2)
    nearest = distance.argmin(axis=1)
    kept = distance[np.arange(len(points)), nearest] < _SAME
    return ring(np.where(kept[:, None], before[nearest], np.round(points / scale, 2)))


def _signature(number: int) -> dict[str, object]:
    """The invisible object that says which drawing this is."""
    return {
        "type": "Rect",
        "left": -10,
        "top": -10,
        "width": 0,
        "height": 0,
        "opacity": 0,
        "strokeWidth": 0,
        "strokeDashOffset": -number,
        "strokeDashArray": None,
    }


def _polygon(points: Points, *, place: int, color: str, fill: str, width: int) -> dict[str, object]:
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    return {
        "type": "Polygon",
        "points": [{"x": x, "y": y} for x, y in points.tolist()],
        "left": float(centre[0]),
        "top": float(centre[1]),
        "originX": "center",
        "originY": "center",
        "stroke": color,
        "fill": fill,
        "strokeWidth": width,
        "strokeUniform": True,
        "strokeDashOffset": place,
        "strokeDashArray": None,
    }


def _canvas_points(item: Mapping[str, Any]) -> Points | None:
    """The item's outline with its move, scaling and turning applied; None for anything else."""
    if item.get("type") == "Polygon":
        points = np.array([(p["x"], p["y"]) for p in item.get("points") or []], dtype=float)
        if len(points) == 0:
            return None
        centre = (points.min(axis=0) + points.max(axis=0)) / 2
        return _placed(points - centre, item)
    if item.get("type") == "Rect":
        x, y = item.get("width", 0) / 2, item.get("height", 0) / 2
        return _placed(np.array([(-x, -y), (x, -y), (x, y), (-x, y)], dtype=float), item)
    return None


def _placed(points: Points, item: Mapping[str, Any]) -> Points:
    """Fabric's matrix (translate, rotate, scale, flip) on points about the object's centre."""
    scale = np.array([item.get("scaleX", 1), item.get("scaleY", 1)], dtype=float)
    flip = np.array([-1 if item.get(key) else 1 for key in ("flipX", "flipY")])
    angle = np.deg2rad(item.get("angle", 0))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    extent = np.array([item.get("width", 0), item.get("height", 0)], dtype=float) * scale
    origin = np.array(
        [_ORIGIN[item.get("originX", "left")], _ORIGIN[item.get("originY", "top")]], dtype=float
    )
    anchor = np.array([item.get("left", 0), item.get("top", 0)], dtype=float)
    centre = anchor + turn @ ((0.5 - origin) * extent)
    moved: Points = (points * scale * flip) @ turn.T + centre
    return moved
