"""What every test may ask for: a data folder of its own, a store in it, the real photographs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests import postgres

if TYPE_CHECKING:
    from segcore.store import Store

# The same examples in every run, and no clock: a busy machine must not fail a test.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")

PROJECT = Path(__file__).resolve().parent.parent
FRUITS = PROJECT.parent / "shared" / "data" / "fruits_nuts"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that SEGCORE_DATA_DIR points to; the store is a SQLite file in it."""
    folder = tmp_path / "datasets"
    folder.mkdir()
    monkeypatch.setenv("SEGCORE_DATA_DIR", str(folder))
    monkeypatch.delenv("SEGCORE_DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def store(data_dir: Path) -> Iterator[Store]:  # noqa: ARG001 - it says where the store is
    """A fresh store in `data_dir`."""
    from segcore.store import open_store

    fresh = open_store()
    yield fresh
    fresh.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL: SEGCORE_TEST_POSTGRES_URL's, or a server of this session's own."""
    given, programs = os.environ.get("SEGCORE_TEST_POSTGRES_URL"), postgres.programs()
    if given:
        yield given
    elif programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    else:
        with postgres.running(programs) as url:
            yield url


@pytest.fixture(scope="session")
def fruits() -> Path:
    """The folder of the real photographs: images/ and labels.json. Skips where it is not there."""
    if not (FRUITS / "labels.json").is_file():
        pytest.skip("the photographs in ../shared/data/fruits_nuts are not there")
    return FRUITS
