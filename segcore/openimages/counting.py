"""How much there is of what a query asks for, before anything is fetched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segcore.openimages.choosing import find_candidates, objects_of
from segcore.openimages.index import Index
from segcore.openimages.rows import is_in
from segcore.openimages.values import Query


@dataclass(frozen=True, slots=True)
class Counts:
    """`per_class` has images and instances of each wanted class; an image with two classes counts
    once in `images`."""

    images: int
    instances: int
    per_class: dict[str, tuple[int, int]]


def count(index: Index, query: Query) -> Counts:
    """All that would do, however many images are asked for. Raises InputError as `choose`."""
    candidates = find_candidates(index, query)
    per_class = {}
    for place, images in candidates.items():
        rows = objects_of(index, query, place)["image"].to_numpy()
        per_class[index.classes[place].name] = (len(images), int(is_in(rows, images).sum()))
    together = np.unique(np.concatenate([*candidates.values()]))
    return Counts(len(together), sum(one[1] for one in per_class.values()), per_class)
