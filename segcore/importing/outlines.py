"""The polygons of many annotations measured and judged at once, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from segcore import geometry
from segcore.errors import InputError
from segcore.types import Ring, Size

TOLERANCE = 1.0  # pixels: a point this far outside the picture is left where it is

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Outlines:
    """The rings of a batch of annotations. All arrays have one entry a ring."""

    owner: NDArray[np.int64]  # which annotation of the batch
    rings: list[Ring]  # closed implicitly; may have fewer than three points
    low: Floats  # (n, 2) smallest x, y
    high: Floats  # (n, 2) largest x, y
    area: Floats
    short: Flags  # fewer than three points
    outside: Flags  # reaches more than TOLERANCE out of its picture
    crossing: Flags  # crosses itself; not looked at where short or outside

    @property
    def suspect(self) -> Flags:
        return self.short | self.outside | self.crossing


def measure(polygons: Sequence[tuple[int, list[float]]], sizes: Sequence[Size]) -> Outlines:
    """Measure `polygons`, pairs of an annotation's number and its flat coordinates.

    `sizes` has the picture's size for each annotation of the batch. The coordinates are finite and
    of even count; empty polygons must not be among them.
    """
    owner = np.array([number for number, _ in polygons], dtype=np.int64)
    lengths = np.array([len(flat) // 2 for _, flat in polygons], dtype=np.int64)
    flat = np.fromiter(chain.from_iterable(flat for _, flat in polygons), dtype=np.float64)
    points = flat.reshape(-1, 2)
    starts = np.cumsum(lengths) - lengths
    lengths -= _closed(points, starts, lengths)
    with np.errstate(over="ignore", invalid="ignore"):  # absurd coordinates are refused later
        low, high, area = _extent(points, starts)
    limits = np.array([sizes[number] for number in owner], dtype=np.float64).reshape(-1, 2)
    beyond: Flags = (low < -TOLERANCE) | (high > limits + TOLERANCE)
    outside: Flags = np.logical_or(beyond[:, 0], beyond[:, 1])
    rings = [
        points[start : start + length]
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)
    ]
    short = lengths < 3
    crossing = _crossing(rings, ~(short | outside))
    return Outlines(owner, rings, low, high, area, short, outside, crossing)


def _closed(
    points: Floats, starts: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.int64]:
    """1 for each ring whose last point repeats its first, else 0."""
    same = (points[starts] == points[starts + lengths - 1]).all(axis=1)
    closed: NDArray[np.int64] = (same & (lengths > 1)).astype(np.int64)
    return closed


def _extent(points: Floats, starts: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Smallest and largest x, y and the area of each ring (shoelace, from its first point)."""
    if not len(starts):
        return np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0)
    low = np.minimum.reduceat(points, starts)
    high = np.maximum.reduceat(points, starts)
    bounds = np.append(starts, len(points))
    moved = points - np.repeat(points[starts], np.diff(bounds), axis=0)
    following = np.roll(moved, -1, axis=0)
    following[bounds[1:] - 1] = 0.0  # the first point of each ring, moved to the origin
    cross = moved[:, 0] * following[:, 1] - moved[:, 1] * following[:, 0]
    return low, high, np.abs(np.add.reduceat(cross, starts)) / 2


def _crossing(rings: list[Ring], judged: Flags) -> Flags:
    found = np.zeros(len(rings), dtype=bool)
    numbers = np.flatnonzero(judged)
    if len(numbers):
        found[numbers] = _judge([rings[number] for number in numbers.tolist()])
    return found


def _judge(rings: list[Ring]) -> Flags:
    """Which rings cross themselves; one too tangled to tell counts as crossing."""
    try:
        return geometry.crossing(rings)
    except InputError:
        if len(rings) == 1:
            return np.ones(1, dtype=bool)
        half = len(rings) // 2
        return np.concatenate([_judge(rings[:half]), _judge(rings[half:])])
