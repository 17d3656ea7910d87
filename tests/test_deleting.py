"""A dataset goes whole, or stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from segcore import importing
from segcore.deleting import delete
from segcore.errors import InputError, NotFound
from segcore.store import Store
from segcore.types import RunRecord
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


def test_what_is_trained_on_stays(store: Store, toys: Path) -> None:
    run = RunRecord(
        id="r1",
        dataset_id=store.dataset("toys").id,
        dataset="toys",
        state="queued",
        engine="torchvision",
        preset="tiny",
        device="cpu",
        step=0,
        max_steps=1,
        created_at="2026-01-01T00:00:00Z",
    )
    store.add_run(run)

    with pytest.raises(InputError, match="r1 still trains on 'toys'"):
        delete(store, "toys")

    assert toys.is_dir()


def test_a_name_nobody_has_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="toys"):
        delete(store, "toys")
