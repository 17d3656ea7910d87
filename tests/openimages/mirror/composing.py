"""Which things stand on which picture of the mirror."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tests.openimages.mirror.drawing import FIGURES, Figure, paint, visible_masks
from tests.openimages.mirror.values import Mask, MirrorImage, MirrorObject

# Ducks are common and dice are rare, as in the published validation split.
_REST = ("Cat", "Doughnut", "Goose", "Brown bear")
LEADS = ("Duck", "Panda", "Dice", "Duck", "Panda", "Duck", *_REST)
EXTRAS = tuple(FIGURES)
SIZES = ((256, 192), (256, 171), (192, 256), (256, 256), (240, 256), (256, 144))
MASK_LONG_SIDE = 400
ODD_BOX_IDS = ("1e500000", "00012345", "12345678")  # each is a number to a careless reader
TITLES = ('Duck, duck; "goose"', "Été à l'île", "", "IMG_0042", "a,b,c", "熊猫")
LEAST_PIXELS = 120  # of a mask; less is not annotated


def compose(split: str, index: int, *, seed: int) -> tuple[MirrorImage, NDArray[np.uint8]]:
    """Picture number `index` of a split and what is on it; the same for the same seed."""
    rng = np.random.default_rng([seed, len(split), index])
    size = SIZES[index % len(SIZES)]
    figures = _figures(LEADS[index % len(LEADS)], size, rng)
    crossing = index % 7 == 3
    image = MirrorImage(
        image_id=f"{index % 16:x}{rng.integers(1 << 60):015x}",
        split=split,
        size=size,
        objects=tuple(_objects(figures, size, index, rng)),
        has_crossing=crossing,
        title=TITLES[index % len(TITLES)],
        author=f"Author {index % 5}",
        rotation=("0.0", "", "90.0", "0.0", "270.0")[index % 5],
    )
    return image, paint(figures, size, rng, crossing=crossing)


def _figures(lead: str, size: tuple[int, int], rng: Generator) -> list[Figure]:
    names = [str(rng.choice(EXTRAS)) for _ in range(rng.integers(0, 3))] + [lead]
    return [
        Figure(
            name,
            x=size[0] * rng.uniform(0.2, 0.8),
            y=size[1] * rng.uniform(0.25, 0.75),
            radius=min(size) * rng.uniform(0.18, 0.32),
            turn=rng.uniform(-0.3, 0.3),
        )
        for name in names
    ]


def _mask_size(size: tuple[int, int], index: int) -> tuple[int, int]:
    """Larger than the picture, and not by the same factor across and down."""
    scale = MASK_LONG_SIDE / max(size)
    return round(size[0] * scale), round(size[1] * scale) + index % 3


def _objects(
    figures: list[Figure], size: tuple[int, int], index: int, rng: Generator
) -> list[MirrorObject]:
    grid = _mask_size(size, index)
    seen = visible_masks(figures, size, grid)
    return [
        MirrorObject(
            name=figure.name,
            box_id=_box_id(index, place, len(figures), rng),
            box=_box(mask),
            mask=mask,
            flags=_flags(figure, mask, size, index, rng),
        )
        for place, (figure, mask) in enumerate(zip(figures, seen, strict=True))
        if mask.sum() >= LEAST_PIXELS
    ]


def _box_id(index: int, place: int, count: int, rng: Generator) -> str:
    if place == count - 1 and index < len(ODD_BOX_IDS):
        return ODD_BOX_IDS[index]
    return f"{rng.integers(1 << 32):08x}"


def _box(mask: Mask) -> tuple[float, float, float, float]:
    height, width = mask.shape
    across, down = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    left, right = float(across[0] / width), float((across[-1] + 1) / width)
    return left, float(down[0] / height), right, float((down[-1] + 1) / height)


def _flags(
    figure: Figure, mask: Mask, size: tuple[int, int], index: int, rng: Generator
) -> tuple[int, int, int, int, int] | None:
    if index % 11 == 10:
        return None
    if index % 13 == 12:
        return -1, -1, -1, -1, -1
    occluded = int(mask.sum() < 0.97 * figure.silhouette(size, mask.shape[::-1]).sum())
    edges = (mask[0], mask[-1], mask[:, 0], mask[:, -1])
    truncated = int(any(bool(edge.any()) for edge in edges))
    return occluded, truncated, int(rng.random() < 0.1), int(rng.random() < 0.2), 0
