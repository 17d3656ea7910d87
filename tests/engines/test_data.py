"""What a training sees: resized, mirrored, and nothing that has no mask."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from segcore.coco import write_frozen
from segcore.engines.data import (
    Example,
    TrainingSet,
    batches,
    example,
    mirrored,
    read_training_set,
    resize,
    resized,
)
from segcore.engines.presets import TINY, ModelConfig
from segcore.errors import InputError
from segcore.types import Annotation, Box, Category, Image, Part, Segmentation, Size

SQUARE = Part([[10, 20], [30, 20], [30, 40], [10, 40]])
HOLE = Part(SQUARE.outer, ([[15, 25], [25, 25], [25, 35], [15, 35]],))
WIDE = Size(100, 64)
SMALL = replace(TINY.model, train_sizes=(32,), max_size=64)


def annotation(id: int, *, parts: tuple[Part, ...] = (SQUARE,), **changes: object) -> Annotation:
    known = {"id": id, "image_id": 5, "category_id": 9, "segmentation": Segmentation(parts)}
    box = {"box": Box(0, 0, 1, 1), "area": 1.0}  # wrong on purpose: the outline counts
    return Annotation(**(known | box | changes))  # type: ignore[arg-type]


def training_set(folder: Path, *annotations: Annotation, size: Size = WIDE) -> TrainingSet:
    """One grey image, number 5, with the annotations; categories 4 and 9."""
    PIL.Image.fromarray(np.full((64, 100, 3), 128, np.uint8)).save(folder / "a.png")
    write_frozen(
        folder / "train.json",
        images=[Image(5, 1, "a.png", *size), Image(6, 1, "b.png", *size)],
        categories=[Category(4, 1, "Duck", 0), Category(9, 1, "Dice", 1)],
        annotations=[(one, size) for one in annotations],
    )
    return read_training_set(folder / "train.json", folder=folder)


def first(data: TrainingSet, model: ModelConfig = SMALL) -> Example:
    """The only image, not mirrored."""
    seen = example(data, 0, model, np.random.default_rng(0))
    again = mirrored(seen)
    return min(seen, again, key=lambda one: float(one.boxes[:, 0].min()))


def test_pictures_and_outlines_shrink_together(tmp_path: Path) -> None:
    seen = first(training_set(tmp_path, annotation(1)))
    assert seen.picture.shape == (32, 50, 3)
    assert seen.boxes.tolist() == [[5, 10, 15, 20]]
    assert seen.categories.tolist() == [1]
    rows, columns = np.nonzero(seen.masks[0])
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (10, 19, 5, 14)


def test_holes_stay_open(tmp_path: Path) -> None:
    seen = first(training_set(tmp_path, annotation(1, parts=(HOLE,))))
    assert not seen.masks[0, 15, 10]
    assert seen.masks[0, 11, 6]


def test_crowds_and_bare_boxes_are_left_out(tmp_path: Path) -> None:
    data = training_set(
        tmp_path, annotation(1), annotation(2, iscrowd=True), annotation(3, parts=())
    )
    assert data.left_out == 2
    assert [image.file_name for image, _ in data.images] == ["a.png"]
    assert len(first(data).boxes) == 1


def test_a_split_without_any_outline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to train on"):
        training_set(tmp_path, annotation(3, parts=()))


def test_a_picture_of_another_size_is_refused_by_name(tmp_path: Path) -> None:
    data = training_set(tmp_path, annotation(1), size=Size(90, 64))
    with pytest.raises(InputError, match=r"a\.png is 100 x 64 pixels; the dataset says 90 x 64"):
        first(data)


def test_mirroring_twice_changes_nothing(tmp_path: Path) -> None:
    seen = first(training_set(tmp_path, annotation(1)))
    other = mirrored(seen)
    assert other.boxes.tolist() == [[35, 10, 45, 20]]
    assert np.array_equal(other.masks[0], seen.masks[0][:, ::-1])
    assert np.array_equal(mirrored(other).boxes, seen.boxes)


def test_every_image_comes_once_before_any_comes_again(tmp_path: Path) -> None:
    data = training_set(tmp_path, annotation(1))
    images = [(replace(data.images[0][0], id=n), data.images[0][1]) for n in range(3)]
    three = replace(data, images=tuple(images))
    stream = batches(three, SMALL, images_per_batch=2, seed=1)
    assert [len(batch) for batch in islice(stream, 3)] == [2, 2, 2]


@pytest.mark.parametrize(
    ("size", "small"),
    [
        (Size(640, 480), Size(256, 192)),
        (Size(480, 640), Size(192, 256)),
        (Size(1000, 200), Size(320, 64)),
        (Size(100, 50), Size(320, 160)),
        (Size(5000, 1), Size(320, 1)),
    ],
)
def test_the_shortest_edge_is_resized_and_the_longest_bounded(size: Size, small: Size) -> None:
    assert resized(size, shortest=192, longest=320) == small


def test_shrinking_averages_instead_of_picking() -> None:
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 255
    assert set(np.unique(resize(stripes, Size(16, 16)))) <= set(range(110, 146))
