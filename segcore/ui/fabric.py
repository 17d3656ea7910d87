"""One annotation as a Fabric.js drawing, as the drawable canvas speaks it, and back.

The canvas forgets every property it does not know, so a ring carries its identity in
`strokeDashOffset`: its place, from 1, in the list of RingRef; what a person draws has 0. A first,
invisible object carries minus the drawing's number, so that an event from an earlier drawing is
told from one of this drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from segcore.errors import InputError
from segcore.types import Annotation, Delete, Part, Ring, Segmentation, Update, ring

Points = NDArray[np.float64]
"""(n, 2) float, canvas pixels."""

_SAME = 1e-3  # canvas pixels: Fabric rounds to four decimals
_ORIGIN = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


class RingRef(NamedTuple):
    """Which ring of the annotation a polygon on the canvas is; `ring` 0 is the outer one."""

    part: int
    ring: int


@dataclass(frozen=True)
class View:
    """What of the image is on the canvas: from (`x`, `y`), `scale` canvas pixels a pixel."""

    scale: float
    x: float = 0.0
    y: float = 0.0

    def to_canvas(self, points: Ring) -> Points:
        return (points - (self.x, self.y)) * self.scale

    def to_image(self, points: Points) -> Ring:
        """Rounded to 0.01 image pixels."""
        return ring(np.round(points / self.scale + (self.x, self.y), 2))


def ring_refs(annotation: Annotation) -> list[RingRef]:
    """One reference for every ring, in drawing order."""
    parts = annotation.segmentation.parts
    return [RingRef(p, r) for p, part in enumerate(parts) for r in range(len(part.rings))]


def annotation_to_fabric(
    annotation: Annotation, *, number: int, view: View, color: str
) -> dict[str, Any]:
    """Drawing `number` (1, 2, ...) of every ring."""
    objects: list[dict[str, object]] = [_signature(number)]
    for place, ref in enumerate(ring_refs(annotation), start=1):
        points = view.to_canvas(annotation.segmentation.parts[ref.part].rings[ref.ring])
        fill = f"{color}33" if ref.ring == 0 else ""
        objects.append(_polygon(points, place=place, color=color, fill=fill))
    return {"objects": objects}


def is_drawing(drawing: Mapping[str, Any] | None, *, number: int) -> bool:
    """Whether `drawing`, as the canvas sent it, is an edit of drawing `number`."""
    objects = (drawing or {}).get("objects", [])
    return any(item.get("strokeDashOffset") == -number for item in objects)


def fabric_to_edit(
    drawing: Mapping[str, Any], *, drawn: Annotation, now: Annotation, view: View
) -> Update | Delete | None:
    """What a person changed on the canvas since the last save; None when nothing.

    `drawn` is what the drawing was made from, `now` the same annotation as last saved. Untouched
    vertices keep their exact coordinates; moved and new ones are rounded to 0.01 image pixels.
    Raises InputError for anything new on the canvas, and where fewer than three points are left of
    a ring.
    """
    parts = tuple(_parts_now(now, _known_rings(drawing, drawn), view=view))
    if not parts:
        return Delete(now.id, now.version)
    if parts == now.segmentation.parts:
        return None
    return Update(now.id, now.version, segmentation=Segmentation(parts))


def _known_rings(drawing: Mapping[str, Any], drawn: Annotation) -> dict[RingRef, Points]:
    """What is left of the rings that were drawn."""
    refs = ring_refs(drawn)
    known: dict[RingRef, Points] = {}
    for item in drawing.get("objects", []):
        points = _canvas_points(item)
        place = int(item.get("strokeDashOffset") or 0)
        if points is None or place < 0:
            continue
        if not 1 <= place <= len(refs):
            raise InputError(
                "Nothing can be added here: turn on the pencil in the bar over the picture to edit "
                "the outline, or open Annotate to draw."
            )
        known[refs[place - 1]] = points
    return known


def _parts_now(
    annotation: Annotation, known: Mapping[RingRef, Points], *, view: View
) -> Iterable[Part]:
    for p, part in enumerate(annotation.segmentation.parts):
        now = [
            _ring_now(before, known.get(RingRef(p, r)), view=view)
            for r, before in enumerate(part.rings)
        ]
        if now[0] is not None:
            yield Part(now[0], tuple(hole for hole in now[1:] if hole is not None))


def _ring_now(before: Ring, points: Points | None, *, view: View) -> Ring | None:
    """The ring after the edit: None when it was removed, `before` itself when nobody touched it."""
    if points is None:
        return None
    drawn = view.to_canvas(before)
    if len(points) == len(drawn) and np.abs(points - drawn).max() < _SAME:
        return before
    distance = np.abs(points[:, None] - drawn[None]).max(axis=2)
    nearest = distance.argmin(axis=1)
    kept = distance[np.arange(len(points)), nearest] < _SAME
    return ring(np.where(kept[:, None], before[nearest], view.to_image(points)))


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


def _polygon(points: Points, *, place: int, color: str, fill: str) -> dict[str, object]:
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
        "strokeWidth": 2,
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
