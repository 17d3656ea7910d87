"""Predictions of a run as outlines to accept."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import pytest

from segcore import coco, geometry
from segcore.evaluation import values
from segcore.evaluation.values import Evaluation
from segcore.runs import RunFolder
from segcore.store import Store
from segcore.types import Box, Image, Prediction, RunRecord
from tests.api.asking import Editor
from tests.store.examples import pond


def found(image: Image, score: float, *, side: int = 20) -> Prediction:
    """A square of `side` at 10, 10; nothing for side 0."""
    mask = np.zeros((image.height, image.width), dtype=bool)
    mask[10 : 10 + side, 10 : 10 + side] = True
    box = Box(10, 10, 10 + side, 10 + side)
    return Prediction(image.id, 1, score, box, geometry.mask_to_rle(mask))


def finished_run(
    store: Store, predictions: Sequence[Prediction], *, seen: Sequence[Image], name: str = "r1"
) -> RunFolder:
    owner = store.dataset("pond").id
    store.add_run(RunRecord(name, owner, "pond", "done", "", "tiny", "", 1, 1, "2026"))
    folder = RunFolder.of("pond", name)
    folder.root.mkdir(parents=True)
    folder.predictions.write_bytes(coco.predictions_to_json(predictions))
    values.write(folder.evaluation, Evaluation(images=tuple(one.id for one in seen)))
    return folder


def test_the_best_come_first_and_nothing_is_no_ghost(
    editor: Editor, image: Image, store: Store
) -> None:
    run = [found(image, 0.25), found(image, 0.75), found(image, 0.5, side=0)]
    finished_run(store, run, seen=[image])
    told = editor.get(f"images/{image.id}/ghosts", "run=r1").json()
    assert (told["run"], told["note"]) == ("r1", "")
    assert [(one["n"], one["score"]) for one in told["ghosts"]] == [(1, 0.75), (0, 0.25)]
    assert told["ghosts"][0]["box"] == [10, 10, 30, 30]
    ((ring,),) = told["ghosts"][0]["parts"]
    assert sorted(zip(ring[::2], ring[1::2], strict=True)) == [
        (10, 10),
        (10, 30),
        (30, 10),
        (30, 30),
    ]


def test_an_image_without_predictions_says_why(editor: Editor, image: Image, store: Store) -> None:
    other = store.images(image.dataset_id)[1]
    finished_run(store, [], seen=[image])
    seen = editor.get(f"images/{image.id}/ghosts", "run=r1").json()
    unseen = editor.get(f"images/{other.id}/ghosts", "run=r1").json()
    assert (seen["ghosts"], unseen["ghosts"]) == ([], [])
    assert "found nothing on this image" in seen["note"]
    assert "never saw this image" in unseen["note"]


def test_the_file_is_read_once_until_it_changes(
    editor: Editor, image: Image, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = finished_run(store, [found(image, 0.5)], seen=[image], name="once")
    reads: list[bytes] = []
    read = coco.predictions_from_json
    monkeypatch.setattr(
        coco, "predictions_from_json", lambda text: reads.append(text) or read(text)
    )
    path = f"images/{image.id}/ghosts"
    for _ in range(3):
        assert len(editor.get(path, "run=once").json()["ghosts"]) == 1
    assert len(reads) == 1
    folder.predictions.write_bytes(coco.predictions_to_json([]))
    os.utime(folder.predictions, ns=(1, 1))
    assert editor.get(path, "run=once").json()["ghosts"] == []


def test_predictions_that_are_gone_are_told_in_words(
    editor: Editor, image: Image, store: Store
) -> None:
    finished_run(store, [], seen=[image]).predictions.unlink()
    told = editor.get(f"images/{image.id}/ghosts", "run=r1").json()
    assert (told["ghosts"], told["note"]) == ([], "The predictions of run r1 are gone.")


def test_only_finished_runs_of_the_same_dataset_have_ghosts(
    editor: Editor, image: Image, store: Store
) -> None:
    pond(store, "sea")
    sea = store.dataset("sea").id
    store.add_run(RunRecord("r2", sea, "sea", "done", "", "tiny", "", 1, 1, "2026"))
    here = image.dataset_id
    store.add_run(RunRecord("r3", here, "pond", "running", "", "tiny", "", 1, 1, "2026"))
    for name in ("r2", "r3", "", "../r2"):
        refused = editor.get(f"images/{image.id}/ghosts", f"run={name}")
        assert refused.status_code == 404
        assert "no finished run" in refused.json()["error"]
