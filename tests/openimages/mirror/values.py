"""The mirror's classes, and what is on its pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

NAMES = {
    "/m/03bj1": "Panda",
    "/m/029b3": "Dice",
    "/m/09ddx": "Duck",
    "/m/0dbvp": "Goose",
    "/m/01dxs": "Brown bear",
    "/m/0633h": "Polar bear",
    "/m/01yrx": "Cat",
    "/m/0jy4k": "Doughnut",
    "/m/01dws": "Bear",
    "/m/015p6": "Bird",
    "/m/0jbk": "Animal",
    "/m/0138tl": "Toy",
    "/m/02wbm": "Food",
    "/m/0_k2": "Zebra crossing",
}
MIDS = {name: mid for mid, name in NAMES.items()}
ENTITY = "/m/0bl9f"  # the root of the hierarchy; it has no name in the descriptions
BOXES_ONLY = ("Zebra crossing", "Animal", "Toy", "Food")
PARENTS = {
    "Panda": "Bear",
    "Brown bear": "Bear",
    "Polar bear": "Bear",
    "Duck": "Bird",
    "Goose": "Bird",
    "Bear": "Animal",
    "Bird": "Animal",
    "Cat": "Animal",
    "Dice": "Toy",
    "Doughnut": "Food",
}
FLAG_COLUMNS = ("IsOccluded", "IsTruncated", "IsGroupOf", "IsDepiction", "IsInside")


def hierarchy() -> dict[str, Any]:
    """As published: LabelName and Subcategory, from the nameless root down."""
    roots = [name for name in NAMES.values() if name not in PARENTS]
    return {"LabelName": ENTITY, "Subcategory": [_branch(name) for name in roots]}


def _branch(name: str) -> dict[str, Any]:
    below = [_branch(child) for child, parent in PARENTS.items() if parent == name]
    return {"LabelName": MIDS[name], **({"Subcategory": below} if below else {})}


@dataclass(frozen=True, slots=True)
class MirrorObject:
    """One object with a mask; `mask` is larger than the picture, `box` is in shares, x1 y1 x2 y2.

    `flags` are 1, 0 or -1 (unknown) in the order of FLAG_COLUMNS; None where the table of boxes
    has no row for it.
    """

    name: str
    box_id: str
    box: tuple[float, float, float, float]
    mask: Mask = field(repr=False, compare=False)
    flags: tuple[int, int, int, int, int] | None

    def member(self, image_id: str) -> str:
        """The mask's file in its zip, and the row's MaskPath."""
        return f"{image_id}_{MIDS[self.name].replace('/', '')}_{self.box_id}.png"


@dataclass(frozen=True, slots=True)
class MirrorImage:
    """One picture of the mirror; `size` is width, height in pixels."""

    image_id: str
    split: str
    size: tuple[int, int]
    objects: tuple[MirrorObject, ...]
    has_crossing: bool  # a Zebra crossing is on it: a box without a mask
    title: str
    author: str
    rotation: str  # as the table has it: empty where it is not known
