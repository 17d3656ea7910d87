"""Pictures with instances drawn on them, for galleries, reports and files.

Fills and outlines are drawn by OpenCV, antialiased and placed to a sixteenth of a pixel; words by
Pillow, whose font knows more than ASCII. Nothing here changes the picture it was given.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from segcore.colors import rgb, text_color
from segcore.types import Box, Mask, Part, Picture, Size

TRUTH_ONLY, PREDICTED_ONLY, AGREED = "#0072b2", "#e69f00", "#ffffff"

_SHIFT = 4  # bits below the pixel that OpenCV is told
_HALO_DARK, _HALO_LIGHT = (16, 18, 24), (255, 255, 255)


@dataclass(frozen=True)
class Drawn:
    """An instance as it is to look: where, in which colour ("#rrggbb") and with what said of it."""

    parts: tuple[Part, ...]
    color: str
    label: str = ""
    score: float | None = None
    box: Box | None = None  # drawn only where there are no parts

    __hash__ = None  # type: ignore[assignment]

    @property
    def text(self) -> str:
        return self.label if self.score is None else f"{self.label} {self.score:.2f}".strip()


def outlines(mask: Mask) -> tuple[Part, ...]:
    """The outlines of `mask` with their holes, good for drawing: half a pixel is lost."""
    found, hierarchy = cv2.findContours(
        mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1
    )
    rings = [contour[:, 0].astype(np.float64) + 0.5 for contour in found]
    parents = [] if hierarchy is None else hierarchy[0, :, 3].tolist()
    return tuple(
        Part(ring, tuple(h for h, of in zip(rings, parents, strict=True) if of == i and len(h) > 2))
        for i, ring in enumerate(rings)
        if parents[i] < 0 and len(ring) > 2
    )


def overlay(
    picture: Picture, instances: Sequence[Drawn], *, fill: float = 0.32, labels: bool = True
) -> Picture:
    """A copy of `picture` with `instances`: filled (opacity `fill`), outlined and named."""
    drawn = picture.copy()
    width = _line_width(picture)
    for instance in instances:
        _fill(drawn, _rings([instance]), color=instance.color, opacity=fill)
    for instance in instances:
        _outline(drawn, _rings([instance]), color=instance.color, width=width)
    if labels:
        _name(drawn, [instance for instance in instances if instance.text])
    return drawn


def compare(picture: Picture, *, truth: Sequence[Drawn], predictions: Sequence[Drawn]) -> Picture:
    """`picture` in grey with both sides laid over each other: blue is truth alone, orange is
    prediction alone, untinted is agreed; the truth's outline is white, the prediction's its own."""
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    drawn = cv2.addWeighted(picture, 0.45, grey, 0.55, 0).astype(np.uint8)
    ours, theirs = (_covered(picture, _rings(side)) for side in (truth, predictions))
    _tint(drawn, np.clip(ours - theirs, 0, 1), color=TRUTH_ONLY, opacity=0.6)
    _tint(drawn, np.clip(theirs - ours, 0, 1), color=PREDICTED_ONLY, opacity=0.6)
    width = _line_width(picture)
    _outline(drawn, _rings(truth), color=AGREED, width=width)
    for instance in predictions:
        _outline(drawn, _rings([instance]), color=instance.color, width=width)
    return drawn


def side_by_side(pictures: Sequence[Picture], *, gap: int = 8) -> Picture:
    """`pictures` from left to right, brought to the first one's height, on white."""
    height = pictures[0].shape[0]
    scaled = [_to_height(picture, height) for picture in pictures]
    white = np.full((height, gap, 3), 255, np.uint8)
    row = [piece for picture in scaled for piece in (white, picture)][1:]
    return np.concatenate(row, axis=1)


def crop_box(box: Box, *, size: Size, margin: float = 0.25) -> Box:
    """`box` with `margin` of its longer side added all round, in whole pixels of the picture.

    Never empty: a box outside the picture gives its nearest pixel.
    """
    room = margin * max(box.x2 - box.x1, box.y2 - box.y1, 1.0)
    x1 = min(max(math.floor(box.x1 - room), 0), size.width - 1)
    y1 = min(max(math.floor(box.y1 - room), 0), size.height - 1)
    x2 = max(min(math.ceil(box.x2 + room), size.width), x1 + 1)
    y2 = max(min(math.ceil(box.y2 + room), size.height), y1 + 1)
    return Box(x1, y1, x2, y2)


def crop(picture: Picture, box: Box, *, margin: float = 0.25) -> Picture:
    """The part of `picture` that `crop_box` names, as a picture of its own."""
    height, width = picture.shape[:2]
    x1, y1, x2, y2 = map(int, crop_box(box, size=Size(width, height), margin=margin))
    return picture[y1:y2, x1:x2].copy()


def _rings(instances: Iterable[Drawn]) -> list[NDArray[np.int32]]:
    """Every ring as OpenCV wants it: pixel centres at whole numbers, in units of 1/16 pixel."""
    rings = [ring for one in instances for part in _parts(one) for ring in part.rings]
    return [np.round((ring - 0.5) * (1 << _SHIFT)).astype(np.int32) for ring in rings]


