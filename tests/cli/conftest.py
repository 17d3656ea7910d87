"""`segcore(...)`: the command line called in this process, on a data folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import orjson
import pytest

from segcore.cli.boundary import main


@dataclass(frozen=True)
class Called:
    """What a call left behind: its exit code and its two streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return orjson.loads(self.out)


Segcore: TypeAlias = Callable[..., Called]


@pytest.fixture
def segcore(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Segcore:  # noqa: ARG001
    def call(*arguments: object) -> Called:
        capsys.readouterr()
        code = main([*map(str, arguments)])
        return Called(code, *capsys.readouterr())

    return call
