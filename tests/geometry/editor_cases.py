"""Random questions to the editor's geometry, hard ones among them.

    python -m tests.geometry.editor_cases 12 | node editor/test/agreement.mjs

puts case 12 to the editor. Everything lies on a picture of about 100 x 100 pixels.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

SEED = 20_240
OPERATIONS = (
    "union",
    "difference",
    "intersection",
    "slice",
    "clipped",
    "repaired",
    "simplified",
)
PICTURE = (90, 80)

Points = NDArray[np.float64]
Rings = list[list[list[float]]]
"""Parts, each a list of rings of x, y, x, y, ...: the outer one first."""


@dataclass(frozen=True)
class Case:
    number: int
    operation: str
    kind: str
    a: Rings
    b: Rings
    path: list[float]

    def question(self) -> dict[str, Any]:
        asked = {"operation": self.operation, "a": self.a, "b": self.b, "path": self.path}
        return {**asked, "size": dict(zip(("width", "height"), PICTURE, strict=True))}


def make_case(number: int) -> Case:
    """Case `number`, always the same one."""
    rng = np.random.default_rng([SEED, number])
    operation = OPERATIONS[number % len(OPERATIONS)]
    kinds = TANGLED if operation == "repaired" else KINDS
    kind = str(rng.choice(list(kinds)))
    a, b = kinds[kind](rng)
    return Case(number, operation, kind, _flat(a), _flat(b), _line(rng))


def _flat(parts: list[list[Points]]) -> Rings:
    return [[ring.ravel().tolist() for ring in part] for part in parts]


def _line(rng: Generator) -> list[float]:
    """From the left of the picture to the right, with a bend or two."""
    count = int(rng.integers(2, 5))
    points = np.column_stack([np.linspace(-20, 120, count), rng.uniform(20, 80, count)])
    return _on_grid(points).ravel().tolist()


def _on_grid(points: Points) -> Points:
    rounded: Points = np.round(points, 2)
    return rounded


def _star(
    rng: Generator,
    centre: tuple[float, float] = (50, 50),
    size: float = 30,
    points: int | None = None,
) -> Points:
    """A ring that does not cross itself, on the grid."""
    count = points or int(rng.integers(3, 40))
    angles = (np.arange(count) + rng.uniform(0, 0.8, count)) * 2 * np.pi / count
    radii = size * rng.uniform(0.5, 1, count)
    around = np.column_stack([np.cos(angles), np.sin(angles)]) * radii[:, None]
    return _on_grid(around + centre)


def _beside(rng: Generator) -> tuple[float, float]:
    x, y = rng.uniform(25, 75, 2)
    return float(x), float(y)


Pair = tuple[list[list[Points]], list[list[Points]]]


def _plain(rng: Generator) -> Pair:
    return [[_star(rng)]], [[_star(rng, _beside(rng))]]


def _off_grid(rng: Generator) -> Pair:
    """Coordinates as other tools write them."""
    a, b = _plain(rng)
    return [[a[0][0] + rng.uniform(-0.005, 0.005, a[0][0].shape)]], b


def _holes(rng: Generator) -> Pair:
    hole = _star(rng, size=10)
    outer = _star(rng, size=30)
    outer = _on_grid(50 + (outer - 50) * 1.5)
    return [[outer, hole]], [[_star(rng, _beside(rng))]]


def _islands(rng: Generator) -> Pair:
    """Several parts, one of them in another's hole."""
    frame = [_on_grid(50 + (_star(rng) - 50) * 1.5), _star(rng, size=14, points=12)]
    island = [_star(rng, size=5)]
    return [frame, island], [[_star(rng, _beside(rng), 15)], [_star(rng, (50, 50), 4)]]


def _pixels(rng: Generator) -> Pair:
    """Outlines of columns of whole pixels: edges meet edges everywhere."""
    return [[_columns(rng)]], [[_columns(rng)]]


def _columns(rng: Generator) -> Points:
    left, count = int(rng.integers(10, 40)), int(rng.integers(2, 12))
    tops = rng.integers(20, 45, count)
    bottoms = rng.integers(46, 80, count)
    x = np.repeat(left + 3 * np.arange(count + 1), 2)[1:-1]
    upper = np.column_stack([x, np.repeat(tops, 2)])
    lower = np.column_stack([x, np.repeat(bottoms, 2)])
    return np.concatenate([upper, lower[::-1]]).astype(float)


