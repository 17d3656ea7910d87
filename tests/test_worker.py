"""How a run's process ends, whatever happens in it: in words a person can use."""

from __future__ import annotations

from pathlib import Path

import pytest

from segcore import coco, evaluation, jobs
from segcore.folders import DatasetFolder
from segcore.jobs import JobState, locks
from segcore.runs import RunFolder
from segcore.store import Store
from tests import toys


@pytest.fixture(autouse=True)
def _toy_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    toys.use_engines(monkeypatch)


def trained(
    store: Store, *, engine: str = "toy", max_steps: int = 12
) -> tuple[JobState, RunFolder]:
    run = jobs.start(store, "toys", engine=engine, max_steps=max_steps)
    return jobs.follow(store, run, every=0.05), RunFolder.of("toys", run)


def test_val_is_predicted_with_the_stores_ids_and_evaluated(store: Store) -> None:
    dataset = toys.squares(store, val=2)
    _, run = trained(store)
    predictions = coco.predictions_from_json(run.predictions.read_bytes())
    images = [image.id for image in store.images(dataset.id, split="val")]
    dice = store.categories(dataset.id)[1]
    assert [(one.image_id, one.category_id) for one in predictions] == [
        (image, dice.id) for image in images
    ]
    result = evaluation.read(run.evaluation)
    assert abs(result.segm.AP - 1) < 1e-9, "the average of equal squares is the square"
    assert [match.is_found for match in result.matches] == [True, True]
    assert evaluation.evaluate_run(run) == result, "and again from the files, bit for bit"


def test_the_curves_have_val_points(store: Store) -> None:
    toys.squares(store)
    _, run = trained(store)
    lines, _ = run.read_metrics()
    points = [(line["step"], line["val_segm_AP50"]) for line in lines if "val_segm_AP50" in line]
    assert points == [(10, pytest.approx(1)), (12, pytest.approx(1))]


def test_the_log_tells_the_story(store: Store) -> None:
    toys.squares(store)
    _, run = trained(store)
    log = run.log.read_text()
    for words in ("toy on cpu, preset tiny", "step 12/12", "segm  AP 1", "done."):
        assert words in log


def test_without_val_images_it_trains_and_there_is_nothing_to_evaluate(store: Store) -> None:
    toys.squares(store, val=0)
    seen, run = trained(store)
    assert seen.state == "done"
    assert run.checkpoint.is_file()
    result = evaluation.read(run.evaluation)
    assert result.note == "There is nothing to evaluate: the val split has no images."


def test_an_engines_sentence_is_shown_as_it_is(store: Store) -> None:
    toys.squares(store)
    seen, run = trained(store, engine="toy-refusing")
    assert seen.state == "failed"
    assert seen.message == "These pictures are too grey to learn from; use brighter ones."
    assert "Traceback" not in run.log.read_text()


def test_a_bug_is_named_and_its_traceback_is_in_the_log(store: Store) -> None:
    toys.squares(store)
    seen, run = trained(store, engine="toy-broken")
    assert (seen.state, seen.step) == ("failed", 1)
    assert seen.message == (
        "The run was stopped by an unexpected ZeroDivisionError (division by zero); see its log."
    )
    assert "Traceback" in run.log.read_text()


def test_too_little_memory_is_a_sentence(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    toys.squares(store)
    monkeypatch.setenv("TOY_ERROR", "DefaultCPUAllocator: can't allocate memory: 9 bytes")
    seen, _ = trained(store, engine="toy-broken")
    assert seen.message == (
        "The run ran out of memory: use fewer images per batch or a smaller preset."
    )


def test_a_full_disk_is_a_sentence(store: Store) -> None:
    toys.squares(store)
    with locks.held(locks.of_device("cpu")):
        id = jobs.start(store, "toys", engine="toy", max_steps=5)
        RunFolder.of("toys", id).metrics.symlink_to("/dev/full")
    seen = jobs.follow(store, id, every=0.05)
    assert seen.state == "failed"
    assert seen.message == (
        "The disk is full (No space left on device): make room and start the run again."
    )


def test_a_missing_val_picture_fails_naming_it(store: Store) -> None:
    toys.squares(store)
    DatasetFolder.of("toys").image("2.png").unlink()
    seen, run = trained(store)
    assert seen.state == "failed"
    assert "2.png" in seen.message
    assert not run.predictions.exists()


def test_a_broken_frozen_split_fails_with_its_path(store: Store) -> None:
    toys.squares(store)
    with locks.held(locks.of_device("cpu")):
        id = jobs.start(store, "toys", engine="toy", max_steps=5)
        RunFolder.of("toys", id).val.write_bytes(b"[")
    seen = jobs.follow(store, id, every=0.05)
    assert seen.state == "failed"
    assert "val.json cannot be read" in seen.message


def test_a_dataset_deleted_meanwhile_ends_its_training(store: Store, tmp_path: Path) -> None:
    toys.squares(store)
    id = jobs.start(store, "toys", engine="toy", max_steps=1_000_000)
    run = RunFolder.of("toys", id)
    toys.wait_until(lambda: bool(run.read_metrics()[0]))
    store.delete_dataset("toys")
    DatasetFolder.of("toys").root.rename(tmp_path / "trash")
    moved = RunFolder(tmp_path / "trash" / "runs" / id)
    toys.wait_until(lambda: not locks.is_held(moved.lock))
    assert not run.root.exists(), "the folder is not made again"


@pytest.mark.slow
def test_torchvision_goes_the_whole_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    toys.squares(store)
    seen, run = trained(store, engine="torchvision", max_steps=2)
    assert (seen.state, seen.step, seen.message) == ("done", 2, "")
    assert evaluation.read(run.evaluation).segm.AP is not None
