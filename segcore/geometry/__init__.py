"""Rings, parts with holes, masks and RLE: pure functions on arrays, without torch or streamlit."""

from __future__ import annotations

from segcore.geometry.contours import mask_to_parts, simplify
from segcore.geometry.masks import (
    mask_iou,
    mask_to_rle,
    rle_area,
    rle_box,
    rle_counts,
    rle_from_uncompressed,
    rle_to_mask,
)
from segcore.geometry.rings import (
    MAX_COORDINATE,
    clip_parts,
    crossing,
    is_self_crossing,
    parts_area,
    repair_ring,
    ring_area,
)
from segcore.geometry.segmentations import (
    parts_to_rle,
    segmentation_area,
    segmentation_box,
    segmentation_to_mask,
    segmentation_to_rle,
)

__all__ = [
    "MAX_COORDINATE",
    "clip_parts",
    "crossing",
    "is_self_crossing",
    "mask_iou",
    "mask_to_parts",
    "mask_to_rle",
    "parts_area",
    "parts_to_rle",
    "repair_ring",
    "ring_area",
    "rle_area",
    "rle_box",
    "rle_counts",
    "rle_from_uncompressed",
    "rle_to_mask",
    "segmentation_area",
    "segmentation_box",
    "segmentation_to_mask",
    "segmentation_to_rle",
    "simplify",
]
