"""Masks as polygons: every pixel at IoU 1, few points below."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from segcore import geometry
from segcore.errors import InputError
from segcore.types import Mask, Part, Segmentation, Size, ring

masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=16))


def picture(text: str) -> Mask:
    return np.array([[letter == "#" for letter in line] for line in text.split()])


def refilled(parts: tuple[Part, ...], like: Mask) -> Mask:
    height, width = like.shape
    return geometry.segmentation_to_mask(Segmentation(parts), Size(width, height))


def disc(radius: int, hole: int = 0) -> Mask:
    y, x = np.mgrid[-radius - 5 : radius + 5, -radius - 9 : radius + 9]
    away = np.hypot(x, y)
    return np.asarray((away < radius) & (away >= hole))


@given(masks)
def test_iou_one_gives_every_pixel_back(mask: Mask) -> None:
    parts = geometry.mask_to_parts(mask, iou=1)
    assert np.array_equal(refilled(parts, mask), mask)
    assert geometry.parts_area(parts) == mask.sum()
    assert not any(geometry.is_self_crossing(edge) for part in parts for edge in part.rings)


@given(masks, st.floats(0.5, 1.0))
def test_the_wanted_iou_is_kept(mask: Mask, iou: float) -> None:
    parts = geometry.mask_to_parts(mask, iou=iou)
    assert not mask.any() or geometry.mask_iou(refilled(parts, mask), mask) >= iou


def test_a_pixel_is_a_square_of_its_edges() -> None:
    (part,) = geometry.mask_to_parts(picture("... .#. ..."))
    assert sorted(part.outer.tolist()) == [[1, 1], [1, 2], [2, 1], [2, 2]]


def test_holes_and_an_island_in_a_hole_are_kept() -> None:
    parts = geometry.mask_to_parts(picture("##### #...# #.#.# #...# #####"), iou=1)
    assert sorted((geometry.parts_area([part]), len(part.holes)) for part in parts) == [
        (1.0, 0),
        (16.0, 1),
    ]


def test_pieces_that_touch_in_a_corner_are_two_parts() -> None:
    assert len(geometry.mask_to_parts(picture("#. .#"))) == 2


def test_nothing_gives_no_part() -> None:
    assert geometry.mask_to_parts(np.zeros((5, 5), dtype=bool)) == ()


def test_a_mask_with_colours_is_refused() -> None:
    with pytest.raises(InputError, match=r"got shape \(2, 2, 3\)"):
        geometry.mask_to_parts(np.zeros((2, 2, 3), dtype=bool))


@pytest.mark.parametrize("hole", [0, 25])
def test_a_round_object_takes_few_points(hole: int) -> None:
    mask = disc(60, hole)
    parts = geometry.mask_to_parts(mask, iou=0.98)
    assert sum(len(edge) for edge in parts[0].rings) < 50
    assert len(parts) == 1
    assert len(parts[0].holes) == bool(hole)
    assert geometry.mask_iou(refilled(parts, mask), mask) >= 0.98


def test_thin_shapes_stay_sound() -> None:
    x = np.arange(300)
    mask = np.zeros((80, 300), dtype=bool)
    for row in range(2):
        mask[(40 + 30 * np.sin(x / 9)).astype(int) + row, x] = True
    parts = geometry.mask_to_parts(mask, iou=0.7)
    assert not any(geometry.is_self_crossing(edge) for part in parts for edge in part.rings)


def test_simplify_keeps_only_own_points() -> None:
    angles = np.linspace(0, 2 * np.pi, 500, endpoint=False)
    part = Part(ring(np.stack([np.cos(angles), np.sin(angles)], axis=1) * 50.123 + 60))
    (few,) = geometry.simplify([part], iou=0.98)
    assert len(few.outer) < 40
    assert {tuple(point) for point in few.outer} <= {tuple(point) for point in part.outer}
    assert geometry.parts_area([few]) >= 0.98 * geometry.parts_area([part])


def test_simplify_leaves_what_crosses_itself_alone() -> None:
    part = Part(ring([[0, 0], [4, 4], [4, 0], [0, 4]]))
    assert geometry.simplify([part]) == (part,)
    assert geometry.simplify([]) == ()


def test_hand_drawn_outlines_come_back_as_good_polygons(fruits: Path) -> None:
    labels = json.loads((fruits / "labels.json").read_text())
    sizes = {image["id"]: Size(image["width"], image["height"]) for image in labels["images"]}
    for annotation in labels["annotations"]:
        size = sizes[annotation["image_id"]]
        drawn = tuple(Part(np.reshape(flat, (-1, 2))) for flat in annotation["segmentation"])
        mask = geometry.segmentation_to_mask(Segmentation(drawn), size)
        again = refilled(geometry.mask_to_parts(mask, iou=0.98), mask)
        assert geometry.mask_iou(again, mask) >= 0.98