def _shared(rng: Generator) -> Pair:
    """b's outline runs along a stretch of a's."""
    a = _star(rng, points=int(rng.integers(8, 30)))
    count = int(rng.integers(2, len(a) // 2))
    stretch = a[:count]
    away = _on_grid(50 + (stretch - 50) * rng.uniform(1.2, 1.9))
    return [[a]], [[np.concatenate([stretch, away[::-1]])]]


def _touching(rng: Generator) -> Pair:
    """Vertices of b are vertices of a or lie in the middle of its edges."""
    a, b = _star(rng, points=12), _star(rng, _beside(rng), points=12)
    middles = _on_grid((a + np.roll(a, -1, axis=0)) / 2)
    taken = rng.choice(12, 3, replace=False)
    b[taken] = np.where(rng.random((3, 1)) < 0.5, a[taken], middles[taken])
    return [[a]], [[b]]


def _jittered(rng: Generator) -> Pair:
    """b is a with its vertices a step of the grid away, or not."""
    a = _star(rng)
    return [[a]], [[_on_grid(a + rng.integers(-1, 2, a.shape) / 100)]]


def _close(rng: Generator) -> Pair:
    """b's vertices lie within 0.01 px of a's edges."""
    a = _star(rng, points=int(rng.integers(6, 25)))
    t = rng.uniform(0, 1, (len(a), 1))
    on_edges = a + t * (np.roll(a, -1, axis=0) - a)
    return [[a]], [[_on_grid(on_edges + rng.uniform(-0.01, 0.01, a.shape))]]


def _slivers(rng: Generator) -> Pair:
    """Long triangles, 0.02 to 0.5 px wide at their wide end."""
    return [[_star(rng)]], [[_needle(rng)], [_needle(rng) + [200, 0]]]


def _needle(rng: Generator) -> Points:
    start, end = rng.uniform(10, 90, (2, 2))
    width = rng.uniform(0.02, 0.5)
    return _on_grid(np.array([start, end, end + [0, width]]))


def _large(rng: Generator) -> Pair:
    """Hundreds of points, worked on in one place."""
    a = _star(rng, size=49, points=400)
    return [[a, _star(rng, size=6)]], [[_star(rng, _beside(rng), size=12)]]


def _same(rng: Generator) -> Pair:
    """One outline twice, wound the other way and begun elsewhere."""
    a = _star(rng)
    return [[a]], [[np.roll(a, int(rng.integers(0, len(a))), axis=0)[::-1]]]


def _tangle(rng: Generator) -> Pair:
    return [[_on_grid(rng.uniform(10, 90, (int(rng.integers(4, 14)), 2)))]], []


def _whole_tangle(rng: Generator) -> Pair:
    """Vertices on few places: edges overlap, vertices meet."""
    return [[10.0 * rng.integers(1, 8, (int(rng.integers(5, 14)), 2))]], []


def _spiked(rng: Generator) -> Pair:
    """An outline that runs out along a line and back."""
    a = _star(rng, points=12)
    out = _on_grid(50 + (a[3] - 50) * 1.6)
    return [[np.insert(a, 4, [out, a[3]], axis=0)]], []


def _crossing_hole(rng: Generator) -> Pair:
    return [[_star(rng, points=14), _star(rng, (65, 50), 20, points=9)]], []


KINDS: dict[str, Callable[[Generator], Pair]] = {
    "plain": _plain,
    "off the grid": _off_grid,
    "holes": _holes,
    "islands": _islands,
    "pixels": _pixels,
    "shared edges": _shared,
    "touching": _touching,
    "jittered": _jittered,
    "close": _close,
    "slivers": _slivers,
    "large": _large,
    "the same": _same,
}
TANGLED: dict[str, Callable[[Generator], Pair]] = {
    "tangle": _tangle,
    "whole tangle": _whole_tangle,
    "spiked": _spiked,
    "crossing hole": _crossing_hole,
}

if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(json.dumps(make_case(int(argument)).question()))
