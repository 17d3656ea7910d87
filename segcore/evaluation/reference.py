"""Average precision by pycocotools, the reference; its dicts and its printing stay in here."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from segcore.evaluation.pycoco import from_box, from_rle
from segcore.evaluation.truth import Truth
from segcore.evaluation.values import Metrics
from segcore.types import Annotation, Box, Prediction

Kind = Literal["segm", "bbox"]
_ALL, _SMALL, _MEDIUM, _LARGE = range(4)  # pycocotools' order of area ranges
_MOST = -1  # the last of its limits on predictions an image: 100


def average_precision(
    truth: Truth, predictions: Sequence[Prediction], *, kind: Kind
) -> tuple[Metrics, dict[int, Metrics]]:
    """The metrics over all categories, and by category id.

    An annotation of which only the box is known cannot judge a mask: for "segm" its box is a crowd
    region. Predictions without a mask take no part in "segm".
    """
    images, annotations = _images(truth), _annotations(truth, kind=kind)
    results = _results(predictions, kind=kind)
    with contextlib.redirect_stdout(io.StringIO()):
        judge = COCOeval(
            _index(truth, images, annotations), _index(truth, images, results), iouType=kind
        )
        judge.params.catIds = [category.id for category in truth.categories]  # keep their order
        judge.evaluate()
        judge.accumulate()
    precision, recall = judge.eval["precision"], judge.eval["recall"]
    each = {
        category.id: _metrics(precision[:, :, k : k + 1], recall[:, k : k + 1])
        for k, category in enumerate(truth.categories)
    }
    return _metrics(precision, recall), each


def _metrics(precision: NDArray[np.float64], recall: NDArray[np.float64]) -> Metrics:
    """`precision` (IoU, recall, category, area, limit), `recall` without its second axis."""
    every = precision[..., _MOST]
    return Metrics(
        AP=_mean(every[..., _ALL]),
        AP50=_mean(every[0, ..., _ALL]),
        AP75=_mean(every[5, ..., _ALL]),
        APs=_mean(every[..., _SMALL]),
        APm=_mean(every[..., _MEDIUM]),
        APl=_mean(every[..., _LARGE]),
        AR100=_mean(recall[..., _ALL, _MOST]),
    )


def _mean(values: NDArray[np.float64]) -> float | None:
    """pycocotools marks "nothing to find" with -1."""
    known = values[values > -1]
    return float(known.mean()) if known.size else None


def _index(truth: Truth, images: list[dict[str, Any]], instances: list[dict[str, Any]]) -> COCO:
    """Numbers `instances` from 1: to pycocotools an annotation 0 is never found."""
    index = COCO()
    index.dataset = {
        "images": images,
        "categories": [{"id": one.id, "name": one.name} for one in truth.categories],
        "annotations": [{"id": n, **one} for n, one in enumerate(instances, start=1)],
    }
    index.createIndex()
    return index


def _images(truth: Truth) -> list[dict[str, Any]]:
    return [{"id": one.id, "width": one.width, "height": one.height} for one in truth.images]


def _annotations(truth: Truth, *, kind: Kind) -> list[dict[str, Any]]:
    return [_annotation(truth, one, kind=kind) for one in truth.annotations]


def _annotation(truth: Truth, annotation: Annotation, *, kind: Kind) -> dict[str, Any]:
    known = _known(annotation.image_id, annotation.category_id, annotation.box, annotation.area)
    if kind == "bbox":
        return known | {"iscrowd": int(annotation.iscrowd)}
    crowd = annotation.iscrowd or annotation.segmentation.is_empty
    return known | {"iscrowd": int(crowd), "segmentation": from_rle(truth.rles[annotation.id])}


def _results(predictions: Sequence[Prediction], *, kind: Kind) -> list[dict[str, Any]]:
    """A mask is sized by its own area, not by its box's (as Detectron2 does)."""
    if kind == "bbox":
        return [
            _known(one.image_id, one.category_id, one.box, one.box.area) | {"score": one.score}
            for one in predictions
        ]
    return [
        _known(one.image_id, one.category_id, one.box, float(coco_mask.area(from_rle(one.rle))))
        | {"score": one.score, "segmentation": from_rle(one.rle)}
        for one in predictions
        if one.rle is not None
    ]


def _known(image_id: int, category_id: int, box: Box, area: float) -> dict[str, Any]:
    return {
        "image_id": image_id,
        "category_id": category_id,
        "bbox": from_box(box),
        "area": area,
        "iscrowd": 0,
    }
