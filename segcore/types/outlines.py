"""Where an instance is, and how large: rings, parts, masks, boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segcore.errors import InputError

Ring: TypeAlias = NDArray[np.float64]
"""(n, 2) float, x and y in pixels, n >= 3, the first point not repeated at the end; read-only."""

Mask: TypeAlias = NDArray[np.bool_]
"""(height, width) bool."""

Picture: TypeAlias = NDArray[np.uint8]
"""(height, width, 3) uint8, RGB."""


class Size(NamedTuple):
    """Pixels, width first."""

    width: int
    height: int


class Box(NamedTuple):
    """An upright box, float pixels; x1 <= x2 and y1 <= y2."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def area(self) -> float:
        return (self.x2 - self.x1) * (self.y2 - self.y1)


def ring(points: ArrayLike) -> Ring:
    """A checked, read-only copy of `points`, (n, 2) numbers.

    Raises InputError for fewer than three points, another shape, NaN or infinity.
    """
    array = np.array(points, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] != 2 or len(array) < 3:
        raise InputError(f"A ring needs at least three x, y points; got shape {array.shape}.")
    if not np.isfinite(array).all():
        raise InputError("A ring has a coordinate that is not a finite number.")
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Part:
    """One connected piece of a segmentation: an outer ring and the holes inside it."""

    outer: Ring
    holes: tuple[Ring, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "outer", ring(self.outer))
        object.__setattr__(self, "holes", tuple(ring(hole) for hole in self.holes))

    @property
    def rings(self) -> tuple[Ring, ...]:
        return (self.outer, *self.holes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part) or len(self.holes) != len(other.holes):
            return False
        return all(map(np.array_equal, self.rings, other.rings))

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Rle:
    """An exact mask, run-length encoded as COCO's compressed string (column-major)."""

    size: Size
    counts: str


@dataclass(frozen=True, eq=True)
class Segmentation:
    """Where an instance is: parts to draw and edit, and the exact mask where it came as one.

    `rle`, when present, is the truth and `parts` its drawing; an edit by a person drops `rle`.
    No parts and no rle: only a box is known.
    """

    parts: tuple[Part, ...] = ()
    rle: Rle | None = None

    __hash__ = None  # type: ignore[assignment]

    @property
    def is_empty(self) -> bool:
        return not self.parts and self.rle is None
