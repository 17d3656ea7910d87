"""COCO's JSON, lossless both ways: the only room that knows its keys."""

from segcore.coco.frozen import FrozenDataset, read_frozen, write_frozen
from segcore.coco.reading import (
    CategoryEntry,
    Document,
    ImageEntry,
    category_source,
    id_of,
    image_source,
    read_document,
)
from segcore.coco.results import predictions_from_json, predictions_to_json
from segcore.coco.rle import RleSource, rle_from_source
from segcore.coco.segmentation import (
    AnnotationSource,
    Decoded,
    annotation_from_source,
    annotation_to_source,
    box_from_source,
    is_crowd,
    read_annotation,
    segmentation_from_source,
    source_with,
)
from segcore.coco.text import Id, number_of
from segcore.coco.writing import write_document

__all__ = [
    "AnnotationSource",
    "CategoryEntry",
    "Decoded",
    "Document",
    "FrozenDataset",
    "Id",
    "ImageEntry",
    "RleSource",
    "annotation_from_source",
    "annotation_to_source",
    "box_from_source",
    "category_source",
    "id_of",
    "image_source",
    "is_crowd",
    "number_of",
    "predictions_from_json",
    "predictions_to_json",
    "read_annotation",
    "read_document",
    "read_frozen",
    "rle_from_source",
    "segmentation_from_source",
    "source_with",
    "write_document",
    "write_frozen",
]
