"""Annotations spoilt as annotators and models spoil them; what they should be is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.robot.outlines import Points
from segcore.store import Store
from segcore.types import (
    Annotation,
    Create,
    Dataset,
    Delete,
    Edit,
    Image,
    Part,
    Ring,
    Segmentation,
    Update,
)

Kind = Literal["outline", "missing", "doubled", "class"]
SHARES: dict[Kind | None, float] = {
    "outline": 0.6,
    "missing": 0.1,
    "doubled": 0.1,
    "class": 0.1,
    None: 0.1,  # left as they are
}
OFF = (8.0, 15.0)  # pixels that an outline is off, in or out
LENGTH = (80.0, 160.0)  # pixels of outline that are off, at most 0.4 of it
SPACING = 24.0  # pixels between vertices of the stretch, at most
LEAST_SIDE = 40.0  # pixels of the box: smaller ones keep their outline
TRIES = 40


@dataclass(frozen=True, eq=False)
class Task:
    """An instance to put right. `annotation_id` is what the store calls it; None: missing."""

    image: Image
    truth: Annotation
    kind: Kind
    annotation_id: int | None


def spoil(store: Store, dataset: Dataset, rng: Generator, *, limit: int) -> list[Task]:
    """Spoil the dataset as it was imported, image by image, until `limit` instances are spoilt."""
    tasks: list[Task] = []
    classes = [category.id for category in store.categories(dataset.id)]
    for image in store.images(dataset.id, limit=100_000):
        edits: list[Edit] = []
        for truth in store.annotations(image.id):
            kind = _kind(truth, rng)
            if len(tasks) == limit or kind is None:
                continue
            edit = _edit(truth, kind, image, classes, rng)
            if edit is None:
                continue
            edits.append(edit)
            known = None if kind == "missing" else truth.id
            tasks.append(Task(image, truth, kind, known))
        if edits:
            store.save(image.id, edits, author="chance", request_id=f"spoil-{image.id}")
    return tasks


def _kind(truth: Annotation, rng: Generator) -> Kind | None:
    kinds = list(SHARES)
    kind = kinds[rng.choice(len(kinds), p=list(SHARES.values()))]
    x1, y1, x2, y2 = truth.box
    is_small = min(x2 - x1, y2 - y1) < LEAST_SIDE
    return "class" if kind == "outline" and is_small else kind


def _edit(
    truth: Annotation, kind: Kind, image: Image, classes: list[int], rng: Generator
) -> Edit | None:
    """None when no try at its outline gave a sound one."""
    if kind == "missing":
        return Delete(truth.id, truth.version)
    if kind == "doubled":
        return Create(truth.category_id, Segmentation(truth.segmentation.parts))
    if kind == "class":
        others = [one for one in classes if one != truth.category_id]
        return Update(truth.id, truth.version, category_id=int(rng.choice(others)))
    spoilt = disturbed(truth.segmentation, image, rng)
    return spoilt and Update(truth.id, truth.version, segmentation=spoilt)


def disturbed(segmentation: Segmentation, image: Image, rng: Generator) -> Segmentation | None:
    """A smooth bump or dent in the largest part's outer ring; None when no try is sound."""
    largest, *others = sorted(
        segmentation.parts, key=lambda part: -shapely.Polygon(part.outer).area
    )
    frame = shapely.box(0, 0, image.width, image.height)
    for _ in range(TRIES):
        ring = _bumped(largest.outer, rng)
        shape = shapely.Polygon(ring, largest.holes)
        if shape.is_valid and frame.contains(shape):
            return Segmentation((Part(ring, largest.holes), *others))
    return None


def _bumped(outer: Ring, rng: Generator) -> Points:
    """The ring with the vertices of a stretch moved along the normal, most in its middle."""
    total = shapely.LinearRing(outer).length
    length = min(rng.uniform(*LENGTH), 0.4 * total)
    middle = rng.uniform(0, total)
    height = rng.uniform(*OFF) * rng.choice([-1.0, 1.0])
    points, places = _with_more_vertices(outer, middle, length)
    from_middle = np.abs((places - middle + total / 2) % total - total / 2)
    share = np.cos(np.clip(from_middle / length, 0, 0.5) * np.pi) ** 2
    return np.round(points + _normals(points) * (height * share)[:, None], 2)


def _with_more_vertices(
    outer: Ring, middle: float, length: float
) -> tuple[Points, NDArray[np.float64]]:
    """The outline's points with more of them in the stretch, and how far along it each is."""
    line = shapely.LinearRing(outer)
    steps = np.hypot(*np.diff(np.vstack([outer, outer[:1]]), axis=0).T)
    own = np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    count = int(length / SPACING) + 1
    added = (middle + np.linspace(-length / 2, length / 2, count + 1)) % line.length
    gaps = np.abs((added[:, None] - own + line.length / 2) % line.length - line.length / 2)
    places = np.sort(np.concatenate([own, added[gaps.min(axis=1) > SPACING / 2]]))
    return shapely.get_coordinates(shapely.line_interpolate_point(line, places)), places


def _normals(points: Points) -> Points:
    """At each vertex, of length 1, across the line through its neighbours."""
    tangents = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
    normals = np.stack([tangents[:, 1], -tangents[:, 0]], axis=1)
    return normals / np.maximum(np.hypot(*normals.T), 1e-9)[:, None]
