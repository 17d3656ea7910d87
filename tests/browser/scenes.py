"""Datasets a test can show whole: grey pictures with the outlines it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL.Image

from segcore.folders import DatasetFolder
from segcore.store import NewAnnotation, NewCategory, NewImage, Store
from segcore.types import Annotation, Box, Dataset, Part, Segmentation

Point = tuple[float, float]
Outline = Sequence[Point]

CLASSES = ("Panda", "Dice", "Duck")
WIDTH, HEIGHT = 400, 240


@dataclass(frozen=True)
class Shape:
    """`parts`: of each its rings, outer first. `category`: an index into CLASSES."""

    parts: Sequence[Sequence[Outline]]
    category: int = 1


def square(x: float, y: float, side: float = 40) -> list[Point]:
    """Corners from the upper left one at (x, y), clockwise."""
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def shape(outline: Outline, *, category: int = 1) -> Shape:
    """One part without holes."""
    return Shape([[outline]], category)


def build(
    store: Store,
    name: str,
    images: Sequence[Sequence[Shape]],
    *,
    classes: Sequence[str] = CLASSES,
) -> Dataset:
    """A dataset of WIDTH x HEIGHT pictures, each with its shapes."""
    for index in range(len(images)):
        _draw(DatasetFolder.of(name).image(f"{index}.png"))
    return store.load(
        name,
        categories=[NewCategory(each) for each in classes],
        images=[NewImage(f"{n}.png", WIDTH, HEIGHT) for n in range(len(images))],
        annotations=[_new(n, each) for n, shapes in enumerate(images) for each in shapes],
    )


def points(annotation: Annotation, part: int = 0, ring: int = 0) -> list[Point]:
    """A ring as pairs: 0 is the part's outer one."""
    found = annotation.segmentation.parts[part].rings[ring]
    return [(float(x), float(y)) for x, y in found]


def by_class(store: Store, image_id: int, dataset: Dataset) -> Mapping[str, list[Annotation]]:
    """The image's annotations by the name of their class."""
    names = {one.id: one.name for one in store.categories(dataset.id)}
    found: dict[str, list[Annotation]] = {name: [] for name in names.values()}
    for one in store.annotations(image_id):
        found[names[one.category_id]].append(one)
    return found


def _new(image: int, each: Shape) -> NewAnnotation:
    parts = [
        Part(np.array(outer), tuple(np.array(hole) for hole in holes))
        for outer, *holes in each.parts
    ]
    corners = np.concatenate([part.outer for part in parts])
    (x1, y1), (x2, y2) = corners.min(axis=0), corners.max(axis=0)
    box = Box(float(x1), float(y1), float(x2), float(y2))
    return NewAnnotation(
        image, each.category, box, box.area, segmentation=Segmentation(tuple(parts))
    )


def _draw(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = np.full((HEIGHT, WIDTH, 3), 90, dtype=np.uint8)
    PIL.Image.fromarray(picture).save(path)
