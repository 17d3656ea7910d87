"""The metrics: by hand where one can, and against plain pycocotools where one cannot."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from segcore import coco, evaluation
from segcore.coco import FrozenDataset
from segcore.errors import InputError
from segcore.evaluation import Metrics, Truth, evaluate
from segcore.runs import RunFolder
from segcore.types import Annotation, Prediction, Size
from tests.evaluation.examples import SIDE, annotation, frozen, only_box, prediction


def test_perfect_predictions_score_one() -> None:
    truth = frozen(annotation(5, at=(10, 10, 40)), annotation(6, at=(60, 60, 20), category=2))
    result = evaluate(
        truth, [prediction(0.9, at=(10, 10, 40)), prediction(0.8, at=(60, 60, 20), category=2)]
    )
    one = pytest.approx(1)
    assert result.segm == Metrics(one, one, one, APs=one, APm=one, APl=None, AR100=one)
    assert result.bbox == result.segm
    assert [(each.name, each.segm.AP, each.annotations) for each in result.categories] == [
        ("Panda", one, 1),
        ("Dice", one, 1),
    ]


def test_no_predictions_score_zero() -> None:
    result = evaluate(frozen(annotation(5, at=(10, 10, 40))), [])
    assert (result.segm.AP, result.segm.AR100) == (0, 0)


def test_a_category_with_nothing_to_find_has_no_number() -> None:
    result = evaluate(frozen(annotation(5, at=(10, 10, 40))), [prediction(0.9, at=(10, 10, 40))])
    assert result.categories[1].segm == Metrics()
    assert abs(result.segm.AP - 1) < 1e-9, "and does not pull the mean down"


def test_an_annotation_with_only_a_box_cannot_judge_a_mask() -> None:
    truth = frozen(annotation(5, at=(0, 0, 40)), only_box(6, at=(50, 50, 40)))
    good, inside = prediction(0.5, at=(0, 0, 40)), prediction(0.9, at=(60, 60, 20))
    result = evaluate(truth, [good, inside])
    assert abs(result.segm.AP - 1) < 1e-9, "a mask inside the box is neither right nor wrong"
    assert result.bbox.AP < 1


def test_a_prediction_in_a_crowd_costs_nothing() -> None:
    truth = frozen(annotation(5, at=(0, 0, 40)), annotation(6, at=(50, 50, 50), crowd=True))
    result = evaluate(truth, [prediction(0.5, at=(0, 0, 40)), prediction(0.9, at=(60, 60, 20))])
    assert abs(result.segm.AP - 1) < 1e-9


@pytest.mark.parametrize("images", [0, 3])
def test_an_empty_val_split_says_that_there_is_nothing_to_evaluate(images: int) -> None:
    result = evaluate(frozen(images=images), [])
    assert result.segm == Metrics()
    assert result.note.startswith("There is nothing to evaluate: the val split has no ")
    assert "nothing to evaluate" in str(result.summary(run="r")["note"])


def test_the_summary_is_the_command_lines() -> None:
    truth = frozen(annotation(5, at=(10, 10, 40)))
    summary = evaluate(truth, [prediction(0.9, at=(10, 10, 40))]).summary(run="r1")
    assert list(summary) == ["run", "split", "segm", "bbox", "categories"]
    decoded = json.loads(json.dumps(summary, allow_nan=False))
    assert decoded["segm"]["AP50"] == pytest.approx(1)
    assert decoded["categories"]["Panda"]["bbox"]["AP"] == pytest.approx(1)
    assert decoded["categories"]["Dice"]["segm"]["AP"] is None


def test_the_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    truth = frozen(annotation(5, at=(10, 10, 40)), annotation(6, at=(60, 60, 20)))
    result = evaluate(truth, [prediction(0.9, at=(12, 10, 40)), prediction(0.3, at=(0, 60, 20))])
    evaluation.write(tmp_path / "evaluation.json", result)
    assert evaluation.read(tmp_path / "evaluation.json") == result


def test_a_run_without_an_evaluation_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has not been evaluated"):
        evaluation.read(tmp_path / "evaluation.json")
    with pytest.raises(InputError, match="no predictions to evaluate"):
        evaluation.evaluate_run(RunFolder(tmp_path))
    (tmp_path / "evaluation.json").write_bytes(b"[]")
    with pytest.raises(InputError, match="cannot be read as an evaluation"):
        evaluation.read(tmp_path / "evaluation.json")


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    evaluate(frozen(annotation(5, at=(10, 10, 40))), [prediction(0.9, at=(12, 10, 40))])
    assert capfd.readouterr() == ("", "")


def scattered(seed: int) -> tuple[FrozenDataset, list[Prediction]]:
    """Forty annotations on eight pictures, some crowds; predictions near them and elsewhere."""
    rng = np.random.default_rng(seed)
    annotations: list[Annotation] = []
    predictions: list[Prediction] = []
    for id in range(1, 41):
        x, y, side = (int(n) for n in rng.integers((0, 0, 8), (50, 50, 50)))
        image, category = int(rng.integers(1, 9)), int(rng.integers(1, 4))
        annotations.append(
            annotation(id, at=(x, y, side), image=image, category=category, crowd=id % 13 == 0)
        )
        for _ in range(int(rng.integers(0, 4))):
            moved = (x + int(rng.integers(0, 6)), y + int(rng.integers(0, 6)), side)
            score = round(float(rng.random()), 2)
            guess = category if rng.random() < 0.8 else int(rng.integers(1, 4))
            predictions.append(prediction(score, at=moved, image=image, category=guess))
    return frozen(*annotations, images=8, categories=3), predictions


def by_pycocotools(
    folder: Path, truth: FrozenDataset, predictions: list[Prediction], *, kind: str
) -> list[float]:
    """The six numbers of COCO's own summary, through files as its users do."""
    val, results = folder / "val.json", folder / "results.json"
    coco.write_frozen(
        val,
        images=truth.images,
        categories=truth.categories,
        annotations=[(one, Size(SIDE, SIDE)) for one in truth.annotations],
    )
    rows = json.loads(coco.predictions_to_json(predictions))
    if kind == "segm":
        rows = [{k: v for k, v in row.items() if k != "bbox"} for row in rows]
    results.write_text(json.dumps(rows))
    truth_by_file = COCO(str(val))
    judge = COCOeval(truth_by_file, truth_by_file.loadRes(str(results)), kind)
    judge.evaluate()
    judge.accumulate()
    judge.summarize()
    return [*judge.stats[:6], judge.stats[8]]


