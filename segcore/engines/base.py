"""What an engine is, and the table of those there are. Nothing here imports torch."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeAlias, cast

from segcore.errors import EngineUnavailable, InputError
from segcore.runs import RunFolder, TrainConfig
from segcore.types import Box, Mask, Picture

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "detectron2": "segcore.engines.detectron2",
        "torchvision": "segcore.engines.torchvision",
    }
)
"""Every engine's module, the preferred one first. `load` also finds those of other packages."""


@dataclass(frozen=True, eq=False)
class RawInstance:
    """One instance as an engine found it; `mask` is None only for an engine that makes none."""

    category: int  # 0, 1, ...: the place in the run's categories
    score: float  # 0..1
    box: Box  # pixels of the picture
    mask: Mask | None = None


Predict: TypeAlias = Callable[[Picture], list[RawInstance]]


class Report(Protocol):
    """How a training speaks to whoever started it."""

    def __call__(self, step: int, **scalars: float) -> None:
        """Record `scalars` of the step just done. Raises Stopped when the person cancelled."""

    def validate(self, step: int, predict: Predict) -> None:
        """Record how good the model is now; `predict` is it, its best instance first."""


class Engine(Protocol):
    """A module with these three functions."""

    def unavailable(self) -> str | None:
        """Why this engine cannot work here, in one sentence; None when it can. Imports nothing."""

    def train(self, config: TrainConfig, run: RunFolder, report: Report) -> Path:
        """Train on `run.train`, keep `run.checkpoint` and return its path.

        When `report` raises Stopped, what was learned so far is kept, then Stopped goes on.
        Raises Failed when the loss is no longer a number, InputError for an unusable input.
        """

    def predict(
        self,
        checkpoint: Path,
        pictures: Iterable[Picture],
        *,
        device: str = "auto",
        score_threshold: float = 0.05,
    ) -> Iterator[list[RawInstance]]:
        """One list a picture, the best instance first."""


def load(name: str) -> Engine:
    """The engine called `name`, whether it can work here or not; its library is not imported."""
    module = NAMES.get(name) or _installed().get(name)
    if module is None:
        known = ", ".join([*NAMES, *_installed()])
        raise InputError(f"There is no engine {name!r}; the engines are {known}.")
    return cast(Engine, importlib.import_module(module))


def _installed() -> dict[str, str]:
    """The modules of engines that other packages bring: the entry points in "segcore.engines".

    They run when asked for by name, never as "auto" and never in place of one of NAMES.
    """
    return {one.name: one.value for one in entry_points(group="segcore.engines")}


def choose(name: str = "auto") -> tuple[str, str]:
    """The engine to use when `name` is asked for, and why, in one sentence.

    "auto" is the first that can work here. Raises EngineUnavailable when there is none.
    """
    if name != "auto":
        reason = load(name).unavailable()
        if reason:
            raise EngineUnavailable(f"The engine {name} cannot be used: {reason}")
        return name, f"{name} was asked for."
    passed_over: list[str] = []
    for known in NAMES:
        reason = load(known).unavailable()
        if reason is None:
            return known, " ".join([f"{known} can be used here.", *passed_over])
        passed_over.append(reason)
    raise EngineUnavailable(f"No engine can be used: {' '.join(passed_over)}")


def missing(*modules: str) -> list[str]:
    """Those of `modules` that are not installed, found without importing any."""
    return [name for name in modules if importlib.util.find_spec(name) is None]
