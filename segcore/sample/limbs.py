"""Solids put together: what every toy needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from segcore.sample.raycast import Solid
from segcore.sample.view import Floats, vector

Solids = tuple[Solid, ...]
Point = tuple[float, float, float]


def limb(start: Point, end: Point, radius: float, **look: object) -> Solid:
    """An ellipsoid that reaches from `start` to `end`."""
    way = vector(end) - vector(start)
    length = float(np.linalg.norm(way))
    along = way / length
    side = np.cross(along, (0, 0, 1)) if abs(along[2]) < 0.9 else np.cross(along, (1, 0, 0))
    side /= np.linalg.norm(side)
    rotation = np.stack([side, along, np.cross(side, along)], axis=1)
    middle = (vector(start) + vector(end)) / 2
    solid = Solid(_point(vector(middle)), (radius, length / 2 + radius * 0.7, radius), (0, 0, 0))
    return replace(solid, rotation=vector(rotation), **look)  # type: ignore[arg-type]


def moved(solids: Sequence[Solid], *, by: Point, turned: Floats | None = None) -> Solids:
    """The solids turned about the origin and then moved."""
    rotation = np.eye(3, dtype=np.float32) if turned is None else vector(turned)
    return tuple(
        replace(
            solid,
            center=_point(rotation @ vector(solid.center) + vector(by)),
            rotation=rotation @ solid.rotation,
        )
        for solid in solids
    )


def _point(values: Floats) -> Point:
    x, y, z = (float(value) for value in values)
    return x, y, z
