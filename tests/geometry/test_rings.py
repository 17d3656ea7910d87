"""Rings: area, crossing, repair and clipping, against point-wise truths."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from segcore import geometry
from segcore.errors import InputError
from segcore.types import Part, Ring, Size, ring

SQUARE = ring([[0, 0], [4, 0], [4, 4], [0, 4]])
BOW_TIE = ring([[0, 0], [4, 4], [4, 0], [0, 4]])
TWICE = ring(np.concatenate([SQUARE, SQUARE]))
TOUCHING = ring([[0, 0], [4, 0], [2, 2], [4, 4], [0, 4], [2, 2]])  # two triangles share (2, 2)
SPIKED = ring([[0, 0], [4, 0], [4, 4], [8, 4], [4, 4], [0, 4]])
FLAT = ring([[0, 0], [4, 4], [2, 2]])

# Small whole numbers make vertices meet edges and edges overlap all the time.
grid_rings = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=3, max_size=12).map(
    ring
)
PROBES = np.stack(  # off the lines between points of the grid
    np.meshgrid(np.arange(0.0317, 7, 0.1931), np.arange(0.0523, 7, 0.2113)), axis=-1
).reshape(-1, 2)


def windings(outline: Ring, points: NDArray[np.float64]) -> NDArray[np.int64]:
    """How often the outline goes around each point: the angles it is seen under, summed up."""
    seen = outline[None] - points[:, None]
    angles = np.arctan2(seen[..., 1], seen[..., 0])
    steps = np.diff(angles, axis=1, append=angles[:, :1])
    turns = (steps + np.pi) % (2 * np.pi) - np.pi
    rounds: NDArray[np.int64] = np.rint(turns.sum(axis=1) / (2 * np.pi)).astype(np.int64)
    return rounds


def inside(parts: tuple[Part, ...], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    found = np.zeros(len(points), dtype=bool)
    for part in parts:
        held = windings(part.outer, points) != 0
        for hole in part.holes:
            held &= windings(hole, points) == 0
        assert not (found & held).any(), "parts overlap"
        found |= held
    return found


def test_area_is_positive_clockwise_on_screen() -> None:
    assert geometry.ring_area(SQUARE) == 16.0
    assert geometry.ring_area(SQUARE[::-1]) == -16.0
    assert geometry.ring_area(SQUARE + 1e7) == 16.0


@pytest.mark.parametrize("outline", [SQUARE, SQUARE[::-1], TOUCHING, SPIKED, FLAT])
def test_touching_spikes_and_flat_rings_are_not_crossing(outline: Ring) -> None:
    assert not geometry.is_self_crossing(outline)


@pytest.mark.parametrize("outline", [BOW_TIE, TWICE])
def test_a_bow_tie_and_a_double_round_are_crossing(outline: Ring) -> None:
    assert geometry.is_self_crossing(outline)


def test_many_rings_are_judged_at_once() -> None:
    assert geometry.crossing([SQUARE, BOW_TIE, SPIKED, TWICE]).tolist() == [0, 1, 0, 1]
    assert geometry.crossing([]).tolist() == []


@given(grid_rings)
def test_crossing_is_what_the_winding_numbers_say(outline: Ring) -> None:
    found = set(windings(outline, PROBES).tolist())
    if not (found <= {0, 1} or found <= {0, -1}):  # a sliver may slip between the probes
        assert geometry.is_self_crossing(outline)


@given(grid_rings)
def test_repair_keeps_the_even_odd_inside(outline: Ring) -> None:
    parts = geometry.repair_ring(outline)
    assert np.array_equal(inside(parts, PROBES), windings(outline, PROBES) % 2 == 1)
    assert not any(geometry.is_self_crossing(edge) for part in parts for edge in part.rings)


def test_repairing_a_bow_tie_gives_its_two_halves() -> None:
    parts = geometry.repair_ring(BOW_TIE)
    assert sorted(geometry.ring_area(part.outer) for part in parts) == [4.0, 4.0]


def test_repairing_leaves_a_sound_ring_and_drops_a_flat_one() -> None:
    assert geometry.repair_ring(SQUARE[::-1]) == (Part(SQUARE[::-1]),)
    assert geometry.repair_ring(FLAT) == ()


def test_a_scribble_is_refused_at_once() -> None:
    scribble = np.random.default_rng(0).random((20_000, 2)) * 1000
    with pytest.raises(InputError, match="20000 points crosses itself more than"):
        geometry.repair_ring(scribble)


def test_overlapping_edges_do_not_bring_outside_in() -> None:
    """Here shapely's make_valid(method="linework") answers 6.71."""
    outline = ring([[3, 2], [2, 6], [1, 6], [3, 6], [2, 4], [3, 7], [2, 4], [7, 2], [3, 6], [2, 6]])
    assert geometry.parts_area(geometry.repair_ring(outline)) == pytest.approx(6.0)


def test_clipping_leaves_what_is_inside_and_cuts_the_rest() -> None:
    within, across, beyond = Part(SQUARE), Part(SQUARE + [8, 0]), Part(SQUARE + 20)
    clipped = geometry.clip_parts([within, across, beyond], Size(10, 10))
    assert clipped[0] is within
    assert [geometry.parts_area([part]) for part in clipped] == [16.0, 8.0]


def test_clipping_keeps_holes() -> None:
    part = Part(SQUARE * 4 - 3, (SQUARE + 1,))
    assert geometry.parts_area(geometry.clip_parts([part], Size(10, 10))) == 100.0 - 16.0


@given(grid_rings, st.integers(1, 6))
def test_clipping_keeps_the_even_odd_inside(outline: Ring, side: int) -> None:
    clipped = inside(geometry.clip_parts([Part(outline)], Size(side, side)), PROBES)
    parity = windings(outline, PROBES) % 2 == 1
    in_picture = (side > PROBES).all(axis=1)
    assume((outline > side).any())
    assert np.array_equal(clipped, parity & in_picture)


@pytest.mark.parametrize("far", [1e9, 1e300, -1e200])
def test_a_coordinate_beyond_all_pictures_is_refused(far: float) -> None:
    outline = ring([(0.0, 0.0), (far, 0.0), (0.0, 4.0)])
    with pytest.raises(InputError, match="far outside every picture"):
        geometry.is_self_crossing(outline)
    with pytest.raises(InputError, match="far outside every picture"):
        geometry.repair_ring(outline)
    with pytest.raises(InputError, match="far outside every picture"):
        geometry.clip_parts([Part(outline)], Size(10, 10))
