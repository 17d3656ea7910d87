"""Masks and RLE, against pycocotools and by eye."""

from __future__ import annotations

import numpy as np
import pycocotools.mask as coco_mask
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from segcore import geometry
from segcore.errors import InputError
from segcore.types import Box, Mask, Rle, Size

masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=24))

CORNER = np.array([[0, 0, 0], [0, 1, 1]], dtype=bool)  # down the columns: 3 out, 1 in, 1 out, 1 in


@given(masks)
def test_a_mask_survives_its_rle(mask: Mask) -> None:
    assert np.array_equal(geometry.rle_to_mask(geometry.mask_to_rle(mask)), mask)


@given(masks)
def test_area_box_and_runs_agree_with_pycocotools(mask: Mask) -> None:
    rle = geometry.mask_to_rle(mask)
    theirs = {"size": list(mask.shape), "counts": rle.counts.encode()}
    x, y, width, height = coco_mask.toBbox(theirs)
    assert geometry.rle_area(rle) == coco_mask.area(theirs)
    assert geometry.rle_box(rle) == (Box(x, y, x + width, y + height) if mask.any() else (0,) * 4)
    assert geometry.rle_from_uncompressed(geometry.rle_counts(rle).tolist(), rle.size) == rle


def test_runs_go_down_the_columns() -> None:
    assert geometry.rle_counts(geometry.mask_to_rle(CORNER)).tolist() == [3, 1, 1, 1]


def test_empty_runs_are_merged_away() -> None:
    rle = geometry.rle_from_uncompressed([1, 0, 2, 1, 0, 0, 1, 1], Size(3, 2))
    assert rle == geometry.mask_to_rle(CORNER)


@given(masks)
def test_iou_with_itself_is_one_and_with_nothing_zero(mask: Mask) -> None:
    assert geometry.mask_iou(mask, mask) == float(mask.any())
    assert geometry.mask_iou(mask, np.zeros_like(mask)) == 0.0


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([3, 1, 1], "cover 5 pixels, but its size 3 x 2 has 6"),
        ([3, 1, 1, 1, 9], "cover 15 pixels"),
        ([7, -1], "not negative"),
        ([3, True, 1, 1], "whole numbers"),
        ([3.0, 1, 1, 1], "whole numbers"),
        ([1 << 70], "whole numbers"),
        ([], "cover 0 pixels"),
    ],
)
def test_wrong_runs_are_refused(counts: list[int], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        geometry.rle_from_uncompressed(counts, Size(3, 2))


@pytest.mark.parametrize("text", ["", "é", " ", "ppppppppppppp", "P" * 4, "\x00", "oooooooo0", "~"])
def test_what_is_no_run_length_string_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="RLE"):
        geometry.rle_to_mask(Rle(Size(3, 2), text))


@given(st.text(max_size=20), st.integers(1, 50), st.integers(1, 50))
def test_any_text_is_a_mask_of_the_right_size_or_refused(
    text: str, width: int, height: int
) -> None:
    try:
        mask = geometry.rle_to_mask(Rle(Size(width, height), text))
    except InputError:
        return
    assert mask.shape == (height, width)


@pytest.mark.parametrize("size", [Size(0, 5), Size(-1, -6), Size(1 << 20, 1 << 20)])
def test_a_size_without_pixels_or_beyond_memory_is_refused(size: Size) -> None:
    with pytest.raises(InputError, match="size must be positive|over the limit"):
        geometry.rle_from_uncompressed([1], size)


def test_masks_of_two_shapes_have_no_iou() -> None:
    with pytest.raises(InputError, match=r"\(2, 3\) and \(3, 2\)"):
        geometry.mask_iou(CORNER, CORNER.T)
