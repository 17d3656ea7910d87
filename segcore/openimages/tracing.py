"""From what was fetched to what is imported: each image's size and its masks as exact RLE on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from segcore import pictures
from segcore.errors import InputError
from segcore.openimages.cache import Cache
from segcore.openimages.folder import Failure
from segcore.openimages.labels import PulledImage
from segcore.openimages.masks import rle_of_png
from segcore.openimages.values import ChosenImage, MaskRow
from segcore.types import Rle, Size

Traced = tuple[PulledImage | None, list[Failure]]


def trace(
    images: tuple[ChosenImage, ...], cache: Cache, *, progress: Callable[[int], None]
) -> tuple[tuple[PulledImage, ...], list[Failure]]:
    """The images with their objects, in order, and what had to be left out.

    A mask that was not fetched is passed over; so is an image without its picture, or with none of
    its masks: it would look as if nothing were on it.
    """
    found: list[PulledImage] = []
    failures: list[Failure] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for done, (image, failed) in enumerate(pool.map(lambda one: _trace(one, cache), images)):
            progress(done)
            failures += failed
            if image is not None:
                found.append(image)
    progress(len(images))
    return tuple(found), failures


def _trace(chosen: ChosenImage, cache: Cache) -> Traced:
    picture = cache.picture(chosen.image)
    if not picture.exists():
        return None, []
    size, failures = pictures.size(picture), list[Failure]()
    objects = tuple(_objects(chosen, size, cache, failures))
    if not objects:
        reason = "none of its masks could be had, so the image is left out"
        return None, [*failures, Failure(chosen.image.image_id, picture.name, reason)]
    return PulledImage(chosen.image, size, objects), failures


def _objects(
    chosen: ChosenImage, size: Size, cache: Cache, failures: list[Failure]
) -> Iterator[tuple[MaskRow, Rle]]:
    for mask in chosen.masks:
        try:
            path = cache.mask(chosen.image.split, mask)
            if path.exists():
                yield mask, rle_of_png(path.read_bytes(), size)
        except InputError as error:
            failures.append(Failure(chosen.image.image_id, mask.mask_path, str(error)))
