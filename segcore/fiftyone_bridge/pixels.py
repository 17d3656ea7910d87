"""A label's pixels: the frame FiftyOne boxes it with and the mask in that frame, exact."""

from __future__ import annotations

import math
from collections.abc import Iterable

import cv2
import numpy as np

from segcore import geometry
from segcore.fiftyone_bridge.values import Label, Pixels
from segcore.types import Mask, Part, Rle, Segmentation, Size


def to_label_parts(segmentation: Segmentation) -> tuple[tuple[tuple[float, ...], ...], ...]:
    return tuple(
        tuple(tuple(ring.ravel().tolist()) for ring in part.rings) for part in segmentation.parts
    )


def segmentation(label: Label, size: Size) -> Segmentation:
    """What `to_label_parts` and the counts were made of."""
    parts = tuple(_part(rings) for rings in label.parts)
    return Segmentation(parts, None if label.rle is None else Rle(size, label.rle))


def frame_and_mask(label: Label, size: Size) -> tuple[Pixels, Mask | None]:
    """Whole pixels around the label and the mask in them; None where only a box is known."""
    if not label.parts and label.rle is None:
        return _around(label.box, size), None
    mask = geometry.segmentation_to_mask(segmentation(label, size), size)
    frame = _around(_extent(mask) or label.box, size)
    return frame, _cut(mask, frame)


def in_picture(mask: Mask, frame: Pixels, size: Size) -> Mask:
    """`mask`, scaled to `frame` where it has another shape, in a mask of the whole picture."""
    x1, y1, x2, y2 = frame
    if mask.shape != (y2 - y1, x2 - x1):
        mask = _scaled(mask, (x2 - x1, y2 - y1))
    whole = np.zeros((size.height, size.width), dtype=bool)
    left, top, right, bottom = max(x1, 0), max(y1, 0), min(x2, size.width), min(y2, size.height)
    whole[top:bottom, left:right] = mask[top - y1 : bottom - y1, left - x1 : right - x1]
    return whole


def moved(parts: Iterable[Part], old: Pixels, new: Pixels) -> tuple[Part, ...]:
    """The parts as they lie once the frame `old` is dragged and drawn out to `new`."""
    corner = np.array(old[:2], dtype=float)
    scale = np.array([(new[2] - new[0]) / (old[2] - old[0]), (new[3] - new[1]) / (old[3] - old[1])])
    to = np.array(new[:2], dtype=float)
    return tuple(
        Part(
            (part.outer - corner) * scale + to,
            tuple((hole - corner) * scale + to for hole in part.holes),
        )
        for part in parts
    )


def rectangle(frame: Pixels) -> Part:
    x1, y1, x2, y2 = frame
    return Part(np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], dtype=float))


def _part(rings: tuple[tuple[float, ...], ...]) -> Part:
    outer, *holes = (np.reshape(ring, (-1, 2)) for ring in rings)
    return Part(outer, tuple(holes))


def _extent(mask: Mask) -> tuple[int, int, int, int] | None:
    """Around the pixels that are set; None where none is."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _around(box: tuple[float, float, float, float], size: Size) -> Pixels:
    """Whole pixels, one at least, inside the picture."""
    x1, y1 = (
        min(max(math.floor(box[0]), 0), size.width - 1),
        min(max(math.floor(box[1]), 0), size.height - 1),
    )
    x2, y2 = min(math.ceil(box[2]), size.width), min(math.ceil(box[3]), size.height)
    return x1, y1, max(x2, x1 + 1), max(y2, y1 + 1)


def _cut(mask: Mask, frame: Pixels) -> Mask:
    x1, y1, x2, y2 = frame
    return np.ascontiguousarray(mask[y1:y2, x1:x2])


def _scaled(mask: Mask, size: tuple[int, int]) -> Mask:
    drawn = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(drawn, dtype=bool)
