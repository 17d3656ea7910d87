"""The preset tiny learns the built-in sample from nothing, whichever the engine."""

from __future__ import annotations

import pytest

from segcore import evaluation, jobs, sample
from segcore.runs import RunFolder
from segcore.store import Store


@pytest.mark.slow
def test_tiny_learns_the_sample_from_nothing(
    engine_name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    sample.create(store)
    run = jobs.start(store, "sample", preset="tiny", engine=engine_name, device="cpu")
    assert jobs.follow(store, run).state == "done"
    found = evaluation.read(RunFolder.of("sample", run).evaluation).segm.AP50
    assert found is not None
    assert found > 0.4
