"""Trainings as processes: begun, queued, watched, cancelled, killed, outliving who began them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from segcore import coco, jobs
from segcore.errors import EngineUnavailable, InputError, NotFound
from segcore.folders import DatasetFolder
from segcore.jobs import locks
from segcore.runs import RunFolder
from segcore.store import Store
from segcore.types import Delete
from tests import toys

LONG = 1_000_000  # steps: trains until somebody ends it


def folder(run_id: str) -> RunFolder:
    return RunFolder.of("toys", run_id)


def is_training(run_id: str) -> bool:
    return bool(folder(run_id).read_metrics()[0])


def long_run(store: Store) -> str:
    """A run that trains by now and will not end by itself."""
    run = jobs.start(store, "toys", engine="toy", max_steps=LONG)
    toys.wait_until(lambda: is_training(run))
    return run


def test_a_run_trains_to_its_end_and_its_folder_speaks_for_itself(store: Store) -> None:
    toys.squares(store)
    run = jobs.start(store, "toys", engine="toy", max_steps=20, author="ada")
    seen = jobs.follow(store, run, every=0.05)
    assert (seen.state, seen.step, seen.message) == ("done", 20, "")
    names = "config evaluation metrics predictions state train val checkpoint log"
    assert all(getattr(folder(run), name).is_file() for name in names.split())
    config = folder(run).read_config()
    assert (config.dataset, config.engine, config.device, config.author) == (
        "toys",
        "toy",
        "cpu",
        "ada",
    )
    assert folder(run).read_state().state == "done"
    steps = [line["step"] for line in folder(run).read_metrics()[0] if "total_loss" in line]
    assert steps == [*range(1, 21)]


def test_what_a_run_is_doing_can_be_watched(store: Store) -> None:
    toys.squares(store)
    run = long_run(store)
    toys.wait_until(lambda: jobs.state(store, run).eta_seconds is not None)
    seen = jobs.state(store, run)
    assert (seen.state, seen.stage, seen.device, seen.engine) == (
        "running",
        "training",
        "cpu",
        "toy",
    )
    assert 0 < seen.step < LONG
    assert seen.eta_seconds is not None
    assert seen.eta_seconds > 60
    assert "step 1/1000000  total_loss 1" in seen.log_tail
    assert [one.id for one in jobs.states(store, "toys")] == [run]


def test_a_second_run_waits_and_starts_when_the_first_has_ended(store: Store) -> None:
    toys.squares(store)
    first = long_run(store)
    second = jobs.start(store, "toys", engine="toy", max_steps=5)
    third = jobs.start(store, "toys", engine="toy", max_steps=5)
    assert jobs.state(store, second).message == "Waiting for cpu: one run before it."
    assert jobs.state(store, third).message == "Waiting for cpu: 2 runs before it."
    folder(first).cancel.touch()
    toys.wait_until(lambda: store.run(third).state == "done")  # nobody ticks but the workers
    assert store.run(second).state == "done"
    assert str(store.run(second).ended_at) <= str(store.run(third).started_at)


def test_a_waiting_run_is_cancelled_at_once(store: Store) -> None:
    toys.squares(store)
    long_run(store)
    waiting = jobs.start(store, "toys", engine="toy", max_steps=5)
    jobs.cancel(store, waiting)
    assert jobs.state(store, waiting).state == "cancelled"
    assert not folder(waiting).log.exists(), "it never ran"


def test_a_training_that_is_cancelled_keeps_its_checkpoint(store: Store) -> None:
    toys.squares(store)
    run = long_run(store)
    jobs.cancel(store, run)
    seen = jobs.follow(store, run, every=0.05)
    assert seen.state == "cancelled"
    assert seen.message == f"Cancelled at step {seen.step}; what was learned until then is kept."
    assert folder(run).checkpoint.is_file()
    jobs.cancel(store, run)
    assert jobs.state(store, run).state == "cancelled", "cancelling what has ended changes nothing"


def test_a_killed_worker_is_seen_as_failed_with_the_end_of_its_log(store: Store) -> None:
    toys.squares(store)
    run = long_run(store)
    toys.wait_until(lambda: "step 1/" in folder(run).log_tail())
    os.kill(pid_of(run), signal.SIGKILL)
    toys.wait_until(lambda: jobs.state(store, run).state == "failed")
    message = store.run(run).message
    assert message.startswith("The training's process ended without a word: it was killed")
    assert "total_loss" in message
    assert folder(run).read_state().state == "failed"
    assert store.run(run).ended_at is not None
    after = jobs.start(store, "toys", engine="toy", max_steps=3)
    assert jobs.follow(store, after, every=0.05).state == "done", "the device is free again"


def pid_of(run_id: str) -> int:
    pid = folder(run_id).read_state().pid
    assert pid is not None
    return pid


def test_sigterm_ends_a_training_as_if_cancelled(store: Store) -> None:
    toys.squares(store)
    run = long_run(store)
    os.kill(pid_of(run), signal.SIGTERM)
    seen = jobs.follow(store, run, every=0.05)
    assert (seen.state, seen.message.split(" at ")[0]) == ("cancelled", "Told to end")
    assert folder(run).checkpoint.is_file()


START_AND_DIE = """
import os, signal, sys
from segcore import jobs
from segcore.store import open_store
print(jobs.start(open_store(), "toys", engine="toy", max_steps=100), flush=True)
os.killpg(os.getpgid(0), signal.SIGKILL)
"""


def test_a_training_outlives_who_started_it_and_is_found_again(store: Store) -> None:
    toys.squares(store)
    starter = subprocess.run(
        [sys.executable, "-c", START_AND_DIE],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert starter.returncode == -signal.SIGKILL, starter.stderr
    run = starter.stdout.strip()
    assert jobs.state(store, run).state == "running"
    assert jobs.follow(store, run, every=0.05).state == "done"


def test_many_looking_at_once_start_a_run_once(store: Store) -> None:
    toys.squares(store)
    with locks.held(locks.of_device("cpu")):
        run = jobs.start(store, "toys", engine="toy", max_steps=5)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: jobs.tick(store), range(32)))
    assert jobs.follow(store, run, every=0.05).state == "done"
    assert folder(run).log.read_text().count("toy on cpu") == 1


def test_a_run_whose_folder_is_gone_does_not_hold_up_the_queue(store: Store) -> None:
    toys.squares(store)
    with locks.held(locks.of_device("cpu")):
        gone = jobs.start(store, "toys", engine="toy", max_steps=5)
        there = jobs.start(store, "toys", engine="toy", max_steps=5)
    folder(gone).root.rename(folder(gone).root.with_name("elsewhere"))
    assert jobs.follow(store, there, every=0.05).state == "done"
    assert "is gone" in jobs.state(store, gone).message
    assert not folder(gone).root.exists(), "and is not made again"


def test_editing_after_the_start_changes_nothing_for_the_run(store: Store) -> None:
    dataset = toys.squares(store)
    with locks.held(locks.of_device("cpu")):
        before = jobs.start(store, "toys", engine="toy", max_steps=5)
        image = store.images(dataset.id, split="train")[0]
        (annotation,) = store.annotations(image.id)
        store.save(
            image.id, [Delete(annotation.id, annotation.version)], author="ada", request_id="r1"
        )
        after = jobs.start(store, "toys", engine="toy", max_steps=5)
        again = jobs.start(store, "toys", engine="toy", max_steps=5)
    assert len(coco.read_frozen(folder(before).train).annotations) == 2
    assert len(coco.read_frozen(folder(after).train).annotations) == 1
    hashes = [folder(run).read_config().dataset_hash for run in (before, after, again)]
    assert hashes[0] != hashes[1] == hashes[2]


@pytest.mark.parametrize(
    ("dataset", "sentence"),
    [
        ({"train": 0, "val": 2}, "has no images in its train split"),
        ({"annotated": False}, "None of the 2 train images of toys has an annotation"),
    ],
)
def test_nothing_to_train_on_is_refused_before_a_run_exists(
    store: Store, dataset: dict[str, int], sentence: str
) -> None:
    toys.squares(store, **dataset)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=sentence):
        jobs.start(store, "toys", engine="toy")
    assert_nothing_began(store)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"engine": "toys"}, "There is no engine 'toys'; the engines are .*toy, toy-broken"),
        ({"device": "tpu"}, "There is no device 'tpu'; use auto, cpu, cuda or cuda:0"),
        ({"device": "cuda:99"}, "cuda:99 is not there"),
        ({"preset": "huge"}, "There is no preset 'huge'"),
        ({"max_steps": 0}, "max_steps must be a whole number of at least 1; got 0"),
    ],
)
def test_a_wrong_setting_is_refused_before_a_run_exists(
    store: Store, settings: dict[str, str], sentence: str
) -> None:
    toys.squares(store)
    with pytest.raises(InputError, match=sentence):
        jobs.start(store, "toys", **({"engine": "toy"} | settings))  # type: ignore[arg-type]
    assert_nothing_began(store)


def test_an_engine_that_cannot_work_here_says_why(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    toys.squares(store)
    monkeypatch.setenv("TOY_UNAVAILABLE", "it wants a full moon.")
    with pytest.raises(EngineUnavailable, match=r"cannot be used: it wants a full moon\."):
        jobs.start(store, "toys", engine="toy-refusing")


def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(store: Store) -> None:
    toys.squares(store)
    DatasetFolder.of("toys").runs.write_text("a file where the folder should be")
    with pytest.raises(InputError, match=r"runs/.* cannot be written \(.*\): make room"):
        jobs.start(store, "toys", engine="toy")
    assert store.runs() == []


def test_a_lock_that_cannot_be_made_is_one_sentence(store: Store, data_dir: Path) -> None:
    toys.squares(store)
    (data_dir / ".locks").write_text("a file where the folder should be")
    with pytest.raises(InputError, match=r"lock .*\.lock cannot be opened \(.*\): make its folder"):
        jobs.start(store, "toys", engine="toy")
    (data_dir / ".locks").unlink()
    assert_nothing_began(store)


def test_what_a_killed_start_left_is_swept_by_the_next_after_an_hour(store: Store) -> None:
    toys.squares(store)
    runs = DatasetFolder.of("toys").runs
    old, fresh = runs / ".20260101-000000-aaaa.part", runs / ".20260101-010000-bbbb.part"
    for folder_left in (old, fresh):
        folder_left.mkdir(parents=True)
        (folder_left / "train.json").touch()
    hours_ago = time.time() - 2 * 3600
    os.utime(old, (hours_ago, hours_ago))
    jobs.start(store, "toys", engine="toy", max_steps=1)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_broken_state_file_does_not_hold_up_the_queue(store: Store) -> None:
    toys.squares(store)
    run = long_run(store)
    pid = pid_of(run)
    os.kill(pid, signal.SIGKILL)
    toys.wait_until(lambda: not locks.is_held(folder(run).lock))
    folder(run).state.write_text("{")
    assert jobs.state(store, run).state == "failed"


def assert_nothing_began(store: Store) -> None:
    assert store.runs() == []
    runs = DatasetFolder.of("toys").runs
    assert not runs.exists() or list(runs.iterdir()) == []


def test_an_unknown_dataset_or_run_names_those_there_are(store: Store) -> None:
    toys.squares(store)
    with pytest.raises(NotFound, match="Available: toys"):
        jobs.start(store, "toy", engine="toy")
    with pytest.raises(NotFound, match="There is no run 'x'"):
        jobs.state(store, "x")
    with pytest.raises(NotFound, match="There is no run 'x'"):
        jobs.cancel(store, "x")


def test_starting_and_watching_load_no_torch(data_dir: Path) -> None:
    code = (
        "import sys; from segcore import jobs, evaluation, runs; sys.exit('torch' in sys.modules)"
    )
    environment = {**os.environ, "SEGCORE_DATA_DIR": str(data_dir)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert ended.returncode == 0


def test_a_setting_changed_by_hand_is_kept_with_the_run(store: Store) -> None:
    toys.squares(store)
    changes = {"learning_rate": 0.5, "seed": 3}
    run = jobs.start(store, "toys", engine="toy", max_steps=2, changes=changes)
    train = folder(run).read_config().train
    assert (train.learning_rate, train.seed, train.max_steps) == (0.5, 3, 2)
