"""A run's folder: what is written comes back, whole lines only, errors as sentences."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest

from segcore.errors import InputError
from segcore.runs import RunConfig, RunFolder, RunStatus, TrainConfig, new_id, now


def config(**changes: object) -> RunConfig:
    known = {
        "id": "20261123-102600-abcd",
        "dataset": "toys",
        "engine": "torchvision",
        "device": "cpu",
        "preset": "tiny",
        "train": TrainConfig("tiny", 10, weights=Path("/tmp/w.pth"), options={"A.B": [1, 2.5]}),
        "dataset_hash": "00ff",
        "categories": ((7, "Panda"), (3, "Dice")),
        "created_at": now(),
    }
    return RunConfig(**(known | changes))  # type: ignore[arg-type]


def test_a_config_comes_back_as_it_was_written(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    for written in (config(), config(train=TrainConfig("tiny", 10))):
        run.write_config(written)
        assert run.read_config() == written


def test_a_missing_or_broken_config_is_refused_with_its_path(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    with pytest.raises(InputError, match=r"config\.json does not exist"):
        run.read_config()
    run.config.write_bytes(b'{"id": 3}')
    with pytest.raises(InputError, match=r"config\.json cannot be read as a run's config"):
        run.read_config()


def test_a_run_that_said_nothing_yet_is_queued(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    assert run.read_state() == RunStatus("queued")
    run.write_state(RunStatus("running", step=3, max_steps=9, device="cpu"))
    assert run.read_state().step == 3
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"], "nothing left beside it"


def test_metrics_are_read_from_where_the_last_look_ended(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    assert run.read_metrics() == ([], 0)
    run.append_metrics(1, loss=2.5)
    first, offset = run.read_metrics()
    assert [(line["step"], line["loss"]) for line in first] == [(1, 2.5)]
    run.append_metrics(2, loss=math.nan)
    second, end = run.read_metrics(offset)
    assert [(line["step"], line["loss"]) for line in second] == [(2, None)]
    assert run.read_metrics(end) == ([], end)


def test_half_a_line_waits_until_it_is_whole(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    run.metrics.write_bytes(b'{"step":1}\n{"st')
    lines, offset = run.read_metrics()
    assert (lines, offset) == ([{"step": 1}], 11)
    with run.metrics.open("ab") as file:
        file.write(b'ep":2}\n')
    assert run.read_metrics(offset)[0] == [{"step": 2}]


def test_a_line_cut_by_a_full_disk_is_passed_over(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    run.metrics.write_bytes(b'{"step":1}\n{"st{"step":3}\n{"step":4}\n')
    assert [line["step"] for line in run.read_metrics()[0]] == [1, 4]


def test_the_log_tail_is_the_last_lines(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    assert run.log_tail() == ""
    run.log.write_text("\n".join(str(n) for n in range(100_000)))
    assert run.log_tail(lines=2) == "99998\n99999"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"max_steps": 0}, "max_steps must be a whole number of at least 1; got 0."),
        ({"images_per_batch": 2.5}, "images_per_batch must be a whole number"),
        ({"learning_rate": math.nan}, "learning_rate must be above 0"),
        ({"eval_period": -1}, "eval_period must be a whole number of at least 0"),
    ],
)
def test_a_train_config_out_of_range_is_refused(changes: dict[str, float], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        TrainConfig(**({"preset": "tiny", "max_steps": 1} | changes))  # type: ignore[arg-type]


def test_ids_do_not_clash_within_a_second_and_name_a_folder() -> None:
    ids = {new_id() for _ in range(20)}
    assert len(ids) > 15
    assert all(set(one) <= set("0123456789abcdef-") for one in ids)


def test_the_run_folder_is_readable_without_torch() -> None:
    code = "import sys, segcore.runs; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
