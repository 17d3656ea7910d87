"""What predictions are judged by: a split as it was frozen, with each annotation's exact mask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from segcore import coco, geometry
from segcore.coco import FrozenDataset
from segcore.types import Annotation, Category, Image, Rle, Size


@dataclass(frozen=True)
class Truth:
    """Images, categories and annotations (by id, so that the order of rows never matters)."""

    images: tuple[Image, ...]
    categories: tuple[Category, ...]
    annotations: tuple[Annotation, ...]
    rles: dict[int, Rle]  # by annotation id; its box filled where no outline is known

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def of(cls, frozen: FrozenDataset) -> Truth:
        sizes = {image.id: image.size for image in frozen.images}
        annotations = sorted(frozen.annotations, key=lambda one: one.id)
        rles = {one.id: _rle(one, sizes[one.image_id]) for one in annotations}
        return cls(frozen.images, frozen.categories, tuple(annotations), rles)

    @classmethod
    def read(cls, path: Path) -> Truth:
        """Raises InputError when `path` is missing or broken."""
        return cls.of(coco.read_frozen(path))

    def thinned(self, *, most: int) -> Truth:
        """At most `most` of its images, evenly spaced, with their annotations."""
        every = max(1, -(-len(self.images) // most))
        kept = self.images[::every]
        ids = {image.id for image in kept}
        annotations = tuple(one for one in self.annotations if one.image_id in ids)
        return Truth(kept, self.categories, annotations, self.rles)


def _rle(annotation: Annotation, size: Size) -> Rle:
    if not annotation.segmentation.is_empty:
        return geometry.segmentation_to_rle(annotation.segmentation, size)
    x1, y1, x2, y2 = (max(round(value), 0) for value in annotation.box)
    mask = np.zeros((size.height, size.width), dtype=np.bool_)
    mask[y1:y2, x1:x2] = True
    return geometry.mask_to_rle(mask)
