"""Small truths and predictions one can see: squares on 100 x 100 pictures."""

from __future__ import annotations

import numpy as np

from segcore import geometry
from segcore.coco import FrozenDataset
from segcore.types import (
    Annotation,
    Box,
    Category,
    Image,
    Part,
    Prediction,
    Segmentation,
)

SIDE = 100


def square(x: int, y: int, side: int) -> Segmentation:
    points = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    return Segmentation(parts=(Part(np.array(points)),))


def annotation(
    id: int, *, at: tuple[int, int, int], image: int = 1, category: int = 1, crowd: bool = False
) -> Annotation:
    """The square `at` (x, y, side)."""
    x, y, side = at
    box = Box(x, y, x + side, y + side)
    return Annotation(id, image, category, square(x, y, side), box, float(side**2), crowd)


def only_box(id: int, *, at: tuple[int, int, int]) -> Annotation:
    x, y, side = at
    return Annotation(
        id, 1, 1, Segmentation(), Box(x, y, x + side, y + side), float(side**2), False
    )


def prediction(
    score: float, *, at: tuple[int, int, int], image: int = 1, category: int = 1
) -> Prediction:
    x, y, side = at
    mask = np.zeros((SIDE, SIDE), dtype=np.bool_)
    mask[y : y + side, x : x + side] = True
    box = Box(x, y, x + side, y + side)
    return Prediction(image, category, score, box, geometry.mask_to_rle(mask))


def frozen(*annotations: Annotation, images: int = 1, categories: int = 2) -> FrozenDataset:
    return FrozenDataset(
        images=tuple(Image(n, 1, f"{n}.png", SIDE, SIDE, "val") for n in range(1, images + 1)),
        categories=tuple(
            Category(n, 1, name, n - 1)
            for n, name in enumerate(("Panda", "Dice", "Duck")[:categories], start=1)
        ),
        annotations=annotations,
    )
