"""`train`, `runs`, `cancel`, `evaluate` and `predict`, with an engine that learns at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from segcore import jobs
from segcore.folders import DatasetFolder
from segcore.runs import RunFolder
from segcore.store import Store
from tests import toys
from tests.cli.conftest import Segcore

LONG = 1_000_000  # steps: trains until somebody ends it


@pytest.fixture(autouse=True)
def _toys(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The dataset "toys", the toy engines, and no training left behind."""
    toys.use_engines(monkeypatch)
    toys.squares(store)
    yield
    for record in store.runs():
        jobs.cancel(store, record.id)
        jobs.follow(store, record.id, every=0.05)


@pytest.fixture
def trained(segcore: Segcore) -> str:
    """The id of a run that is done."""
    return segcore("train", "toys", "--engine", "toy", "--max-steps", 3).out.strip()


def _picture() -> Path:
    return DatasetFolder.of("toys").image("0.png")


def test_train_prints_the_runs_id_alone_and_waits_for_its_end(
    segcore: Segcore, store: Store
) -> None:
    called = segcore("train", "toys", "--engine", "toy", "--max-steps", 3)
    assert called.code == 0
    assert called.out == f"{store.runs()[0].id}\n"
    assert store.runs()[0].state == "done"
    assert f"`python -m segcore evaluate {called.out.strip()}` tells" in called.err


def test_detached_it_returns_while_the_run_goes_on(segcore: Segcore, store: Store) -> None:
    run = segcore("train", "toys", "--engine", "toy", "--max-steps", LONG, "--detach").out.strip()
    assert jobs.state(store, run).state in ("queued", "running")
    cancelled = segcore("cancel", run)
    assert (cancelled.code, cancelled.err) == (0, "")
    assert jobs.follow(store, run, every=0.05).state == "cancelled"
    again = segcore("cancel", run)
    assert (again.code, again.out) == (2, "")
    assert again.err == f"The run {run} cannot be cancelled: it is cancelled already.\n"


def test_ctrl_c_cancels_and_keeps_a_checkpoint(store: Store, data_dir: Path) -> None:
    command = [sys.executable, "-m", "segcore", "train", "toys", "--engine", "toy"]
    training = subprocess.Popen(
        [*command, "--max-steps", str(LONG)],
        env={**os.environ, "SEGCORE_DATA_DIR": str(data_dir)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert training.stdout is not None
    run = training.stdout.readline().strip()
    folder = RunFolder.of("toys", run)
    toys.wait_until(lambda: bool(folder.read_metrics()[0]))
    training.send_signal(signal.SIGINT)
    _, err = training.communicate(timeout=60)
    assert training.returncode == 130
    assert "Traceback" not in err
    assert store.run(run).state == "cancelled"
    assert folder.checkpoint.is_file()


def test_a_failed_run_is_1_and_names_its_log(segcore: Segcore) -> None:
    called = segcore("train", "toys", "--engine", "toy-broken", "--max-steps", 3)
    log = RunFolder.of("toys", called.out.strip()).log
    assert called.code == 1
    assert called.err.splitlines()[-1].startswith(f"The run {called.out.strip()} failed: ")
    assert called.err.endswith(f"The log is {log}.\n")


@pytest.mark.parametrize("option", ["--engine", "--preset"])
def test_an_unknown_choice_is_2_and_names_those_there_are(segcore: Segcore, option: str) -> None:
    called = segcore("train", "toys", option, "magic")
    assert called.code == 2
    assert "'magic'" in called.err
    assert ("torchvision" if option == "--engine" else "standard") in called.err


def test_runs_tells_programs_and_people(segcore: Segcore, trained: str) -> None:
    (run,) = segcore("runs", "--json").json  # type: ignore[misc]
    known = {"run": trained, "dataset": "toys", "state": "done", "engine": "toy", "step": 3}
    assert known.items() <= run.items()
    head, row = segcore("runs", "toys").out.splitlines()
    assert head.split() == ["RUN", "DATASET", "STATE", "ENGINE", "PRESET", "STEP", "OF"]
    assert row.split() == [trained, "toys", "done", "toy", "tiny", "3", "3"]


def test_no_run_leads_on(segcore: Segcore) -> None:
    assert "`python -m segcore train NAME` starts one" in segcore("runs").out
    assert segcore("runs", "--json").json == []


def test_evaluate_prints_average_precision_by_category(segcore: Segcore, trained: str) -> None:
    found = segcore("evaluate", trained, "--json").json
    assert isinstance(found, dict)
    assert list(found) == ["run", "split", "segm", "bbox", "categories"]
    assert (found["run"], found["split"]) == (trained, "val")
    assert {"AP", "AP50", "AP75"} <= found["segm"].keys()
    assert list(found["categories"]) == ["Panda", "Dice"]
    assert found["categories"]["Dice"]["segm"]["AP50"] == pytest.approx(1.0)
    assert found["categories"]["Panda"]["bbox"]["AP"] is None
    table = segcore("evaluate", trained).out
    assert table.startswith("ON VAL  MASK AP  MASK AP50  MASK AP75  BOX AP")


def test_evaluate_works_it_out_when_the_run_did_not(segcore: Segcore, trained: str) -> None:
    before = segcore("evaluate", trained, "--json").json
    RunFolder.of("toys", trained).evaluation.unlink()
    assert segcore("evaluate", trained, "--json").json == before


def test_predict_writes_overlays_and_results(
    segcore: Segcore, trained: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    called = segcore("predict", trained, _picture(), _picture(), "--out", out, "--json")
    assert called.code == 0
    assert sorted(path.name for path in out.iterdir()) == ["1-0.jpg", "2-0.jpg", "predictions.json"]
    rows = orjson.loads((out / "predictions.json").read_bytes())
    assert called.json == rows
    assert {row["image_id"] for row in rows} == {1, 2}
    assert rows[0]["category"] == "Dice"
    assert rows[0]["file_name"] == str(_picture())
    assert set(rows[0]) >= {"category_id", "bbox", "score", "segmentation"}


def test_predict_refuses_what_is_no_picture_before_it_writes(
    segcore: Segcore, trained: str, tmp_path: Path
) -> None:
    (tmp_path / "words.png").write_text("no picture")
    called = segcore("predict", trained, tmp_path / "words.png", "--out", tmp_path / "out")
    assert called.code == 2
    assert "words.png" in called.err
    assert not (tmp_path / "out").exists()


def test_predict_refuses_a_run_without_a_checkpoint(segcore: Segcore, trained: str) -> None:
    RunFolder.of("toys", trained).checkpoint.unlink()
    called = segcore("predict", trained, _picture(), "--out", "nowhere")
    assert (called.code, called.err) == (
        2,
        f"The run {trained} has no checkpoint to predict with.\n",
    )