def _parts(instance: Drawn) -> tuple[Part, ...]:
    if instance.parts or instance.box is None:
        return instance.parts
    x1, y1, x2, y2 = instance.box
    return (Part(np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]])),)


def _line_width(picture: Picture) -> int:
    """Two pixels on a screen's picture, more on a large one."""
    height, width = picture.shape[:2]
    return max(2, int(max(height, width) / 640 + 0.5))


def _covered(picture: Picture, rings: list[NDArray[np.int32]]) -> NDArray[np.float32]:
    """How much of each pixel the rings cover (even-odd), (height, width) in 0..1."""
    cover = np.zeros(picture.shape[:2], np.uint8)
    if rings:
        cv2.fillPoly(cover, rings, 255, cv2.LINE_AA, _SHIFT)
    return np.divide(cover, 255, dtype=np.float32)


def _fill(picture: Picture, rings: list[NDArray[np.int32]], *, color: str, opacity: float) -> None:
    """Tint what the rings enclose, touching only the pixels of their common box."""
    window = _window(picture, rings)
    if opacity <= 0 or window is None:
        return
    view = picture[window]
    corner = np.array([window[1].start, window[0].start], np.int32) << _SHIFT
    _tint(view, _covered(view, [ring - corner for ring in rings]), color=color, opacity=opacity)


def _window(picture: Picture, rings: list[NDArray[np.int32]]) -> tuple[slice, slice] | None:
    """Rows and columns of the picture that the rings reach; None where they reach none."""
    if not rings:
        return None
    points = np.concatenate(rings) / (1 << _SHIFT)
    height, width = picture.shape[:2]
    x1, y1 = np.clip(np.floor(points.min(0)) - 1, 0, (width, height)).astype(int).tolist()
    x2, y2 = np.clip(np.ceil(points.max(0)) + 2, 0, (width, height)).astype(int).tolist()
    return (slice(y1, y2), slice(x1, x2)) if x2 > x1 and y2 > y1 else None


def _tint(picture: Picture, cover: NDArray[np.float32], *, color: str, opacity: float) -> None:
    """Mix `color` into `picture`, a pixel by its coverage times `opacity`."""
    solid = np.full_like(picture, rgb(color))
    alpha = cover * np.float32(opacity)
    picture[:] = cv2.blendLinear(picture, solid, 1 - alpha, alpha)


def _outline(picture: Picture, rings: list[NDArray[np.int32]], *, color: str, width: int) -> None:
    """The rings in `color` with a light and a dark edge, so that no ground swallows them."""
    strokes = ((_HALO_DARK, width + 4), (_HALO_LIGHT, width + 2), (rgb(color), width))
    for tone, thickness in strokes:
        cv2.polylines(picture, rings, True, tone, thickness, cv2.LINE_AA, _SHIFT)


def _name(picture: Picture, instances: Sequence[Drawn]) -> None:
    """Write each instance's text on a chip of its colour, each clear of those before it."""
    taken: list[Box] = []
    for instance in instances:
        glyphs = _glyphs(instance.text, max(12, round(max(picture.shape[:2]) / 46)))
        chip = _free_place(instance, glyphs, taken, picture)
        taken.append(chip)
        x, y = int(chip.x1), int(chip.y1)
        view = picture[y : y + glyphs.shape[0], x : x + glyphs.shape[1]]
        words = glyphs[: view.shape[0], : view.shape[1]]
        view[:] = rgb(instance.color)
        _tint(view, words, color=text_color(instance.color), opacity=1)


def _free_place(
    instance: Drawn, glyphs: NDArray[np.float32], taken: Sequence[Box], picture: Picture
) -> Box:
    """Where the chip goes: on the instance's top left, pushed down past chips already there."""
    points = np.concatenate([part.outer for part in _parts(instance)] or [np.zeros((1, 2))])
    top = points[points[:, 1].argmin()]
    height, width = glyphs.shape
    x = int(min(max(top[0] - width / 2, 0), max(picture.shape[1] - width, 0)))
    y = int(min(max(top[1] - height - 3, 0), max(picture.shape[0] - height, 0)))
    for other in sorted(taken, key=lambda box: box.y1):
        if x < other.x2 and other.x1 < x + width and y < other.y2 and other.y1 < y + height:
            y = int(other.y2) + 1
    y = min(y, max(picture.shape[0] - height, 0))
    return Box(x, y, x + width, y + height)


@lru_cache(maxsize=512)
def _glyphs(text: str, size: int) -> NDArray[np.float32]:
    """`text` as coverage in 0..1 with a little air around it; read-only, since it is kept."""
    font = ImageFont.load_default(size)
    air = max(3, size // 3)
    canvas = PillowImage.new("L", (math.ceil(font.getlength(text)) + 2 * air, round(size * 1.5)))
    ImageDraw.Draw(canvas).text((air, size * 1.1), text, 255, font, anchor="ls")
    cover: NDArray[np.float32] = np.divide(np.asarray(canvas), 255, dtype=np.float32)
    cover.flags.writeable = False
    return cover


def _to_height(picture: Picture, height: int) -> Picture:
    if picture.shape[0] == height:
        return picture
    width = max(1, round(picture.shape[1] * height / picture.shape[0]))
    shrinks = picture.shape[0] > height
    resized = cv2.resize(
        picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    )
    return np.asarray(resized, np.uint8)
