"""Images full of round outlines, as editor_frames.py shows them to the editor and to its peers."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from segcore.types import Size

SIZE = Size(4000, 3000)  # of every picture
FILLED = 0.9  # of the room of an outline


@dataclass(frozen=True)
class Scene:
    """`count` outlines of `points` points each, in rows that fill the picture."""

    name: str
    count: int
    points: int

    @property
    def _columns(self) -> int:
        return ceil(sqrt(self.count * SIZE.width / SIZE.height))

    @property
    def radius(self) -> float:
        """Image pixels."""
        if self.count == 1:
            return FILLED * SIZE.height / 2
        return FILLED * SIZE.width / self._columns / 2

    def centre(self, number: int) -> tuple[float, float]:
        """Of outline `number`, image pixels."""
        if self.count == 1:
            return SIZE.width / 2, SIZE.height / 2
        step = SIZE.width / self._columns
        row, column = divmod(number, self._columns)
        return (column + 0.5) * step, (row + 0.5) * step

    @property
    def middle(self) -> int:
        """The number of an outline in the middle of the picture: the one that is worked on."""
        rows = ceil(self.count / self._columns)
        return min(self.count - 1, rows // 2 * self._columns + self._columns // 2)

    def outline(self, number: int) -> NDArray[np.float64]:
        """(points, 2), image pixels; the first point lies to the right of the centre."""
        angles = np.linspace(0, 2 * np.pi, self.points, endpoint=False)
        reach = self.radius * (0.9 + 0.1 * np.cos(7 * angles))
        circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        outline: NDArray[np.float64] = (self.centre(number) + circle * reach[:, None]).round(2)
        return outline


SCENES = (
    Scene("2,000 x 20", 2000, 20),
    Scene("300 x 200", 300, 200),
    Scene("1 x 6,000", 1, 6000),
    Scene("10,000 x 20", 10_000, 20),
)
