"""The torchvision engine: Mask R-CNN where nothing but pip's packages can be installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from segcore.engines.base import RawInstance, Report, missing
from segcore.runs import RunFolder, TrainConfig
from segcore.types import Picture


def unavailable() -> str | None:
    """Why this engine cannot work here; None when it can."""
    absent = missing("torch", "torchvision")
    if absent:
        return f"torchvision is not installed ({', '.join(absent)} missing): pip install them."
    return None


def train(config: TrainConfig, run: RunFolder, report: Report) -> Path:
    """See Engine.train."""
    from segcore.engines import loop
    from segcore.engines.torchvision_model import build

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
    from segcore.engines.torchvision_model import build

    return loop.predict(build, checkpoint, pictures, device=device, score_threshold=score_threshold)
