"""A synthetic dataset for the store's benchmarks, loaded as an importer would."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from segcore.store import NewAnnotation, NewCategory, NewImage, Store, open_store
from segcore.types import Box

POINTS = 20


def filled_store(folder: Path, *, images: int, annotations: int) -> Store:
    """A store of one dataset, `bench`: `annotations` polygons of 20 points on each image."""
    store = open_store(f"sqlite:///{folder / 'segcore.db'}")
    categories = [NewCategory(f"category {n}", source=b'{"id":%d}' % (n + 1)) for n in range(80)]
    began = time.perf_counter()
    store.load(
        "bench",
        categories=categories,
        images=(_image(n) for n in range(images)),
        annotations=_annotations(images, annotations),
    )
    seconds = time.perf_counter() - began
    print(f"loaded {images} images, {images * annotations} annotations in {seconds:.1f} s")
    return store


def _image(number: int) -> NewImage:
    name = f"{number:06}.jpg"
    source = b'{"id":%d,"file_name":"%s","width":640,"height":480}' % (number, name.encode())
    return NewImage(name, 640, 480, source=source)


def _annotations(images: int, count: int) -> Iterator[NewAnnotation]:
    rng = random.Random(51)
    outlines = [_outline(rng) for _ in range(100)]
    for image in range(images):
        for n in range(count):
            category = rng.randrange(80)
            points, box = outlines[(image + n) % 100]
            source = (
                b'{"id":%d,"image_id":%d,"category_id":%d,"iscrowd":0,"segmentation":[%s],'
                b'"bbox":[%g,%g,%g,%g],"area":%g}'
                % (image * count + n + 1, image, category + 1, points, *box, box.area)
            )
            yield NewAnnotation(image, category, box, box.area, source=source)


def _outline(rng: random.Random) -> tuple[bytes, Box]:
    x, y = rng.uniform(0, 500), rng.uniform(0, 400)
    points = [round(c + rng.uniform(0, 80), 2) for _ in range(POINTS) for c in (x, y)]
    box = Box(min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2]))
    return str(points).replace(" ", "").encode(), box
