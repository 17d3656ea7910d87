"""What every engine does, tested the same for each."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from segcore.coco import read_frozen, write_frozen
from segcore.engines import Engine, RawInstance, load
from segcore.errors import Failed, InputError, Stopped
from segcore.runs import RunFolder
from segcore.types import Picture
from tests.engines.conftest import Trained, working
from tests.engines.toys import SIZE, Recorder, toy_annotation, toy_config

PARTS = {"loss_cls", "loss_box_reg", "loss_mask", "loss_rpn_cls", "loss_rpn_loc"}


def same(a: list[RawInstance], b: list[RawInstance]) -> None:
    """Assert that two engines found the same, up to the last digits."""
    assert [one.category for one in a] == [one.category for one in b]
    np.testing.assert_allclose([one.score for one in a], [one.score for one in b], atol=1e-4)
    np.testing.assert_allclose([one.box for one in a], [one.box for one in b], atol=0.01)
    for one, other in zip(a, b, strict=True):
        assert np.count_nonzero(one.mask != other.mask) <= 2


def test_a_few_steps_lower_the_loss(engine_name: str, trained: Callable[[str], Trained]) -> None:
    _, report = trained(engine_name)
    assert np.mean(report.losses[-3:]) < 0.9 * np.mean(report.losses[:3])


def test_each_step_reports_the_loss_its_parts_and_the_rate(
    engine_name: str, trained: Callable[[str], Trained]
) -> None:
    _, report = trained(engine_name)
    assert [line["step"] for line in report.scalars] == list(range(1, 13))
    for line in report.scalars:
        assert set(line) == {"step", "total_loss", "lr"} | PARTS
        assert line["total_loss"] == pytest.approx(sum(line[part] for part in PARTS), rel=1e-4)


def test_it_validates_every_period_and_once_at_the_end(
    engine_name: str, trained: Callable[[str], Trained]
) -> None:
    _, report = trained(engine_name)
    assert report.validated == [5, 10, 12]


def test_predictions_are_valid_instances_of_the_picture(
    engine_name: str, trained: Callable[[str], Trained], unseen: Picture
) -> None:
    run, report = trained(engine_name)
    height, width = unseen.shape[:2]
    [found] = load(engine_name).predict(run.checkpoint, [unseen], device="cpu", score_threshold=0)
    assert 0 < len(found) <= 20
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert one.category in (0, 1)
        assert 0 <= one.box.x1 < one.box.x2 <= width
        assert 0 <= one.box.y1 < one.box.y2 <= height
        assert one.mask.shape == (height, width)
        assert one.mask.dtype == bool
    same(report.found, [one for one in found if one.score > 0.05])


def test_nothing_above_the_threshold_is_an_empty_list(
    engine_name: str, trained: Callable[[str], Trained], unseen: Picture
) -> None:
    run, _ = trained(engine_name)
    found = load(engine_name).predict(run.checkpoint, [unseen] * 2, device="cpu", score_threshold=1)
    assert list(found) == [[], []]


@pytest.mark.parametrize(
    ("writer", "reader"), [("torchvision", "detectron2"), ("detectron2", "torchvision")]
)
def test_a_checkpoint_gives_the_same_instances_in_the_other_engine(
    writer: str, reader: str, trained: Callable[[str], Trained], unseen: Picture
) -> None:
    working(writer), working(reader)
    run, _ = trained(writer)
    found = [
        next(load(name).predict(run.checkpoint, [unseen], device="cpu", score_threshold=0.01))
        for name in (writer, reader)
    ]
    assert found[0]
    same(*found)


def test_both_engines_begin_with_the_same_loss(trained: Callable[[str], Trained]) -> None:
    working("torchvision"), working("detectron2")
    first, second = (trained(name)[1].scalars[0] for name in ("torchvision", "detectron2"))
    for part in PARTS:  # each draws other anchors and proposals for its loss
        assert first[part] == pytest.approx(second[part], rel=0.05, abs=0.02)


def test_the_same_seed_trains_the_same_and_another_does_not(engine: Engine, run: RunFolder) -> None:
    losses = []
    for seed, steps in ((3, 2), (3, 2), (4, 1)):
        report = Recorder()
        engine.train(toy_config(max_steps=steps, seed=seed), run, report)
        losses.append(report.losses)
    assert losses[0] == losses[1]
    assert losses[0][0] != losses[2][0]


def test_stopping_keeps_what_was_learned(engine: Engine, run: RunFolder, unseen: Picture) -> None:
    with pytest.raises(Stopped):
        engine.train(toy_config(max_steps=50), run, Recorder(stop_at=2))
    from segcore.engines.checkpoint import read

    assert read(run.checkpoint).step == 2
    assert len(list(engine.predict(run.checkpoint, [unseen], device="cpu"))) == 1


def test_a_loss_that_is_no_number_fails_in_one_sentence(engine: Engine, run: RunFolder) -> None:
    with pytest.raises(Failed, match=r"diverged: at step \d+ .* Lower the learning rate \(10\)"):
        engine.train(toy_config(max_steps=30, learning_rate=10), run, Recorder())
    assert not run.checkpoint.exists()


def test_a_training_begins_from_given_weights(
    engine_name: str, trained: Callable[[str], Trained], run: RunFolder
) -> None:
    earlier, report = trained(engine_name)
    again = Recorder()
    config = toy_config(max_steps=1, weights=earlier.checkpoint)
    load(engine_name).train(config, run, again)
    assert again.losses[0] < 0.9 * report.losses[0]


def test_a_training_begins_from_a_zoo_file_of_other_categories(
    engine_name: str, trained: Callable[[str], Trained], run: RunFolder, tmp_path: Path
) -> None:
    from segcore.engines.checkpoint import read_weights

    earlier, report = trained(engine_name)
    arrays = {name: one.numpy() for name, one in read_weights(earlier.checkpoint).items()}
    for name, rows in (("cls_score", 81), ("bbox_pred", 320)):
        shape = (rows, 256)
        arrays[f"roi_heads.box_predictor.{name}.weight"] = np.ones(shape, dtype=np.float32)
    zoo = tmp_path / "zoo.pkl"
    zoo.write_bytes(pickle.dumps({"model": arrays, "__author__": "The Zoo"}, protocol=2))
    again = Recorder()
    load(engine_name).train(toy_config(max_steps=1, weights=zoo), run, again)
    for part in ("loss_rpn_cls", "loss_mask"):  # what does not depend on the categories is known
        assert again.scalars[0][part] < 0.9 * report.scalars[0][part]


def test_weights_of_another_model_are_refused(
    engine_name: str, trained: Callable[[str], Trained], run: RunFolder
) -> None:
    earlier, _ = trained(engine_name)
    config = toy_config(weights=earlier.checkpoint, options={"fpn_channels": 32})
    with pytest.raises(InputError, match=r"model\.pth: The weights are of another model: \d+ of"):
        load(engine_name).train(config, run, Recorder())


def test_a_missing_gpu_is_said(engine: Engine, run: RunFolder) -> None:
    with pytest.raises(InputError, match="'cuda:99' was asked for, but torch sees"):
        engine.train(toy_config(device="cuda:99"), run, Recorder())
    assert not run.checkpoint.exists()


def test_a_batch_without_any_instance_in_sight_is_learnt_from_too(
    engine: Engine, run: RunFolder
) -> None:
    """Every mask vanishes when the picture shrinks to this; the training goes on."""
    tiny = {"train_sizes": [32], "max_size": 32, "test_size": 32}
    _shrink_annotations(run)
    report = Recorder()
    engine.train(toy_config(max_steps=1, options=tiny), run, report)
    assert all(math.isfinite(value) for value in report.scalars[0].values())


def _shrink_annotations(run: RunFolder) -> None:
    """Make every annotation one pixel, where no resized pixel's centre is."""
    frozen = read_frozen(run.train)
    mask = np.zeros((SIZE.height, SIZE.width), dtype=bool)
    mask[0, 0] = True
    write_frozen(
        run.train,
        images=frozen.images,
        categories=frozen.categories,
        annotations=[
            (toy_annotation(one.id, one.image_id, one.category_id, mask), SIZE)
            for one in frozen.annotations
        ],
    )
