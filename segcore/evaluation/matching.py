"""Which prediction found which annotation, at IoU 0.5: COCO's greedy rule, one row for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from segcore.evaluation.pycoco import box_overlaps, mask_overlaps
from segcore.evaluation.truth import Truth
from segcore.evaluation.values import MATCH_IOU, Match
from segcore.types import Annotation, Prediction

Indexed = tuple[int, Prediction]


def match(truth: Truth, predictions: Sequence[Prediction]) -> list[Match]:
    """One row a prediction and one a missed annotation, image by image.

    Predictions choose in order of score, each the free annotation of its category it overlaps
    most; so dropping everything under some score leaves the other pairs as they are. Overlap is
    that of masks, and that of boxes where either has no mask.
    """
    annotations: defaultdict[tuple[int, int], list[Annotation]] = defaultdict(list)
    for annotation in truth.annotations:
        annotations[annotation.image_id, annotation.category_id].append(annotation)
    predicted: defaultdict[tuple[int, int], list[Indexed]] = defaultdict(list)
    for index, prediction in enumerate(predictions):
        predicted[prediction.image_id, prediction.category_id].append((index, prediction))
    return [
        row
        for image in truth.images
        for category in truth.categories
        for row in _match(
            truth, annotations[image.id, category.id], predicted[image.id, category.id]
        )
    ]


def _match(
    truth: Truth, annotations: list[Annotation], predictions: list[Indexed]
) -> Iterator[Match]:
    """The rows of one image and category."""
    ranked = sorted(predictions, key=lambda one: -one[1].score)
    overlaps = _overlaps(truth, [one for _, one in ranked], annotations)
    crowd = np.array([one.iscrowd for one in annotations], dtype=np.bool_)
    free = ~crowd
    for (index, prediction), row in zip(ranked, overlaps, strict=True):
        chosen = _best(row, free)
        if chosen is not None:
            free[chosen] = False
        else:
            chosen = _best(row, crowd)
        yield Match(
            image_id=prediction.image_id,
            category_id=prediction.category_id,
            prediction=index,
            annotation_id=None if chosen is None else annotations[chosen].id,
            score=prediction.score,
            iou=float(row.max(initial=0.0) if chosen is None else row[chosen]),
            ignored=chosen is not None and bool(crowd[chosen]),
        )
    for annotation, missed in zip(annotations, free, strict=True):
        if missed:
            yield Match(annotation.image_id, annotation.category_id, annotation_id=annotation.id)


def _best(overlaps: NDArray[np.float64], allowed: NDArray[np.bool_]) -> int | None:
    """The allowed annotation overlapped most, if by enough."""
    candidates = np.where(allowed & (overlaps >= MATCH_IOU), overlaps, -1.0)
    if not candidates.size or candidates.max() < 0:
        return None
    return int(candidates.argmax())


def _overlaps(
    truth: Truth, predictions: list[Prediction], annotations: list[Annotation]
) -> NDArray[np.float64]:
    """(predictions, annotations) IoU; towards a crowd, the share of the prediction inside it."""
    crowd = [int(one.iscrowd) for one in annotations]
    overlaps = box_overlaps(
        [one.box for one in predictions], [one.box for one in annotations], crowd=crowd
    )
    rows = [i for i, one in enumerate(predictions) if one.rle is not None]
    columns = [i for i, one in enumerate(annotations) if not one.segmentation.is_empty]
    overlaps[np.ix_(rows, columns)] = mask_overlaps(
        [one.rle for one in predictions if one.rle is not None],
        [truth.rles[annotations[i].id] for i in columns],
        crowd=[crowd[i] for i in columns],
    )
    return overlaps
