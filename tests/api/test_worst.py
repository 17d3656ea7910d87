"""The next image by what a run's evaluation says, worst first."""

from __future__ import annotations

import pytest

from segcore.evaluation import Match, values
from segcore.evaluation.values import Evaluation
from segcore.runs import RunFolder
from segcore.store import Store
from segcore.types import Image, RunRecord
from tests.api.asking import Editor
from tests.store.examples import annotation, pictures, pond

FOUND = {"prediction": 0, "annotation_id": 1, "iou": 1.0}
IOUS = (0.9, 0.6, 0.8)  # of what the run found on b, c and d


@pytest.fixture
def image(store: Store) -> Image:
    """a.jpg of the dataset pond; the run saw b, c and d alone."""
    names = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    first = pond(store, images=pictures(*names), annotations=[annotation(2, 1)])[0]
    owner = first.dataset_id
    store.add_run(RunRecord("r1", owner, "pond", "done", "", "tiny", "", 1, 1, "2026"))
    seen = store.images(owner)[1:]
    matches = tuple(
        Match(one.id, 1, **{**FOUND, "iou": iou}, score=0.5)
        for one, iou in zip(seen, IOUS, strict=True)
    )
    folder = RunFolder.of("pond", "r1")
    folder.root.mkdir(parents=True)
    values.write(folder.evaluation, Evaluation(tuple(one.id for one in seen), matches=matches))
    return first


def walked(editor: Editor, image: Image, query: str) -> list[str]:
    """File names from `image` on, then why it ends."""
    names, here = [], image.id
    while (told := editor.get(f"images/{here}/worst", query).json())["next"]:
        names.append(told["next"]["file_name"])
        here = told["next"]["id"]
    return [*names, told["note"]]


def test_an_image_that_the_run_never_saw_leads_to_the_worst_and_on_to_the_best(
    editor: Editor, image: Image
) -> None:
    assert walked(editor, image, "run=r1") == [
        "c.jpg",
        "d.jpg",
        "b.jpg",
        "Run r1 did better on no other image that passes the filters.",
    ]


def test_the_filters_hold(editor: Editor, image: Image) -> None:
    assert walked(editor, image, "run=r1&empty=1")[:-1] == ["d.jpg", "b.jpg"]
    assert walked(editor, image, "run=r1&text=b.")[:-1] == ["b.jpg"]


def test_a_prediction_counts_from_the_score_that_is_asked_for(editor: Editor, image: Image) -> None:
    assert walked(editor, image, "run=r1&score=0.5")[0] == "c.jpg"
    # all are missed alike: in the file's order
    assert walked(editor, image, "run=r1&score=0.51")[:-1] == ["b.jpg", "c.jpg", "d.jpg"]


def test_a_run_without_an_evaluation_is_told_in_words(editor: Editor, image: Image) -> None:
    RunFolder.of("pond", "r1").evaluation.unlink()
    (note,) = walked(editor, image, "run=r1")
    assert note.endswith("does not exist: this run has not been evaluated.")


@pytest.mark.parametrize("score", ["2", "-0.1", "nan", "1e-3", "", "½"])
def test_a_score_that_is_none_is_refused(editor: Editor, image: Image, score: str) -> None:
    refused = editor.get(f"images/{image.id}/worst", f"run=r1&score={score}")
    assert (refused.status_code, "from 0 to 1" in refused.json()["error"]) == (422, True)


def test_another_datasets_run_is_none(editor: Editor, image: Image) -> None:
    assert editor.get(f"images/{image.id}/worst", "run=r9").status_code == 404
