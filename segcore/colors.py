"""One colour a category, the same on every screen and in every picture.

The first seven are Okabe and Ito's (black left out: it vanishes on photographs), warm and cool in
turn and yellow last, because it is hard to read on white. The rest are picked one by one, each as
far as possible from all before it for the eye that tells them apart worst: protanopia and
deuteranopia (matrices of Machado, Oliveira and Fernandes 2009, severity 1) and full colour vision,
from which twice the distance is asked.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

OKABE_ITO = ("#e69f00", "#56b4e9", "#cc79a7", "#009e73", "#d55e00", "#0072b2", "#f0e442")
DARK, LIGHT = "#000000", "#ffffff"

_LEVELS = range(0, 256, 17)
_LIGHTNESS = (0.5, 0.88)  # OKLab's L: neither lost in shadow nor on a white page
_LEAST_CHROMA = 0.045
_FULL = np.eye(3) / 8  # cube roots: an eighth of the light is half of the distance
_PROTANOPIA = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)
_DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
)
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def category_color(position: int) -> str:
    """The colour "#rrggbb" of the category at `position`; it repeats only after hundreds."""
    palette = _palette()
    return palette[position % len(palette)]


def text_color(background: str) -> str:
    """DARK or LIGHT, whichever contrasts more with `background` ("#rrggbb") as WCAG measures it."""
    return max(DARK, LIGHT, key=lambda text: contrast(text, background))


def contrast(first: str, second: str) -> float:
    """WCAG 2's contrast ratio of two colours "#rrggbb", 1..21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def rgb(color: str) -> tuple[int, int, int]:
    """ "#rrggbb" as three numbers in 0..255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    return float(_linear(np.array(rgb(color))) @ (0.2126, 0.7152, 0.0722))


def _linear(colors: NDArray[np.int_]) -> NDArray[np.float64]:
    """sRGB in 0..255 as linear light in 0..1, any shape."""
    scaled = np.asarray(colors / 255)
    return np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)


def _oklab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ottosson's OKLab of linear sRGB, (n, 3): distances in it are nearly those seen."""
    lms: NDArray[np.float64] = np.cbrt(np.clip(linear, 0, 1) @ _TO_LMS.T)
    return np.asarray(lms @ _TO_LAB.T)


@cache
def _palette() -> tuple[str, ...]:
    """Okabe-Ito and then every candidate, the most distinct first."""
    grid = np.array(list(product(_LEVELS, repeat=3)))
    seen = _oklab(_linear(grid))
    usable = (seen[:, 0] > _LIGHTNESS[0]) & (seen[:, 0] < _LIGHTNESS[1])
    usable &= np.hypot(seen[:, 1], seen[:, 2]) > _LEAST_CHROMA
    first = np.array([rgb(color) for color in OKABE_ITO])
    order = _farthest_first(np.concatenate([first, grid[usable]]), given=len(first), count=512)
    return tuple("#{:02x}{:02x}{:02x}".format(*color) for color in order.tolist())


def _farthest_first(colors: NDArray[np.int_], *, given: int, count: int) -> NDArray[np.int_]:
    """The first `given` colours, then those farthest from all chosen before; `count` in all."""
    linear = _linear(colors)
    eyes = [_oklab(linear @ matrix.T) for matrix in (_FULL, _PROTANOPIA, _DEUTERANOPIA)]
    nearest = np.full(len(colors), np.inf)
    chosen: list[int] = []
    for turn in range(min(count, len(colors))):
        pick = turn if turn < given else int(nearest.round(9).argmax())
        chosen.append(pick)
        apart = np.min([np.linalg.norm(eye - eye[pick], axis=1) for eye in eyes], axis=0)
        nearest = np.minimum(nearest, apart)
        nearest[pick] = -1
    return colors[chosen]
