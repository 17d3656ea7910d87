"""Segmentations as masks, areas and boxes: the RLE where there is one, else the parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pycocotools.mask as coco_mask
from numpy.typing import NDArray

from segcore.errors import InputError
from segcore.geometry.masks import check_mask_size, mask_to_rle, rle_area, rle_box, rle_to_mask
from segcore.geometry.rings import clip_parts, parts_area
from segcore.types import Box, Mask, Part, Ring, Rle, Segmentation, Size


def segmentation_to_mask(segmentation: Segmentation, size: Size) -> Mask:
    """The pixels inside, exactly as COCO's own tools fill them."""
    return rle_to_mask(segmentation_to_rle(segmentation, size))


def segmentation_to_rle(segmentation: Segmentation, size: Size) -> Rle:
    """The exact mask as RLE; InputError when the segmentation's own RLE has another size."""
    if segmentation.rle is None:
        return parts_to_rle(segmentation.parts, size)
    return _checked(segmentation.rle, size)


def parts_to_rle(parts: Sequence[Part], size: Size) -> Rle:
    """The union of the parts, each without its holes, filled by pycocotools."""
    check_mask_size(size)
    near = _near(parts, size)
    if any(part.holes for part in near):
        return mask_to_rle(_union(near, size))
    return _rle(_filled([part.outer for part in near], size), size)


def segmentation_area(segmentation: Segmentation, size: Size) -> float:
    """Square pixels: of the RLE where there is one, else of the polygons (shoelace)."""
    if segmentation.rle is None:
        return parts_area(segmentation.parts)
    return float(rle_area(_checked(segmentation.rle, size)))


def segmentation_box(segmentation: Segmentation, size: Size) -> Box:
    """The tightest box, inside the picture; all zeros for an empty segmentation."""
    if segmentation.rle is not None:
        return rle_box(_checked(segmentation.rle, size))
    if not segmentation.parts:
        return Box(0.0, 0.0, 0.0, 0.0)
    points = np.concatenate([part.outer for part in segmentation.parts])
    low, high = (np.clip(bound, 0, size) for bound in (points.min(axis=0), points.max(axis=0)))
    return Box(*low.tolist(), *high.tolist())


def _checked(rle: Rle, size: Size) -> Rle:
    if rle.size != size:
        raise InputError(
            f"The RLE is {rle.size.width} x {rle.size.height} pixels, "
            f"but its picture is {size.width} x {size.height}."
        )
    return rle


def _near(parts: Sequence[Part], size: Size) -> Sequence[Part]:
    """Parts whose rings pycocotools can fill: it takes memory by length, so far ones are cut."""
    reach = 2 * max(size) + 100
    if all(np.abs(ring).max() <= reach for part in parts for ring in part.rings):
        return parts
    return clip_parts(parts, size)


def _union(parts: Sequence[Part], size: Size) -> Mask:
    mask = np.zeros((size.height, size.width), dtype=bool)
    for part in parts:
        x1, y1, x2, y2 = _frame(part, size)
        if x1 < x2 and y1 < y2:
            mask[y1:y2, x1:x2] |= _part_mask(part, np.array([x1, y1]), Size(x2 - x1, y2 - y1))
    return mask


def _frame(part: Part, size: Size) -> tuple[int, int, int, int]:
    """Whole pixels around the part, inside the picture: filling the frame alone saves time.

    Around its holes too, wherever they are: pycocotools rounds negative coordinates otherwise.
    """
    points = np.concatenate(part.rings)
    low = np.clip(np.floor(points.min(axis=0)).astype(int) - 1, 0, size).tolist()
    high = np.clip(np.ceil(points.max(axis=0)).astype(int) + 1, 0, size).tolist()
    return low[0], low[1], high[0], high[1]


def _part_mask(part: Part, corner: NDArray[np.int64], size: Size) -> Mask:
    outer = rle_to_mask(_rle(_filled([part.outer - corner], size), size))
    if not part.holes:
        return outer
    return outer & ~rle_to_mask(_rle(_filled([hole - corner for hole in part.holes], size), size))


def _filled(rings: Iterable[Ring], size: Size) -> dict[str, Any]:
    """pycocotools' own RLE of the rings' union."""
    points = [ring.ravel().tolist() for ring in rings]
    if not points:
        points = [[0.0] * 6]
    merged: dict[str, Any] = coco_mask.merge(coco_mask.frPyObjects(points, size.height, size.width))
    return merged


def _rle(encoded: dict[str, Any], size: Size) -> Rle:
    return Rle(size, encoded["counts"].decode("ascii"))
