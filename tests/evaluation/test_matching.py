"""Who found whom, and what a person sees of it."""

from __future__ import annotations

from segcore.evaluation import ImageReview, evaluate, match, matches_of, reviews
from segcore.evaluation.truth import Truth
from segcore.evaluation.values import Match
from tests.evaluation.examples import annotation, frozen, only_box, prediction
from tests.evaluation.test_evaluate import scattered


def test_the_surer_prediction_finds_and_the_other_is_extra() -> None:
    truth = Truth.of(frozen(annotation(5, at=(10, 10, 40))))
    rows = match(truth, [prediction(0.6, at=(10, 10, 40)), prediction(0.9, at=(14, 10, 40))])
    found, extra = rows
    assert (found.prediction, found.annotation_id, found.score) == (1, 5, 0.9)
    assert round(found.iou, 3) == round(36 / 44, 3)
    assert found.is_found
    assert (extra.prediction, extra.annotation_id, extra.iou) == (0, None, 1.0)
    assert extra.is_extra


def test_the_wrong_category_is_an_extra_and_a_miss() -> None:
    truth = Truth.of(frozen(annotation(5, at=(10, 10, 40))))
    rows = match(truth, [prediction(0.6, at=(10, 10, 40), category=2)])
    assert rows == [
        Match(1, 1, annotation_id=5),
        Match(1, 2, prediction=0, score=0.6),
    ]


def test_a_prediction_in_a_crowd_is_neither_right_nor_wrong() -> None:
    truth = Truth.of(frozen(annotation(5, at=(10, 10, 80), crowd=True)))
    (row,) = match(truth, [prediction(0.6, at=(20, 20, 10))])
    assert row.ignored
    assert (row.is_found, row.is_extra, row.is_missed) == (False, False, False)


def test_a_known_box_is_found_by_boxes() -> None:
    truth = Truth.of(frozen(only_box(5, at=(10, 10, 40))))
    (row,) = match(truth, [prediction(0.6, at=(10, 10, 40))])
    assert (row.annotation_id, row.iou) == (5, 1.0)


def test_every_prediction_and_every_annotation_has_one_row() -> None:
    truth, predictions = scattered(7)
    rows = match(Truth.of(truth), predictions)
    assert sorted(r.prediction for r in rows if r.prediction is not None) == [
        *range(len(predictions))
    ]
    judged = [r.annotation_id for r in rows if r.annotation_id is not None and not r.ignored]
    assert sorted(judged) == [one.id for one in truth.annotations if not one.iscrowd]


def test_a_score_threshold_later_is_a_score_threshold_before() -> None:
    truth, predictions = scattered(8)
    whole = evaluate(truth, predictions)
    sure = evaluate(truth, [one for one in predictions if one.score >= 0.5])
    for image in whole.images:
        later = matches_of(whole, image, score_threshold=0.5)
        before = matches_of(sure, image, score_threshold=0)
        assert {(r.annotation_id, r.score, r.iou) for r in later} == {
            (r.annotation_id, r.score, r.iou) for r in before
        }


def test_the_worst_image_comes_first() -> None:
    truth = frozen(
        annotation(1, at=(0, 0, 40), image=1),
        annotation(2, at=(0, 0, 40), image=2),
        annotation(3, at=(0, 0, 40), image=3),
        images=4,
    )
    result = evaluate(
        truth,
        [
            prediction(0.9, at=(0, 0, 40), image=1),
            prediction(0.4, at=(0, 0, 40), image=2),
            prediction(0.9, at=(4, 0, 40), image=3),
            prediction(0.8, at=(50, 50, 40), image=3),
        ],
    )
    assert [one.image_id for one in reviews(result)] == [2, 3, 1, 4]
    assert [one.image_id for one in reviews(result, score_threshold=0.3)] == [3, 1, 2, 4]
    assert reviews(result)[0] == ImageReview(
        2, found=0, missed=1, extra=0, mean_iou=None, quality=0.0
    )
    assert reviews(result)[1].mistakes == 1


def test_one_category_is_judged_alone() -> None:
    truth = frozen(annotation(1, at=(0, 0, 40)), annotation(2, at=(50, 50, 40), category=2))
    result = evaluate(truth, [prediction(0.9, at=(0, 0, 40))])
    (panda,) = reviews(result, category_id=1)
    assert (panda.found, panda.mistakes, panda.quality) == (1, 0, 1.0)
    assert [row.category_id for row in matches_of(result, 1, category_id=2)] == [2]
