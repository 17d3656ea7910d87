"""Segmentations: the RLE is the truth where there is one, else the parts as COCO fills them."""

from __future__ import annotations

import numpy as np
import pycocotools.mask as coco_mask
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segcore import geometry
from segcore.errors import InputError
from segcore.types import Box, Part, Segmentation, Size, ring

SIZE = Size(12, 10)
SQUARE = ring([[1, 1], [7, 1], [7, 7], [1, 7]])
HOLE = ring([[3, 3], [5, 3], [5, 5], [3, 5]])
FRAME = Part(SQUARE, (HOLE,))

float_rings = st.lists(st.tuples(st.floats(-5, 20), st.floats(-5, 20)), min_size=3, max_size=9).map(
    ring
)


def test_a_hole_is_cut_out_and_an_island_put_back() -> None:
    island = Part(HOLE * 0.5 + 2)
    mask = geometry.segmentation_to_mask(Segmentation((FRAME, island)), SIZE)
    assert mask.sum() == 36 - 4 + 1
    assert geometry.segmentation_area(Segmentation((FRAME, island)), SIZE) == 33.0
    assert geometry.segmentation_box(Segmentation((FRAME, island)), SIZE) == Box(1, 1, 7, 7)


@given(st.lists(float_rings, min_size=1, max_size=3))
def test_parts_without_holes_are_filled_as_pycocotools_does(rings: list[np.ndarray]) -> None:
    flat = [points.ravel().tolist() for points in rings]
    theirs = coco_mask.merge(coco_mask.frPyObjects(flat, *SIZE[::-1]))
    ours = geometry.segmentation_to_rle(Segmentation(tuple(map(Part, rings))), SIZE)
    assert ours.counts == theirs["counts"].decode()


@given(float_rings, float_rings)
def test_filling_within_a_frame_changes_no_pixel(outer: np.ndarray, hole: np.ndarray) -> None:
    alone = [
        geometry.segmentation_to_mask(Segmentation((Part(points),)), SIZE)
        for points in (outer, hole)
    ]
    both = geometry.segmentation_to_mask(Segmentation((Part(outer, (hole,)),)), SIZE)
    assert np.array_equal(both, alone[0] & ~alone[1])


def test_the_rle_wins_over_its_drawing() -> None:
    exact = np.zeros((10, 12), dtype=bool)
    exact[2:4, 3:8] = True
    both = Segmentation((FRAME,), geometry.mask_to_rle(exact))
    assert np.array_equal(geometry.segmentation_to_mask(both, SIZE), exact)
    assert geometry.segmentation_area(both, SIZE) == 10.0
    assert geometry.segmentation_box(both, SIZE) == Box(3, 2, 8, 4)


def test_an_rle_of_another_size_is_refused() -> None:
    other = Segmentation(rle=geometry.mask_to_rle(np.ones((3, 4), dtype=bool)))
    for asked in (
        geometry.segmentation_to_mask,
        geometry.segmentation_area,
        geometry.segmentation_box,
    ):
        with pytest.raises(InputError, match="is 4 x 3 pixels, but its picture is 12 x 10"):
            asked(other, SIZE)


def test_an_empty_segmentation_is_an_empty_mask() -> None:
    nothing = Segmentation()
    assert not geometry.segmentation_to_mask(nothing, SIZE).any()
    assert geometry.segmentation_area(nothing, SIZE) == 0
    assert geometry.segmentation_box(nothing, SIZE) == Box(0, 0, 0, 0)


def test_far_coordinates_cost_no_memory() -> None:
    wide = Part(ring([[-1e7, 2], [1e7, 2], [1e7, 5], [-1e7, 5]]))
    mask = geometry.segmentation_to_mask(Segmentation((wide,)), SIZE)
    assert mask.sum() == 12 * 3
    assert geometry.segmentation_box(Segmentation((wide,)), SIZE) == Box(0, 2, 12, 5)
