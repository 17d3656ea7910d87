"""Choices made by hand out of a mirror's truth, without an index."""

from __future__ import annotations

from segcore.openimages.values import (
    Choice,
    ChosenImage,
    ImageRow,
    MaskRow,
    Query,
    Split,
)
from tests.openimages.mirror import MirrorImage, Tree

LICENSE = "https://creativecommons.org/licenses/by/2.0/"


def choice_of(tree: Tree, *, split: Split = "validation", count: int = 12) -> Choice:
    """The first `count` images of the split with all that is on them."""
    images = tuple(chosen(image, split) for image in tree.of(split)[:count])
    query = Query(("Panda", "Dice", "Duck"), split=split, max_images=count)
    return Choice(query, images, {}, {}, available=len(images), index_version="by hand")


def chosen(image: MirrorImage, split: Split) -> ChosenImage:
    row = ImageRow(image.image_id, split, license_url=LICENSE, author=image.author)
    masks = tuple(
        MaskRow(
            thing.member(image.image_id),
            image.image_id,
            thing.name,
            thing.box_id,
            thing.box,
            predicted_iou=0.9,
            flags=frozenset(),
        )
        for thing in image.objects
    )
    return ChosenImage(row, masks)
