"""Simple things drawn from formulas, so that masks of any size are exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tests.openimages.mirror.values import Mask

Floats = NDArray[np.float64]
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Blob:
    """An ellipse in a figure's own frame, where the figure reaches from about -1 to 1."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour | None  # None: a hole through the figure
    power: float = 2.0  # 2 an ellipse, large a rounded rectangle


WHITE, BLACK, YELLOW, ORANGE = (238, 236, 230), (30, 30, 34), (242, 201, 50), (235, 120, 30)


def _bear(body: Colour, limbs: Colour) -> tuple[Blob, ...]:
    ears = (Blob(-0.42, -0.86, 0.2, 0.2, limbs), Blob(0.42, -0.86, 0.2, 0.2, limbs))
    arms = (Blob(-0.62, 0.3, 0.28, 0.42, limbs), Blob(0.62, 0.3, 0.28, 0.42, limbs))
    eyes = (Blob(-0.2, -0.5, 0.1, 0.12, BLACK), Blob(0.2, -0.5, 0.1, 0.12, BLACK))
    return (*ears, Blob(0, 0.4, 0.62, 0.6, body), *arms, Blob(0, -0.45, 0.55, 0.48, body), *eyes)


def _bird(feathers: Colour, neck: float) -> tuple[Blob, ...]:
    head = Blob(0.5, -0.25 - neck, 0.32, 0.3, feathers)
    throat = Blob(0.45, -0.05 - neck / 2, 0.2, 0.3 + neck / 2, feathers)
    beak, eye = (
        Blob(0.88, -0.2 - neck, 0.2, 0.08, ORANGE),
        Blob(0.58, -0.32 - neck, 0.06, 0.06, BLACK),
    )
    return (Blob(-0.1, 0.35, 0.85, 0.45, feathers), throat, beak, head, eye)


_PIPS = tuple(Blob(x, y, 0.13, 0.13, BLACK) for x in (-0.45, 0.45) for y in (-0.45, 0, 0.45))
FIGURES: dict[str, tuple[Blob, ...]] = {
    "Panda": _bear(WHITE, BLACK),
    "Brown bear": _bear((120, 78, 44), (98, 60, 34)),
    "Polar bear": _bear((244, 244, 248), (226, 228, 236)),
    "Bear": _bear((70, 56, 50), (52, 42, 40)),
    "Duck": _bird(YELLOW, 0.05),
    "Goose": _bird((225, 226, 222), 0.4),
    "Bird": _bird((80, 120, 190), 0.1),
    "Dice": (Blob(0, 0, 0.8, 0.8, WHITE, power=8.0), *_PIPS),
    "Doughnut": (Blob(0, 0, 0.9, 0.8, (214, 130, 160)), Blob(0, 0, 0.32, 0.28, None)),
    "Cat": (
        Blob(-0.45, -0.75, 0.16, 0.3, (150, 150, 156)),
        Blob(0.45, -0.75, 0.16, 0.3, (150, 150, 156)),
        Blob(0, -0.2, 0.7, 0.62, (150, 150, 156)),
        Blob(-0.25, -0.3, 0.1, 0.13, (90, 170, 90)),
        Blob(0.25, -0.3, 0.1, 0.13, (90, 170, 90)),
        Blob(0, 0.05, 0.1, 0.07, (220, 130, 140)),
    ),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A thing of class `name` at (x, y) on the picture, `radius` large, in pixels; turned by
    `turn` radians."""

    name: str
    x: float
    y: float
    radius: float
    turn: float

    def layers(self, size: tuple[int, int], grid: tuple[int, int]) -> list[tuple[Blob, Mask]]:
        """Its blobs on a picture of `size`, each sampled at `grid` (width, height) points."""
        across = (np.arange(grid[0]) + 0.5) * size[0] / grid[0] - self.x
        down = ((np.arange(grid[1]) + 0.5) * size[1] / grid[1] - self.y)[:, None]
        cos, sin = np.cos(self.turn) / self.radius, np.sin(self.turn) / self.radius
        x, y = across * cos + down * sin, down * cos - across * sin
        return [(blob, _inside(blob, x, y)) for blob in FIGURES[self.name]]

    def silhouette(self, size: tuple[int, int], grid: tuple[int, int]) -> Mask:
        """`(grid height, grid width) bool`: where it is, holes left out."""
        whole = np.zeros(grid[::-1], dtype=bool)
        for blob, inside in self.layers(size, grid):
            whole = whole | inside if blob.colour else whole & ~inside
        return whole


def _inside(blob: Blob, x: Floats, y: Floats) -> Mask:
    across, down = np.abs((x - blob.x) / blob.width), np.abs((y - blob.y) / blob.height)
    return np.asarray(across**blob.power + down**blob.power <= 1)


def visible_masks(
    figures: Sequence[Figure], size: tuple[int, int], grid: tuple[int, int]
) -> list[Mask]:
    """What is seen of each figure, `grid` points fine, when later figures stand before earlier."""
    whole = [figure.silhouette(size, grid) for figure in figures]
    covered = np.zeros(grid[::-1], dtype=bool)
    seen: list[Mask] = []
    for mask in reversed(whole):
        seen.append(mask & ~covered)
        covered |= mask
    return seen[::-1]


def paint(
    figures: Sequence[Figure], size: tuple[int, int], rng: Generator, *, crossing: bool
) -> NDArray[np.uint8]:
    """The picture, `(height, width, 3) uint8, RGB`: ground with grain, then the figures."""
    width, height = size
    sky, ground = rng.uniform(120, 220, 3), rng.uniform(60, 160, 3)
    slope = np.linspace(0, 1, height)[:, None, None]
    picture = sky * (1 - slope) + ground * slope + np.zeros((height, width, 3))
    if crossing:
        picture[int(height * 0.8) :, (np.arange(width) // 16) % 2 == 0] = (235, 235, 235)
    for figure in figures:
        shown = figure.silhouette(size, size)
        for blob, inside in figure.layers(size, size):
            if blob.colour:
                picture[inside & shown] = blob.colour
    grain = rng.normal(0, 6, picture.shape)
    soft = cv2.GaussianBlur(picture, (0, 0), 0.6) + grain
    return np.asarray(np.clip(soft, 0, 255), dtype=np.uint8)
