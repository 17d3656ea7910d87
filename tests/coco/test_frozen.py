"""The dataset a run froze: written once, read by engines and evaluation."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from segcore import coco, geometry
from segcore.errors import InputError
from segcore.types import Annotation, Box, Category, Image, Part, Segmentation, Size, ring

SIZE = Size(20, 10)
IMAGES = (Image(5, 1, "sub/a ü.jpg", 20, 10), Image(6, 1, "b.jpg", 20, 10, split="val"))
CATEGORIES = (Category(9, 1, "duck", 0, "toy"), Category(8, 1, "die", 1))
SQUARE = Part(ring([[2, 1], [6, 1], [6, 5], [2, 5]]))
HOLED = Part(ring([[0, 0], [10, 0], [10, 10], [0, 10]]), (SQUARE.outer,))
EXACT = geometry.mask_to_rle(np.eye(10, 20, dtype=bool))


def annotation(number: int, segmentation: Segmentation) -> Annotation:
    return Annotation(
        number,
        5,
        9,
        segmentation,
        geometry.segmentation_box(segmentation, SIZE),
        geometry.segmentation_area(segmentation, SIZE),
    )


def write(path: Path, *annotations: Annotation) -> str:
    return coco.write_frozen(
        path,
        images=IMAGES,
        categories=CATEGORIES,
        annotations=((one, SIZE) for one in annotations),
    )


def test_what_was_frozen_is_read_back(tmp_path: Path) -> None:
    polygon = annotation(1, Segmentation((SQUARE,)))
    box_only = Annotation(2, 5, 8, Segmentation(), Box(1, 2, 3, 4), 4.0, iscrowd=True)
    write(tmp_path / "train.json", polygon, box_only)
    frozen = coco.read_frozen(tmp_path / "train.json")
    assert frozen.images == IMAGES
    assert frozen.categories == CATEGORIES
    assert frozen.annotations == (polygon, box_only)


def test_an_exact_rle_stays_exact(tmp_path: Path) -> None:
    traced = Segmentation(geometry.mask_to_parts(geometry.rle_to_mask(EXACT)), EXACT)
    write(tmp_path / "train.json", annotation(1, traced))
    (one,) = coco.read_frozen(tmp_path / "train.json").annotations
    assert one.segmentation == Segmentation(rle=EXACT)


def test_parts_with_holes_are_frozen_as_their_mask(tmp_path: Path) -> None:
    write(tmp_path / "train.json", annotation(1, Segmentation((HOLED,))))
    (one,) = coco.read_frozen(tmp_path / "train.json").annotations
    assert one.segmentation.rle == geometry.segmentation_to_rle(Segmentation((HOLED,)), SIZE)


def test_the_hash_is_that_of_the_file_and_the_same_for_the_same_content(tmp_path: Path) -> None:
    polygon = annotation(1, Segmentation((SQUARE,)))
    first = write(tmp_path / "a.json", polygon)
    assert first == hashlib.sha256((tmp_path / "a.json").read_bytes()).hexdigest()
    assert write(tmp_path / "b.json", polygon) == first
    assert write(tmp_path / "c.json") != first


def test_it_is_plain_coco_for_any_tool(tmp_path: Path) -> None:
    write(tmp_path / "train.json", annotation(1, Segmentation((SQUARE,))))
    document = json.loads((tmp_path / "train.json").read_text())
    assert [category["id"] for category in document["categories"]] == [9, 8]
    assert document["annotations"][0]["bbox"] == [2, 1, 4, 4]


@pytest.mark.parametrize("text", ["", "{}", '{"images": 1}', "[" * 100_000])
def test_a_broken_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "train.json").write_text(text)
    with pytest.raises(InputError, match=r"train\.json cannot be read"):
        coco.read_frozen(tmp_path / "train.json")


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"val\.json does not exist"):
        coco.read_frozen(tmp_path / "val.json")
