"""One annotation between its JSON object and Segcore's values."""

from __future__ import annotations

import json

import numpy as np
import pytest

from segcore import coco, geometry
from segcore.errors import InputError
from segcore.types import Box, Part, Rle, Segmentation, Size, ring

SIZE = Size(20, 10)
SQUARE = [[2, 1], [6, 1], [6, 5], [2, 5]]
FLAT = [2, 1, 6, 1, 6, 5, 2, 5]
HOLED = Part(ring([[0, 0], [10, 0], [10, 10], [0, 10]]), (ring(SQUARE),))


def source(**keys: object) -> bytes:
    return json.dumps({"id": 1, "image_id": 1, "category_id": 1, **keys}).encode()


def decoded(**keys: object) -> coco.Decoded:
    return coco.annotation_from_source(source(**keys), size=SIZE)


def test_a_polygon_list_becomes_one_part_each_with_box_and_area() -> None:
    found = decoded(segmentation=[FLAT, [10, 1, 12, 1, 12, 3]], iscrowd=0)
    assert found.segmentation.parts == (Part(ring(SQUARE)), Part(ring([[10, 1], [12, 1], [12, 3]])))
    assert found.box == Box(2, 1, 12, 5)
    assert found.area == 18.0
    assert not found.iscrowd


def test_a_polygon_closed_on_its_first_point_loses_the_repetition() -> None:
    assert decoded(segmentation=[[*FLAT, 2, 1]]).segmentation.parts == (Part(ring(SQUARE)),)


def test_a_polygon_written_as_a_flat_list_is_understood() -> None:
    assert decoded(segmentation=FLAT).segmentation.parts == (Part(ring(SQUARE)),)


@pytest.mark.parametrize("nothing", [[], None, [[]], [[1, 1, 5, 5]]])
def test_without_an_outline_the_box_is_that_of_the_file(nothing: object) -> None:
    found = decoded(segmentation=nothing, bbox=[1, 2, 3, 4])
    assert found.segmentation.is_empty
    assert found.box == Box(1, 2, 4, 6)


def test_plain_counts_become_an_exact_rle_with_an_outline_to_draw() -> None:
    keys = {"segmentation": {"size": [10, 20], "counts": [25, 4, 171]}, "iscrowd": 1}
    found = decoded(**keys)
    assert found.iscrowd
    assert found.area == 4
    assert found.box == Box(2, 5, 3, 9)
    assert found.segmentation.parts == ()
    drawn = coco.segmentation_from_source(source(**keys), size=SIZE)
    assert drawn.rle == found.segmentation.rle
    assert drawn.parts == geometry.mask_to_parts(geometry.segmentation_to_mask(drawn, SIZE))


def test_compressed_counts_are_kept_character_for_character() -> None:
    rle = geometry.mask_to_rle(geometry.segmentation_to_mask(Segmentation((HOLED,)), SIZE))
    raw = source(segmentation={"size": [10, 20], "counts": rle.counts})
    found = coco.segmentation_from_source(raw, size=SIZE)
    assert found.rle == rle
    assert len(found.parts[0].holes) == 1


@pytest.mark.parametrize(
    ("segmentation", "reason"),
    [
        ({"size": [10, 20], "counts": [25, 4, 170]}, "cover 199 pixels"),
        ({"size": [10, 20], "counts": [-1, 201]}, "not negative"),
        ({"size": [10, 20], "counts": "zz{"}, "not a COCO run-length string"),
        ({"size": [20, 10], "counts": [200]}, "COCO writes [height, width]"),
        ({"size": [10], "counts": [200]}, "must be [height, width]"),
        ({"counts": [200]}, "its segmentation has no size"),
        ([[1, 2, 3, 4, 5]], "odd number of coordinates (5)"),
        ([["a", "b"]], "its segmentation cannot be read"),
        ("outline", "its segmentation cannot be read"),
    ],
)
def test_a_broken_outline_is_refused_with_its_reason(segmentation: object, reason: str) -> None:
    with pytest.raises(InputError) as refusal:
        decoded(segmentation=segmentation)
    assert reason in str(refusal.value)


def test_a_number_too_large_for_a_float_is_refused() -> None:
    raw = source(segmentation=[[1, 2, 3, 4, 5, 6]]).replace(b"6]", b"1e999]")
    with pytest.raises(InputError, match="its segmentation has a number that is not finite"):
        coco.annotation_from_source(raw, size=SIZE)


def test_an_edit_changes_the_outline_and_keeps_ids_unknown_keys_and_their_order() -> None:
    raw = b'{"z":{"deep":[1.50]},"segmentation":[],"id":"a-1","image_id":7,"bbox":[0,0,1,1]}'
    edited = coco.annotation_to_source(
        raw,
        size=SIZE,
        segmentation=Segmentation((Part(ring(SQUARE)),)),
        box=Box(2, 1, 6, 5),
        area=16,
    )
    assert edited == (
        b'{"z":{"deep":[1.50]},"segmentation":[[2.0,1.0,6.0,1.0,6.0,5.0,2.0,5.0]],'
        b'"id":"a-1","image_id":7,"bbox":[2.0,1.0,4.0,4.0],"area":16.0}'
    )


def test_a_change_of_category_leaves_the_outline_value_for_value() -> None:
    raw = source(segmentation=[[1.10, 2, 3, 4, 5, 6]], area=3.000001, bbox=[1, 2, 3, 4])
    changed = json.loads(coco.annotation_to_source(raw, size=SIZE, category_id=2**70))
    assert changed == {**json.loads(raw), "category_id": 2**70}


def test_an_outline_with_a_hole_is_written_as_rle_and_comes_back_as_the_same_mask() -> None:
    segmentation = Segmentation((HOLED,))
    raw = coco.annotation_to_source(None, size=SIZE, segmentation=segmentation)
    assert json.loads(raw)["segmentation"]["size"] == [10, 20]
    again = coco.annotation_from_source(raw, size=SIZE).segmentation
    assert np.array_equal(
        geometry.segmentation_to_mask(again, SIZE),
        geometry.segmentation_to_mask(segmentation, SIZE),
    )


def test_an_exact_rle_is_written_as_it_is() -> None:
    rle = Rle(SIZE, geometry.mask_to_rle(np.eye(10, 20, dtype=bool)).counts)
    raw = coco.annotation_to_source(None, size=SIZE, segmentation=Segmentation(rle=rle))
    assert json.loads(raw)["segmentation"] == {"size": [10, 20], "counts": rle.counts}
