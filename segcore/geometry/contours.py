"""From masks to polygons: exact pixel edges, then as few points as the wanted IoU allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pycocotools.mask as coco_mask
import shapely
from numpy.typing import NDArray

from segcore.errors import InputError
from segcore.geometry.masks import mask_to_rle
from segcore.geometry.rings import part_polygon, polygon_parts
from segcore.geometry.segmentations import parts_to_rle
from segcore.types import Mask, Part, Ring, Rle, Size

Parts = tuple[Part, ...]
Score = Callable[[Parts], float]

HALVINGS = 9


def mask_to_parts(mask: Mask, *, iou: float = 0.98) -> Parts:
    """The mask as parts with holes, simplified as far as its pixels keep an IoU of `iou`.

    With `iou=1` every pixel comes back when the parts are filled again. 2 ms for a plain object.
    """
    if mask.ndim != 2:
        raise InputError(f"A mask is an array of (height, width) pixels; got shape {mask.shape}.")
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    if not width:
        return ()
    crop = mask[y : y + height, x : x + width] != 0
    size, wanted = Size(width, height), mask_to_rle(crop)
    parts = _fewest(_pixel_edges(crop), iou, lambda few: _rle_iou(wanted, parts_to_rle(few, size)))
    return tuple(_moved(part, np.array([x, y])) for part in parts)


def _moved(part: Part, by: NDArray[np.int64]) -> Part:
    return Part(part.outer + by, tuple(hole + by for hole in part.holes))


def simplify(parts: Sequence[Part], *, iou: float = 0.98) -> Parts:
    """The parts with as few of their own points as keep an IoU of `iou`, areas taken as vectors.

    No ring crosses itself or another of its part afterwards that did not before: parts that are
    not sound come back as they are.
    """
    whole = [part_polygon(part) for part in parts]
    if not all(map(shapely.is_valid, whole)):
        return tuple(parts)
    union = shapely.union_all(whole)
    return _fewest(tuple(parts), iou, lambda few: _vector_iou(union, few))


def _fewest(parts: Parts, iou: float, score: Score) -> Parts:
    """The coarsest of nine tolerances, by bisection, that is sound and scores `iou` or more.

    IoU is not monotone in the tolerance, so the best that passed is kept.
    """
    if iou >= 1 or not parts:
        return parts
    points = np.concatenate([part.outer for part in parts])
    low, high, best = 0.0, float(np.ptp(points, axis=0).max()) / 4, parts
    for _ in range(HALVINGS):
        tolerance = (low + high) / 2
        few = tuple(_thinned(part, tolerance) for part in parts)
        if _is_sound(few) and score(few) >= iou:
            low, best = tolerance, few
        else:
            high = tolerance
    return best


def _thinned(part: Part, tolerance: float) -> Part:
    """The part by Douglas-Peucker; a ring that would vanish keeps all its points."""
    return Part(_thin(part.outer, tolerance), tuple(_thin(hole, tolerance) for hole in part.holes))


def _thin(ring: Ring, tolerance: float) -> Ring:
    single = ring.astype(np.float32)
    kept = cv2.approxPolyDP(single[:, None], tolerance, True)[:, 0].astype(np.float32)
    if len(kept) < 3:
        return ring
    points: Ring = ring[np.isin(_complex(single), _complex(kept))]
    return points


def _complex(points: NDArray[np.float32]) -> NDArray[np.complex64]:
    """(n,) complex, one comparable number a point."""
    return np.ascontiguousarray(points).view(np.complex64)[:, 0]


def _is_sound(parts: Parts) -> bool:
    return all(shapely.is_valid(part_polygon(part)) for part in parts)


def _rle_iou(a: Rle, b: Rle) -> float:
    encoded = [{"size": [*rle.size[::-1]], "counts": rle.counts.encode()} for rle in (a, b)]
    return float(coco_mask.iou(encoded[:1], encoded[1:], [False])[0][0])


def _vector_iou(union: shapely.Geometry, parts: Parts) -> float:
    other = shapely.union_all([part_polygon(part) for part in parts])
    return float(shapely.intersection(union, other).area / shapely.union(union, other).area)


def _pixel_edges(mask: Mask) -> Parts:
    """The mask's outlines along the pixels' edges; pieces that touch in a corner are parted.

    OpenCV's contours run through pixel centres; on the doubled mask u is the edge (u + 1) // 2.
    """
    doubled = np.repeat(np.repeat(mask.astype(np.uint8), 2, axis=0), 2, axis=1)
    contours, hierarchy = cv2.findContours(doubled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    rings = [((contour[:, 0] + 1) // 2).astype(np.float64) for contour in contours]
    parts: list[Part] = []
    for ring, (_, _, child, parent) in zip(rings, hierarchy[0], strict=True):
        if parent < 0:
            parts.extend(_with_holes(ring, _chain(rings, hierarchy[0], child)))
    return tuple(parts)


def _chain(
    rings: list[NDArray[np.float64]], links: NDArray[np.int32], first: int
) -> list[NDArray[np.float64]]:
    """The holes of one outer ring: OpenCV links the first to the next."""
    holes = []
    while first >= 0:
        holes.append(rings[first])
        first = links[first][0]
    return holes


def _with_holes(outer: Ring, holes: list[NDArray[np.float64]]) -> list[Part]:
    polygon = shapely.Polygon(outer, holes)
    if shapely.is_valid(polygon):
        return [Part(outer, tuple(holes))]
    return list(polygon_parts(shapely.make_valid(polygon, method="structure")))
