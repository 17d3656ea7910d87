"""What a person looks at: the images where truth and prediction disagree most, and how."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from segcore.evaluation.values import Evaluation, Match


@dataclass(frozen=True)
class ImageReview:
    """One image in numbers, at a score threshold.

    `mean_iou` is over the pairs found, None without one. `quality` is the panoptic quality
    (Kirillov et al., 2019) of all categories together: the sum of IoU over the pairs, divided by
    pairs + extra / 2 + missed / 2; 1.0 where there was nothing to find and nothing was predicted.
    """

    image_id: int
    found: int
    missed: int
    extra: int
    mean_iou: float | None
    quality: float

    @property
    def mistakes(self) -> int:
        return self.missed + self.extra


def reviews(
    evaluation: Evaluation, *, score_threshold: float = 0.5, category_id: int | None = None
) -> list[ImageReview]:
    """Every image of the split, worst first.

    With `category_id`, only images where it was to be found or was predicted, judged by it alone.
    """
    rows: defaultdict[int, list[Match]] = defaultdict(list)
    for row in _at(evaluation.matches, score_threshold=score_threshold):
        if category_id in (None, row.category_id):
            rows[row.image_id].append(row)
    images = [image for image in evaluation.images if category_id is None or image in rows]
    judged = [_review(image, rows[image]) for image in images]
    return sorted(judged, key=lambda one: (one.quality, -one.mistakes, one.image_id))


def matches_of(
    evaluation: Evaluation,
    image_id: int,
    *,
    score_threshold: float = 0.5,
    category_id: int | None = None,
) -> list[Match]:
    """One image's rows: predictions under the threshold are gone, what they had found is missed."""
    rows = (
        row
        for row in evaluation.matches
        if row.image_id == image_id and category_id in (None, row.category_id)
    )
    return _at(tuple(rows), score_threshold=score_threshold)


def _at(matches: tuple[Match, ...], *, score_threshold: float) -> list[Match]:
    kept = []
    for row in matches:
        if row.score is None or row.score >= score_threshold:
            kept.append(row)
        elif row.is_found:
            kept.append(Match(row.image_id, row.category_id, annotation_id=row.annotation_id))
    return kept


def _review(image_id: int, rows: list[Match]) -> ImageReview:
    ious = [row.iou for row in rows if row.is_found]
    missed = sum(row.is_missed for row in rows)
    extra = sum(row.is_extra for row in rows)
    weight = len(ious) + (missed + extra) / 2
    return ImageReview(
        image_id=image_id,
        found=len(ious),
        missed=missed,
        extra=extra,
        mean_iou=sum(ious) / len(ious) if ious else None,
        quality=sum(ious) / weight if weight else 1.0,
    )
