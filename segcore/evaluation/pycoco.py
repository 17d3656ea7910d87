"""The forms in which pycocotools wants masks and boxes, and the overlaps it finds between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from segcore.types import Box, Rle


def from_rle(rle: Rle) -> dict[str, Any]:
    return {"size": [rle.size.height, rle.size.width], "counts": rle.counts}


def from_box(box: Box) -> list[float]:
    return [box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1]


def mask_overlaps(
    predicted: Sequence[Rle], true: Sequence[Rle], *, crowd: Sequence[int]
) -> NDArray[np.float64]:
    """(predicted, true) IoU; where crowd is 1, the share of the prediction inside `true`."""
    if not predicted or not true:
        return np.zeros((len(predicted), len(true)))
    return np.asarray(coco_mask.iou([*map(from_rle, predicted)], [*map(from_rle, true)], [*crowd]))


def box_overlaps(
    predicted: Sequence[Box], true: Sequence[Box], *, crowd: Sequence[int]
) -> NDArray[np.float64]:
    """As mask_overlaps, of boxes."""
    if not predicted or not true:
        return np.zeros((len(predicted), len(true)))
    return np.asarray(coco_mask.iou([*map(from_box, predicted)], [*map(from_box, true)], [*crowd]))