@pytest.mark.parametrize("kind", ["segm", "bbox"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_number_is_that_of_pycocotools(tmp_path: Path, kind: str, seed: int) -> None:
    truth, predictions = scattered(seed)
    ours = getattr(evaluate(truth, predictions), kind)
    reference = by_pycocotools(tmp_path, truth, predictions, kind=kind)
    numbers = [ours.AP, ours.AP50, ours.AP75, ours.APs, ours.APm, ours.APl, ours.AR100]
    assert [-1 if n is None else n for n in numbers] == reference, "bit for bit"
    assert 0.1 < ours.AP < 0.9


def test_the_order_of_annotations_changes_nothing() -> None:
    truth, predictions = scattered(4)
    turned = FrozenDataset(truth.images, truth.categories, truth.annotations[::-1])
    assert evaluate(turned, predictions) == evaluate(truth, predictions)


@pytest.mark.parametrize(("most", "kept"), [(8, 8), (100, 8), (4, 4), (3, 3), (1, 1)])
def test_a_thinned_truth_is_some_images_with_all_of_theirs(most: int, kept: int) -> None:
    whole = Truth.of(scattered(5)[0])
    some = whole.thinned(most=most)
    assert len(some.images) == kept
    ids = {image.id for image in some.images}
    assert [*some.annotations] == [one for one in whole.annotations if one.image_id in ids]
