"""What a training sees: the run's frozen split, turned into examples. Numpy only, no torch.

Both engines learn from these very arrays, so a difference between them is never the data's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from segcore import geometry, pictures
from segcore.coco import read_frozen
from segcore.engines.presets import ModelConfig
from segcore.errors import InputError
from segcore.folders import check_file_name
from segcore.types import Annotation, Image, Mask, Part, Picture, Segmentation, Size


@dataclass(frozen=True, eq=False)
class Example:
    """One picture as a network sees it, with n >= 0 instances."""

    picture: Picture  # resized, RGB
    boxes: NDArray[np.float32]  # (n, 4), xyxy, pixels of the resized picture
    categories: NDArray[np.int64]  # (n,), 0, 1, ...
    masks: NDArray[np.bool_]  # (n, height, width)


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """A frozen split: the images that have something to learn from, with their annotations.

    Crowds, and annotations of which only the box is known, are left out: there is no mask to learn.
    """

    folder: Path
    categories: tuple[str, ...]
    images: tuple[tuple[Image, tuple[Annotation, ...]], ...]
    left_out: int  # annotations
    places: dict[int, int]  # a category's id in the store -> its place in `categories`


def read_training_set(path: Path, *, folder: Path) -> TrainingSet:
    """The split in `path`, its pictures in `folder`.

    Raises InputError when there is no category or nothing to learn from.
    """
    frozen = read_frozen(path)
    usable: dict[int, list[Annotation]] = {}
    for annotation in frozen.annotations:
        if not annotation.iscrowd and not annotation.segmentation.is_empty:
            usable.setdefault(annotation.image_id, []).append(annotation)
    images = tuple(
        (image, tuple(usable[image.id])) for image in frozen.images if image.id in usable
    )
    if not images:
        raise InputError(
            "There is nothing to train on: no image of the train split has an annotation with an "
            "outline. Annotate some, or move annotated images to the train split."
        )
    return TrainingSet(
        folder=folder,
        categories=tuple(category.name for category in frozen.categories),
        images=images,
        left_out=len(frozen.annotations) - sum(len(found) for _, found in images),
        places={category.id: place for place, category in enumerate(frozen.categories)},
    )


def batches(
    data: TrainingSet, model: ModelConfig, *, images_per_batch: int, seed: int
) -> Iterator[list[Example]]:
    """Examples without end: every image once, in a new order, before any comes again."""
    rng = np.random.default_rng(seed)
    batch: list[Example] = []
    while True:
        for position in rng.permutation(len(data.images)):
            batch.append(example(data, int(position), model, rng))
            if len(batch) == images_per_batch:
                yield batch
                batch = []


def example(
    data: TrainingSet, position: int, model: ModelConfig, rng: np.random.Generator
) -> Example:
    """One image resized and, half of the times, mirrored. Instances too small to see are left out.

    Raises InputError when the picture cannot be read or is not of the size it was.
    """
    image, annotations = data.images[position]
    picture = _read(data.folder, image)
    shortest = int(rng.choice(model.train_sizes))
    size = resized(image.size, shortest=shortest, longest=model.max_size)
    masks = [_mask(one.segmentation, image.size, size) for one in annotations]
    seen = [(one, mask) for one, mask in zip(annotations, masks, strict=True) if mask.any()]
    whole = Example(
        picture=resize(picture, size),
        boxes=_boxes([one for one, _ in seen], image.size, size),
        categories=np.array([data.places[one.category_id] for one, _ in seen], dtype=np.int64),
        masks=np.array([mask for _, mask in seen], bool).reshape(-1, size.height, size.width),
    )
    return mirrored(whole) if rng.integers(2) else whole


def mirrored(example: Example) -> Example:
    """Left and right exchanged."""
    width = example.picture.shape[1]
    x1, y1, x2, y2 = example.boxes.T
    return Example(
        picture=example.picture[:, ::-1].copy(),
        boxes=np.stack([width - x2, y1, width - x1, y2], axis=1),
        categories=example.categories,
        masks=example.masks[:, :, ::-1].copy(),
    )


def resized(size: Size, *, shortest: int, longest: int) -> Size:
    """`size` scaled so that its shorter edge is `shortest`, its longer one at most `longest`."""
    scale = min(shortest / min(size), longest / max(size))
    return Size(*(max(1, int(edge * scale + 0.5)) for edge in size))


def resize(picture: Picture, size: Size) -> Picture:
    """Bilinear with antialiasing, as PIL does it: what Detectron2's models were trained on."""
    if picture.shape[1::-1] == size:
        return picture
    small = PIL.Image.fromarray(picture).resize(size, PIL.Image.Resampling.BILINEAR)
    array: Picture = np.asarray(small, dtype=np.uint8)
    return array


def _read(folder: Path, image: Image) -> Picture:
    picture = pictures.read(folder / check_file_name(image.file_name))
    if picture.shape[1::-1] != image.size:
        raise InputError(
            f"The picture {image.file_name} is {picture.shape[1]} x {picture.shape[0]} pixels; the "
            f"dataset says {image.width} x {image.height}. Import it again."
        )
    return picture


def _mask(segmentation: Segmentation, size: Size, target: Size) -> Mask:
    """The instance in the resized picture. Polygons are scaled, then filled: the sharper way."""
    if segmentation.rle is None:
        return geometry.segmentation_to_mask(_scaled(segmentation, size, target), target)
    whole = geometry.rle_to_mask(segmentation.rle).astype(np.uint8)
    small = PIL.Image.fromarray(whole).resize(target, PIL.Image.Resampling.NEAREST)
    return np.asarray(small, dtype=bool)


def _scaled(segmentation: Segmentation, size: Size, target: Size) -> Segmentation:
    scale = np.array(target) / np.array(size)
    parts = (
        Part(part.outer * scale, tuple(hole * scale for hole in part.holes))
        for part in segmentation.parts
    )
    return Segmentation(tuple(parts))


def _boxes(annotations: list[Annotation], size: Size, target: Size) -> NDArray[np.float32]:
    """Tight boxes around the outlines, whatever box a file gave; (n, 4) in the resized picture."""
    found = [geometry.segmentation_box(one.segmentation, size) for one in annotations]
    scale = np.tile(np.array(target) / np.array(size), 2)
    boxes: NDArray[np.float32] = (np.array(found).reshape(-1, 4) * scale).astype(np.float32)
    return boxes
