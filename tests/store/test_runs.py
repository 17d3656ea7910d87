from __future__ import annotations

from dataclasses import replace

import pytest

from segcore.errors import NotFound
from segcore.store import Store
from segcore.types import RunRecord
from tests.store.examples import pond


@pytest.fixture
def record(store: Store) -> RunRecord:
    dataset = pond(store)[0].dataset_id
    return RunRecord("r1", dataset, "pond", "queued", "torchvision", "tiny", "cpu", 0, 9, "2026-01")


def test_runs_are_listed_newest_first(store: Store, record: RunRecord) -> None:
    newer = replace(record, id="r2", created_at="2026-02", message="waits")
    for one in (newer, record):
        store.add_run(one)
    assert store.runs() == [newer, record]
    assert store.runs(record.dataset_id + 1) == []
    assert store.run("r1") == record


def test_a_run_changes_only_from_the_state_expected(store: Store, record: RunRecord) -> None:
    store.add_run(record)
    assert store.update_run("r1", expect={"queued"}, state="running", started_at="2026-03")
    assert not store.update_run("r1", expect={"queued"}, state="cancelled")
    assert store.update_run("r1", step=5)
    assert store.run("r1") == replace(record, state="running", started_at="2026-03", step=5)
    assert not store.update_run("nothing", state="done")


def test_a_deleted_run_is_gone(store: Store, record: RunRecord) -> None:
    store.add_run(record)
    store.delete_run("r1")
    with pytest.raises(NotFound, match="There is no run 'r1'. The newest are: none yet"):
        store.run("r1")
    with pytest.raises(NotFound, match="no run 'r1'"):
        store.delete_run("r1")


def test_a_renamed_dataset_shows_in_its_runs(store: Store, record: RunRecord) -> None:
    store.add_run(record)
    store.rename("pond", "lake")
    assert store.run("r1").dataset == "lake"
