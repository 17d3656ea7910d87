"""The editor's geometry against the server's: the same areas from the same outlines.

A failure names its case; `python -m tests.geometry.editor_cases` tells how to run it alone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache, reduce
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.ops import split

from segcore.geometry import clip_parts, is_self_crossing, repair_ring
from segcore.types import Part, Size, ring
from tests.geometry.editor_cases import KINDS, OPERATIONS, PICTURE, TANGLED, Case, Rings, make_case

CASES = 1_000
EDITOR = Path(__file__).parents[2] / "editor"
SLACK = 0.1  # square pixels
RELATIVE = 1e-6
GRID = 0.01  # pixels: new points of the editor lie on it
SLIVER = 0.02  # square pixels: pieces so small are left out
BLUR = 0.05  # pixels: pieces that part or meet within it are not counted

Answer = tuple[Case, list[Rings]]


@cache
def _answers() -> list[Answer]:
    cases = [make_case(number) for number in range(CASES)]
    lines = "".join(f"{json.dumps(case.question())}\n" for case in cases)
    asked = [_node(), str(EDITOR / "test" / "agreement.mjs")]
    done = subprocess.run(asked, input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return list(zip(cases, map(json.loads, done.stdout.splitlines()), strict=True))


def _node() -> str:
    own = Path(sys.executable).with_name("node")
    node = str(own) if own.exists() else shutil.which("node")
    if node is None:
        pytest.skip("There is no node here: `make test` puts one into .venv.")
    if not (EDITOR / "node_modules" / "esbuild").exists():
        pytest.skip("editor/node_modules is not complete: `make test` installs it.")
    return node


def _answered(operation: str) -> list[Answer]:
    return [answer for answer in _answers() if answer[0].operation == operation]


def _name(case: Case) -> str:
    return f"case {case.number}, {case.operation} of {case.kind}"


def _area(parts: Rings) -> shapely.Geometry:
    """What the parts cover, each by the even-odd rule."""
    return shapely.union_all([_part_area(part) for part in parts])


def _part_area(part: list[list[float]]) -> shapely.Geometry:
    return reduce(shapely.symmetric_difference, [_ring_area(points) for points in part])


def _ring_area(points: list[float]) -> shapely.Geometry:
    pieces = repair_ring(ring(np.reshape(points, (-1, 2))))
    return shapely.union_all([shapely.Polygon(piece.outer, piece.holes) for piece in pieces])


def _check(case: Case, parts: Rings, exact: shapely.Geometry) -> None:
    """The same area as worked out exactly or on the editor's grid, and nowhere off by more."""
    ours, on_grid = _area(parts), shapely.set_precision(exact, GRID)
    off = min(abs(ours.area - truth.area) for truth in (exact, on_grid))
    assert off <= max(SLACK, RELATIVE * exact.area), _name(case)
    between = shapely.symmetric_difference(ours, exact)
    assert between.buffer(-GRID).area <= SLIVER, _name(case)
    if (count := _robust_count(exact)) is not None:
        assert _count(ours) == count, _name(case)


def _robust_count(area: shapely.Geometry) -> int | None:
    """How many pieces there are, where the grid cannot part or join any."""
    counts = {_count(area), _count(area.buffer(BLUR)), _count(area.buffer(-BLUR))}
    return counts.pop() if len(counts) == 1 else None


def _count(area: shapely.Geometry) -> int:
    return sum(piece.area > SLACK for piece in shapely.get_parts(area))


OPERATIONS_OF_TWO = {
    "union": shapely.union,
    "difference": shapely.difference,
    "intersection": shapely.intersection,
}


def test_every_kind_of_outline_is_asked_about() -> None:
    kinds = Counter((case.operation, case.kind) for case in map(make_case, range(CASES)))
    wanted = {(o, k) for o in OPERATIONS for k in (TANGLED if o == "repaired" else KINDS)}
    assert wanted <= set(kinds)


@pytest.mark.parametrize("operation", OPERATIONS_OF_TWO)
def test_two_outlines_combine_to_the_same_area(operation: str) -> None:
    for case, [parts] in _answered(operation):
        _check(case, parts, OPERATIONS_OF_TWO[operation](_area(case.a), _area(case.b)))


def test_an_outline_is_clipped_to_the_same_area() -> None:
    for case, [parts] in _answered("clipped"):
        clipped = clip_parts([_part(rings) for rings in case.a], Size(*PICTURE))
        truth = shapely.union_all([shapely.Polygon(part.outer, part.holes) for part in clipped])
        _check(case, parts, truth)


def _part(rings: list[list[float]]) -> Part:
    outer, *holes = [ring(np.reshape(points, (-1, 2))) for points in rings]
    return Part(outer, tuple(holes))


def test_a_tangle_is_repaired_to_the_same_area_without_crossings() -> None:
    for case, [parts] in _answered("repaired"):
        _check(case, parts, _area(case.a))
        rings = [ring(np.reshape(points, (-1, 2))) for part in parts for points in part]
        assert not any(map(is_self_crossing, rings)), _name(case)


def test_a_line_slices_an_outline_into_the_same_pieces() -> None:
    for case, pieces in _answered("slice"):
        line = shapely.LineString(np.reshape(case.path, (-1, 2)))
        parted = [split(_part_area(part), line).geoms for part in case.a]
        whole = [piece for parts in parted if len(parts) == 1 for piece in parts]
        cut = [piece for parts in parted if len(parts) > 1 for piece in parts]
        areas = [_area(piece) for piece in pieces]
        assert all(_holders(part, areas) == 1 for part in whole), _name(case)
        ours = _sizes([area.difference(shapely.union_all(whole)) for area in areas])
        exact, on_grid = _sizes(cut), _sizes(shapely.set_precision(cut, GRID))
        assert len(ours) == len(exact) == len(on_grid), _name(case)
        off = np.abs(np.array([exact, on_grid]) - ours).max(axis=1, initial=0)
        assert off.min() <= SLACK, _name(case)


def _holders(part: shapely.Geometry, areas: list[shapely.Geometry]) -> int:
    """How many of the areas have all of the part: with which one it goes is the editor's to say."""
    return sum(part.area - shapely.intersection(area, part).area <= SLACK for area in areas)


def _sizes(pieces: Iterable[shapely.Geometry]) -> list[float]:
    """The pieces' areas, largest first, without slivers."""
    return sorted((piece.area for piece in pieces if piece.area > SLACK), reverse=True)


def test_a_simplified_outline_keeps_its_iou() -> None:
    for case, [parts] in _answered("simplified"):
        ours, truth = _area(parts), _area(case.a)
        common = shapely.intersection(ours, truth).area
        assert common >= 0.98 * shapely.union(ours, truth).area - SLACK * RELATIVE, _name(case)
        rings = [ring(np.reshape(points, (-1, 2))) for part in parts for points in part]
        assert not any(map(is_self_crossing, rings)), _name(case)
