"""From what a network found in the resized picture to instances in the picture itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from segcore.engines.base import RawInstance
from segcore.types import Box, Mask, Size


@dataclass(frozen=True, eq=False)
class Found:
    """n instances as a network gives them, the best first."""

    boxes: Tensor  # (n, 4), xyxy, pixels of the resized picture
    scores: Tensor  # (n,), 0..1
    categories: Tensor  # (n,), 0, 1, ...
    masks: Tensor  # (n, m, m), how sure of inside, 0..1, the box as a grid


def instances(found: Found, *, resized: Size, size: Size) -> list[RawInstance]:
    """Boxes scaled from `resized` to `size` and clipped; those left empty are dropped."""
    boxes = _scaled(found.boxes.detach().float().cpu(), resized, size)
    masks = found.masks.detach().float().cpu()
    kept = ((boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])).nonzero()[:, 0].tolist()
    return [
        RawInstance(
            category=int(found.categories[i]),
            score=float(found.scores[i]),
            box=Box(*boxes[i].tolist()),
            mask=paste(masks[i], boxes[i], size),
        )
        for i in kept
    ]


def _scaled(boxes: Tensor, resized: Size, size: Size) -> Tensor:
    scale = torch.tensor([size.width / resized.width, size.height / resized.height] * 2)
    limit = torch.tensor([size.width, size.height] * 2, dtype=torch.float32)
    return torch.minimum((boxes * scale).clamp(min=0), limit)


def paste(mask: Tensor, box: Tensor, size: Size) -> Mask:
    """The (m, m) mask stretched over the float `box` and cut at one half; (height, width) bool.

    Sampled at pixel centres, as Detectron2 does: whole-pixel boxes cost 0.02 of IoU.
    """
    x1, y1, x2, y2 = box.tolist()
    left, top = max(0, int(np.floor(x1)) - 1), max(0, int(np.floor(y1)) - 1)
    right, bottom = min(size.width, int(np.ceil(x2)) + 1), min(size.height, int(np.ceil(y2)) + 1)
    across = _place(left, right, x1, x2)
    down = _place(top, bottom, y1, y2)
    grid = torch.stack(torch.meshgrid(across, down, indexing="xy"), dim=-1)
    inside = functional.grid_sample(mask[None, None], grid[None], align_corners=False)[0, 0] >= 0.5
    whole = np.zeros((size.height, size.width), dtype=bool)
    whole[top:bottom, left:right] = inside.numpy()
    return whole


def _place(first: int, end: int, low: float, high: float) -> Tensor:
    """The centres of pixels `first`..`end` in grid_sample's -1..1 between `low` and `high`."""
    return (torch.arange(first, end, dtype=torch.float32) + 0.5 - low) / (high - low) * 2 - 1
