"""COCO's JSON, lossless both ways: the only room that knows its keys."""

from segcore.coco.frozen import FrozenDataset, read_frozen, write_frozen
from segcore.coco.results import predictions_from_json, predictions_to_json
from segcore.coco.segmentation import (
    Decoded,
    annotation_from_source,
    annotation_to_source,
    exact_from_source,
)

__all__ = [
    "Decoded",
    "FrozenDataset",
    "annotation_from_source",
    "annotation_to_source",
    "exact_from_source",
    "predictions_from_json",
    "predictions_to_json",
    "read_frozen",
    "write_frozen",
]
