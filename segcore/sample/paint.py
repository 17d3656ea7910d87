"""Colours and what is painted on a solid: spots, smiles, bands, pips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segcore.sample.raycast import Paint
from segcore.sample.view import Floats, vector

Color = tuple[float, float, float]


def color(text: str) -> Color:
    """ "#rrggbb" as linear light."""
    channels = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return red, green, blue


def lighter(base: Color, factor: float) -> Color:
    """`base` with `factor` times the light, none above 1."""
    red, green, blue = (min(channel * factor, 1.0) for channel in base)
    return red, green, blue


def all_of(*paints: Paint) -> Paint:
    """One coat after the other."""

    def coats(points: Floats, albedo: Floats) -> Floats:
        for paint in paints:
            albedo = paint(points, albedo)
        return albedo

    return coats


def spot(
    towards: Sequence[float],
    radii: tuple[float, float],
    tone: Color,
    *,
    tilt: float = 0,
    soft: float = 0.12,
) -> Paint:
    """An ellipse seen in direction `towards`; `radii` across and up, turned by `tilt` degrees."""
    across, up, out = _frame(towards)
    c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    first, second = (c * across + s * up) / radii[0], (c * up - s * across) / radii[1]

    def paint(points: Floats, albedo: Floats) -> Floats:
        reach = np.hypot(points @ first, points @ second)
        cover = np.clip((1 - reach) / soft + 0.5, 0, 1) * (points @ out > 0)
        return _over(albedo, tone, cover)

    return paint


def smile(
    towards: Sequence[float], width: float, tone: Color, *, line: float = 0.05, bend: float = 0.9
) -> Paint:
    """An upward curve of half-width `width`."""
    across, up, out = _frame(towards)

    def paint(points: Floats, albedo: Floats) -> Floats:
        x, y = points @ across, points @ up
        away = np.abs(y - bend * x * x / width) / line
        inside = (np.abs(x) < width) & (points @ out > 0)
        cover = np.clip(1.5 - away, 0, 1) * inside
        return _over(albedo, tone, cover)

    return paint


def band(axis: int, low: float, high: float, tone: Color, *, soft: float = 0.06) -> Paint:
    """Everything between two heights along an axis of the solid."""

    def paint(points: Floats, albedo: Floats) -> Floats:
        along = points[:, axis]
        cover = np.clip((along - low) / soft + 0.5, 0, 1) * np.clip(
            (high - along) / soft + 0.5, 0, 1
        )
        return _over(albedo, tone, cover)

    return paint


def sectors(count: int, tone: Color, *, axis: int = 1) -> Paint:
    """Every other of `count` slices around an axis: a beach ball."""
    first, second = (other for other in range(3) if other != axis)

    def paint(points: Floats, albedo: Floats) -> Floats:
        angle = np.arctan2(points[:, first], points[:, second])
        cover = np.clip(np.sin(angle * count / 2) * 12 + 0.5, 0, 1)
        return _over(albedo, tone, cover)

    return paint


_PIPS = {
    1: [(0, 0)],
    2: [(-1, -1), (1, 1)],
    3: [(-1, -1), (0, 0), (1, 1)],
    4: [(-1, -1), (-1, 1), (1, -1), (1, 1)],
    5: [(-1, -1), (-1, 1), (1, -1), (1, 1), (0, 0)],
    6: [(-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1)],
}
_FACES = {(0, 1): 3, (0, -1): 4, (1, 1): 1, (1, -1): 6, (2, 1): 5, (2, -1): 2}


def pips(tone: Color) -> Paint:
    """The six faces of a die, opposite ones making seven."""

    def paint(points: Floats, albedo: Floats) -> Floats:
        for (axis, side), number in _FACES.items():
            on_face = points[:, axis] * side > 0.93
            flat = np.delete(points, axis, axis=1)
            radius = 0.26 if number == 1 else 0.185
            for x, y in _PIPS[number]:
                away = np.hypot(flat[:, 0] - x * 0.5, flat[:, 1] - y * 0.5) / radius
                cover = np.clip((1 - away) * 7 + 0.5, 0, 1) * on_face
                albedo = _over(albedo, tone, cover)
        return albedo

    return paint


def _over(albedo: Floats, tone: Color, cover: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(albedo + (vector(tone) - albedo) * cover[:, None], np.float32)


def _frame(towards: Sequence[float]) -> tuple[Floats, Floats, Floats]:
    """Across, up and out for a look from outside along -`towards`."""
    out = vector(towards) / np.linalg.norm(towards)
    across = np.cross(out, (0, 1, 0))
    across = across / np.linalg.norm(across)
    return vector(across), vector(np.cross(across, out)), vector(out)
