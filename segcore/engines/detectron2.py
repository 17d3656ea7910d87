"""The Detectron2 engine: this project's own, used wherever Detectron2 can be imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from segcore.engines.base import RawInstance, Report, missing
from segcore.runs import RunFolder, TrainConfig
from segcore.types import Picture

_NEEDED = ("torch", "torchvision", "fvcore", "iopath", "omegaconf", "yacs", "pycocotools")


def unavailable() -> str | None:
    """Why this engine cannot work here; None when it can."""
    if missing("detectron2"):
        return "Detectron2 is not installed: it is built from its own repository (see the README)."
    absent = missing(*_NEEDED)
    if absent:
        return f"Detectron2 is installed, but it needs {', '.join(absent)}."
    return None


def train(config: TrainConfig, run: RunFolder, report: Report) -> Path:
    """See Engine.train."""
    from segcore.engines import loop
    from segcore.engines.detectron2_model import build

    return loop.train(build, config, run, report)


def predict(
    checkpoint: Path,
    pictures: Iterable[Picture],
    *,
    device: str = "auto",
    score_threshold: float = 0.05,
) -> Iterator[list[RawInstance]]:
    """See Engine.predict."""
    from segcore.engines import loop
    from segcore.engines.detectron2_model import build

    return loop.predict(build, checkpoint, pictures, device=device, score_threshold=score_threshold)
