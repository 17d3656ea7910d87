"""Engines to test, and one short training of each that several tests look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from segcore.engines import NAMES, Engine, load
from segcore.runs import RunFolder
from segcore.types import Picture
from tests.engines.toys import Recorder, toy_config, toy_picture, toy_run

Trained = tuple[RunFolder, Recorder]


def working(name: str) -> Engine:
    """The engine called `name`; skips the test with the reason where it cannot work."""
    engine = load(name)
    reason = engine.unavailable()
    if reason:
        pytest.skip(reason)
    return engine


@pytest.fixture(params=NAMES)
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    working(name)
    return name


@pytest.fixture
def engine(engine_name: str) -> Engine:
    return load(engine_name)


@pytest.fixture(scope="session")
def unseen() -> Picture:
    """A picture like those of the toy run, of another seed."""
    return toy_picture(np.random.default_rng(99))[0]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, unseen: Picture) -> Callable[[str], Trained]:
    """The run and the report of 12 steps by an engine; done once for each engine."""

    @cache
    def of(name: str) -> Trained:
        run = toy_run(tmp_path_factory.mktemp(name))
        report = Recorder(picture=unseen)
        config = toy_config(max_steps=12, eval_period=5, checkpoint_period=5)
        working(name).train(config, run, report)
        return run, report

    return of


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A fresh toy run."""
    return toy_run(tmp_path)
