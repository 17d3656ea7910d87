"""Where an outline is wrong, and the way that would put it right. Points are image pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from segcore.types import Ring

Points: TypeAlias = NDArray[np.float64]
"""(n, 2) float, image pixels."""

_CLEAR = 2.0  # pixels: as near as this an outline is right
_BEYOND = 2.0  # pixels: a correction begins and ends this far outside the wrong stretch


@dataclass(frozen=True)
class Stretch:
    """A piece of an outline that is off; `start`, `via` and `end` are points of the outline."""

    start: Points
    via: Points
    end: Points
    off: float  # pixels, the most
    is_outside: bool  # of what is true there


def worst_stretch(outline: Ring, truth: Ring, *, tolerance: float) -> Stretch | None:
    """The stretch with the point farthest from the truth; None if all is within `tolerance`."""
    samples = sampled(outline, every=1.0)
    true_ring = shapely.LinearRing(truth)
    away = shapely.distance(shapely.points(samples), true_ring)
    worst = int(away.argmax())
    if away[worst] <= tolerance:
        return None
    before, after = _clear_around(away, worst)
    is_outside = not shapely.Polygon(truth).contains(shapely.Point(samples[worst]))
    count = len(samples)
    return Stretch(
        samples[(worst - before) % count],
        samples[worst],
        samples[(worst + after) % count],
        float(away[worst]),
        is_outside,
    )


def _clear_around(away: NDArray[np.float64], worst: int) -> tuple[int, int]:
    """How many samples before and after the worst one the outline is right again."""
    half = len(away) // 2
    clear_after = np.flatnonzero(np.roll(away, -worst) < _CLEAR)
    clear_before = np.flatnonzero(np.roll(away[::-1], worst + 1) < _CLEAR)
    first = [int(found[0]) if len(found) else half for found in (clear_before, clear_after)]
    return min(first[0], half), min(first[1], half)


def along(line: shapely.LinearRing, stretch: Stretch, *, every: float) -> Points:
    """The piece of `line` beside the stretch, from its start to its end and a little beyond."""
    start, via, end = (
        line.project(shapely.Point(point)) for point in (stretch.start, stretch.via, stretch.end)
    )
    forward = (end - start) % line.length
    if (via - start) % line.length <= forward:
        places = _places(start - _BEYOND, forward + 2 * _BEYOND, every)
    else:
        places = start + _BEYOND - _places(0, line.length - forward + 2 * _BEYOND, every)
    return shapely.get_coordinates(shapely.line_interpolate_point(line, places % line.length))


def _places(start: float, length: float, every: float) -> NDArray[np.float64]:
    return start + np.linspace(0, length, max(2, int(length / every) + 1))


def sampled(outline: Ring, *, every: float) -> Points:
    """Points along the closed outline, about `every` pixels apart."""
    line = shapely.LinearRing(outline)
    count = max(8, int(line.length / every))
    places = np.arange(count) * (line.length / count)
    return shapely.get_coordinates(shapely.line_interpolate_point(line, places))


def beside(truth: Ring, *, by: float) -> shapely.LinearRing | None:
    """The line on which a round cursor of radius |by| touches the truth: outside it, inside if < 0.

    None where there is no room.
    """
    grown = shapely.Polygon(truth).buffer(by)
    if grown.is_empty:
        return None
    pieces = [grown] if isinstance(grown, shapely.Polygon) else list(grown.geoms)
    return max(pieces, key=lambda piece: piece.area).exterior


class Off(NamedTuple):
    """A vertex, the true place nearest to it, and how many pixels lie between them."""

    vertex: Points  # (2,)
    place: Points  # (2,)
    off: float


def off_vertices(outline: Ring, truth: Ring) -> list[Off]:
    line = shapely.LinearRing(truth)
    points = shapely.points(outline)
    targets = shapely.line_interpolate_point(line, shapely.line_locate_point(line, points))
    away = shapely.distance(points, targets)
    places = shapely.get_coordinates(targets)
    return [Off(*one) for one in zip(outline, places, map(float, away), strict=True)]
