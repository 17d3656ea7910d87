"""`sample`: made when asked, and with --once only the first time."""

from __future__ import annotations

from pathlib import Path

import pytest

from segcore.store import Store
from tests import toys
from tests.cli.conftest import Segcore


@pytest.mark.slow
def test_the_sample_is_made_once(segcore: Segcore, store: Store, data_dir: Path) -> None:
    called = segcore("sample", "--once")
    assert (called.code, called.out) == (0, "The sample dataset 'sample' is ready: 30 images.\n")
    assert called.err.splitlines()[0] == "Drawing"
    assert store.summary("sample").splits == {"train": 24, "val": 6}
    assert (data_dir / "sample" / "planted-mistakes.json").is_file()
    store.delete_dataset("sample")
    assert (segcore("sample", "--once").code, store.datasets()) == (0, [])


def test_a_dataset_of_that_name_is_left_alone(segcore: Segcore, store: Store) -> None:
    toys.squares(store, name="sample")
    assert (segcore("sample", "--once").code, store.summary("sample").images) == (0, 3)
    refused = segcore("sample")
    assert (refused.code, refused.out) == (2, "")
    assert "'sample' is already there" in refused.err


def test_a_wrong_name_is_2_and_makes_nothing(segcore: Segcore, store: Store) -> None:
    called = segcore("sample", "--name", "../x")
    assert (called.code, store.datasets()) == (2, [])
    assert "'../x' cannot name a dataset" in called.err
