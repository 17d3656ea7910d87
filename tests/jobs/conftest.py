"""Toy engines for every test here, and no training left behind by any."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from segcore import jobs
from segcore.store import Store
from tests import toys


@pytest.fixture(autouse=True)
def _toy_engines(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    toys.use_engines(monkeypatch)
    yield
    for record in store.runs():
        jobs.cancel(store, record.id)
    for record in store.runs():
        jobs.follow(store, record.id, every=0.05)
