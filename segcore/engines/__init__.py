"""What trains and predicts: one contract, two runtimes, imported on demand.

Importing this package loads neither torch nor an engine's library; asking an engine to train or
to predict does.
"""

from __future__ import annotations

from segcore.engines.base import NAMES, Engine, RawInstance, Report, choose, load
from segcore.engines.presets import PRESETS, ModelConfig, Preset, configure
from segcore.runs import TrainConfig

__all__ = [
    "NAMES",
    "PRESETS",
    "Engine",
    "ModelConfig",
    "Preset",
    "RawInstance",
    "Report",
    "TrainConfig",
    "choose",
    "configure",
    "load",
]
