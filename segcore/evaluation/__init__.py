"""How good predictions are: COCO's metrics, who matched whom, and what to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from segcore import coco
from segcore.coco import FrozenDataset
from segcore.errors import InputError
from segcore.evaluation.matching import match
from segcore.evaluation.reference import average_precision
from segcore.evaluation.reviewing import ImageReview, matches_of, reviews
from segcore.evaluation.truth import Truth
from segcore.evaluation.values import (
    MATCH_IOU,
    METRICS,
    CategoryMetrics,
    Evaluation,
    Match,
    Metrics,
    read,
    write,
)
from segcore.runs import RunFolder
from segcore.types import Prediction

__all__ = [
    "MATCH_IOU",
    "METRICS",
    "CategoryMetrics",
    "Evaluation",
    "ImageReview",
    "Match",
    "Metrics",
    "Truth",
    "average_precision",
    "evaluate",
    "evaluate_run",
    "match",
    "matches_of",
    "read",
    "reviews",
    "val_scalars",
    "write",
]


def evaluate(val: Truth | FrozenDataset | Path, predictions: Iterable[Prediction]) -> Evaluation:
    """Judge `predictions` by the frozen split `val`; the same input gives the same output.

    `Match.prediction` counts in the order given. Raises InputError when `val` cannot be read.
    """
    truth = _truth(val)
    given = list(predictions)
    images, matches = tuple(image.id for image in truth.images), tuple(match(truth, given))
    note = _nothing(truth)
    if note:
        return Evaluation(images=images, matches=matches, note=note)
    segm, segm_by = average_precision(truth, given, kind="segm")
    bbox, bbox_by = average_precision(truth, given, kind="bbox")
    counts = Counter(one.category_id for one in truth.annotations if not one.iscrowd)
    categories = tuple(
        CategoryMetrics(one.id, one.name, segm_by[one.id], bbox_by[one.id], counts[one.id])
        for one in truth.categories
    )
    return Evaluation(images, segm, bbox, categories, matches)


def evaluate_run(run: RunFolder) -> Evaluation:
    """Judge a run's predictions.json by its val.json; InputError when one is missing or broken."""
    if not run.predictions.exists():
        raise InputError(f"Run {run.id} has no predictions to evaluate: it has not been finished.")
    return evaluate(run.val, coco.predictions_from_json(run.predictions.read_bytes()))


def val_scalars(truth: Truth, predictions: Sequence[Prediction]) -> dict[str, float]:
    """The points of a training's curves, as Evaluation.val_scalars, without the matching."""
    segm, _ = average_precision(truth, predictions, kind="segm")
    bbox, _ = average_precision(truth, predictions, kind="bbox")
    return Evaluation((), segm, bbox).val_scalars()


def _truth(val: Truth | FrozenDataset | Path) -> Truth:
    if isinstance(val, Truth):
        return val
    return Truth.read(val) if isinstance(val, Path) else Truth.of(val)


def _nothing(truth: Truth) -> str:
    """Why there is nothing to evaluate; empty where there is something."""
    if not truth.images:
        return "There is nothing to evaluate: the val split has no images."
    if not truth.annotations:
        return "There is nothing to evaluate: the val split has no annotations."
    return ""
