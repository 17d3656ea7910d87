"""What the training loop needs of an engine's network; both engines' networks look like this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import torch
from torch import Tensor, nn

from segcore.engines.data import Example
from segcore.engines.pasting import Found
from segcore.engines.presets import ModelConfig
from segcore.errors import InputError
from segcore.types import Picture

LOSSES = ("loss_cls", "loss_box_reg", "loss_mask", "loss_rpn_cls", "loss_rpn_loc")
"""The parts of the loss, under Detectron2's names in both engines."""


class Network(Protocol):
    """A Mask R-CNN on its device."""

    @property
    def module(self) -> nn.Module:
        """The network as torch knows it: its mode, its parameters."""

    def losses(self, batch: Sequence[Example]) -> dict[str, Tensor]:
        """LOSSES of a batch, to be summed; `module` must be training."""

    def detect(self, picture: Picture) -> Found:
        """What is in a resized picture; `module` must not be training."""

    def weights(self) -> dict[str, Tensor]:
        """All weights, under Detectron2's names and in its form."""

    def put(self, weights: Mapping[str, Tensor]) -> None:
        """Take `weights`, named like what `weights()` gives, all of them."""


class Build(Protocol):
    """How an engine makes a network, its weights anything."""

    def __call__(
        self, model: ModelConfig, *, categories: int, device: torch.device, score_threshold: float
    ) -> Network: ...


def to_tensor(picture: Picture, device: torch.device) -> Tensor:
    """(3, height, width) float, BGR, 0..255: what Detectron2's models take."""
    bgr = torch.from_numpy(picture[:, :, ::-1].copy())
    return bgr.to(device).permute(2, 0, 1).float()


def find_device(name: str) -> torch.device:
    """The device called `name`; "auto" is the GPU where there is one.

    Raises InputError when it is not on this machine.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise InputError(f"There is no device {name!r}; use auto, cpu or cuda.") from None
    gpus = torch.cuda.device_count()
    if device.type not in ("cpu", "cuda"):
        raise InputError(f"The device {name!r} is of no use here; use auto, cpu or cuda.")
    if device.type == "cuda" and (device.index or 0) >= gpus:
        raise InputError(f"The device {name!r} was asked for, but torch sees {gpus} GPUs here.")
    return device
