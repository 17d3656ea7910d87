"""A dataset goes whole, or stays whole."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from segcore import importing, jobs
from segcore.deleting import delete
from segcore.errors import InputError, NotFound
from segcore.folders import DatasetFolder
from segcore.jobs import locks
from segcore.runs import RunFolder
from segcore.store import Store
from tests import toys as engines_of_toys
from tests.builders import coco_annotation, coco_document, write_coco


@pytest.fixture
def toys(store: Store, tmp_path: Path) -> Path:
    """The folder of the imported dataset toys."""
    source = write_coco(tmp_path / "source", coco_document(coco_annotation()))
    with importing.inspect(source) as plan:
        importing.run(store, plan, name="toys")
    return tmp_path / "datasets" / "toys"


def test_rows_and_folder_go(store: Store, toys: Path) -> None:
    delete(store, "toys")

    assert store.datasets() == []
    assert not toys.exists()
    assert list((toys.parent / ".staging").glob("*/")) == []


def test_what_is_trained_on_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    engines_of_toys.use_engines(monkeypatch)
    engines_of_toys.squares(store)
    with locks.held(locks.of_device("cpu")):
        run = jobs.start(store, "toys", engine="toy", max_steps=1)

        with pytest.raises(InputError, match=f"{run} still trains on 'toys'; cancel it first"):
            delete(store, "toys")

        jobs.cancel(store, run)
    assert DatasetFolder.of("toys").root.is_dir()


def test_a_training_that_died_unseen_is_no_hindrance(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines_of_toys.use_engines(monkeypatch)
    engines_of_toys.squares(store)
    run = RunFolder.of("toys", jobs.start(store, "toys", engine="toy", max_steps=1_000_000))
    engines_of_toys.wait_until(lambda: run.read_state().pid is not None)
    os.kill(run.read_state().pid or 0, signal.SIGKILL)
    engines_of_toys.wait_until(lambda: not locks.is_held(run.lock))

    delete(store, "toys")

    assert store.datasets() == []


def test_a_name_nobody_has_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="toys"):
        delete(store, "toys")
