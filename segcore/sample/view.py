"""Vectors, the camera, and windows of its pixels.

World units are toy-sized: x to the right, y up, z away from the camera, the ground at y = 0. A
depth is measured along the camera's axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float32]


def turn(*, x: float = 0, y: float = 0, z: float = 0) -> Floats:
    """The rotation about z, then x, then y, in degrees."""
    (cx, cy, cz), (sx, sy, sz) = np.cos(np.radians([x, y, z])), np.sin(np.radians([x, y, z]))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return vector(about_y @ about_x @ about_z)


def vector(values: ArrayLike) -> Floats:
    return np.asarray(values, np.float32)


@dataclass(frozen=True)
class Camera:
    """Looks at `target` from `distance` away, `pitch` degrees above the ground."""

    width: int
    height: int
    focal: float  # pixels
    pitch: float
    distance: float
    target: tuple[float, float, float] = (0.0, 0.6, 0.0)

    @property
    def axes(self) -> Floats:
        """Columns: the camera's right, down and forward in the world."""
        c, s = np.cos(np.radians(self.pitch)), np.sin(np.radians(self.pitch))
        return vector([[1, 0, 0], [0, -c, -s], [0, -s, c]])

    @property
    def eye(self) -> Floats:
        return vector(self.target) - self.distance * self.axes[:, 2]

    def scaled(self, factor: float) -> Camera:
        """The same view in `factor` times as many pixels each way."""
        size = round(self.width * factor), round(self.height * factor)
        return Camera(*size, self.focal * factor, self.pitch, self.distance, self.target)

    def rays(self, window: Window) -> Floats:
        """(height, width, 3): the way from the eye through each pixel's centre, depth 1."""
        x, y = self.slopes(window)
        axes = self.axes.T
        return vector((x[:, None] * axes[0])[None] + (y[:, None] * axes[1] + axes[2])[:, None])

    def slopes(self, window: Window) -> tuple[Floats, Floats]:
        """How far each column looks to the right and each row down, a unit of depth."""
        x = np.arange(window.x, window.x + window.width) + 0.5 - self.width / 2
        y = np.arange(window.y, window.y + window.height) + 0.5 - self.height / 2
        return vector(x / self.focal), vector(y / self.focal)

    def project(self, points: ArrayLike) -> Floats:
        """World points (n, 3) as pixels (n, 2)."""
        seen = (vector(points) - self.eye) @ self.axes
        middle = vector([self.width / 2, self.height / 2])
        return vector(seen[:, :2] / np.maximum(seen[:, 2:], 1e-3) * self.focal + middle)


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels inside the view."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def around(cls, points: Floats, camera: Camera, *, margin: float = 2) -> Window:
        """The pixels within `margin` of projected `points`; perhaps none."""
        low, high = np.floor(points.min(0) - margin), np.ceil(points.max(0) + margin)
        limit = (camera.width, camera.height)
        x1, y1 = np.clip(low, 0, limit).astype(int).tolist()
        x2, y2 = np.clip(high, 0, limit).astype(int).tolist()
        return cls(x1, y1, x2 - x1, y2 - y1)

    def slices(self, within: Window) -> tuple[slice, slice]:
        """Rows and columns of this window in an array that covers `within`."""
        x, y = self.x - within.x, self.y - within.y
        return slice(y, y + self.height), slice(x, x + self.width)
