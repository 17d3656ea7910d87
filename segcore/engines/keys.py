"""Detectron2's names for the weights of torchvision's Mask R-CNN, and the few that differ in form.

Detectron2 keeps the background class last and has no box or mask for it; torchvision keeps it
first and has both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import torch
from torch import Tensor

_RULES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"^backbone\.body\.(conv1|bn1)\.", r"backbone.bottom_up.stem.\1."),
    (r"^backbone\.body\.layer(\d)\.", lambda m: f"backbone.bottom_up.res{int(m[1]) + 1}."),
    (r"^backbone\.fpn\.inner_blocks\.(\d)\.", lambda m: f"backbone.fpn_lateral{int(m[1]) + 2}."),
    (r"^backbone\.fpn\.layer_blocks\.(\d)\.", lambda m: f"backbone.fpn_output{int(m[1]) + 2}."),
    (r"(?<=stem\.)bn1\.", "conv1.norm."),
    (r"(?<=\.)bn(\d)\.", r"conv\1.norm."),
    (r"\.downsample\.0\.", ".shortcut."),
    (r"\.downsample\.1\.", ".shortcut.norm."),
    (r"(?<=fpn_)(lateral|output)(\d)\.0\.", r"\1\2."),
    (r"(?<=fpn_)(lateral|output)(\d)\.1\.", r"\1\2.norm."),
    (r"^rpn\.head\.conv\.0\.0\.", "proposal_generator.rpn_head.conv."),
    (r"^rpn\.head\.cls_logits\.", "proposal_generator.rpn_head.objectness_logits."),
    (r"^rpn\.head\.bbox_pred\.", "proposal_generator.rpn_head.anchor_deltas."),
    (r"(?<=box_head\.)fc6\.", "fc1."),
    (r"(?<=box_head\.)fc7\.", "fc2."),
    (r"(?<=mask_head\.)(\d)\.0\.", lambda m: f"mask_fcn{int(m[1]) + 1}."),
    (r"mask_predictor\.conv5_mask\.", "mask_head.deconv."),
    (r"mask_predictor\.mask_fcn_logits\.", "mask_head.predictor."),
)

_CLASSES = "roi_heads.box_predictor.cls_score."
_BOXES = "roi_heads.box_predictor.bbox_pred."
_MASKS = "roi_heads.mask_head.predictor."

PER_CATEGORY = (_CLASSES, _BOXES, _MASKS)
"""What the names of weights begin with whose shape depends on the number of categories."""


def detectron2_name(name: str) -> str:
    """The name Detectron2 gives to what torchvision calls `name`."""
    for pattern, replacement in _RULES:
        name = re.sub(pattern, replacement, name)
    return name


def to_detectron2(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """torchvision's weights under Detectron2's names and in its form."""
    renamed = {detectron2_name(name): tensor for name, tensor in weights.items()}
    return {name: _background_last(name, tensor) for name, tensor in renamed.items()}


def to_torchvision(weights: Mapping[str, Tensor], *, names: Iterable[str]) -> dict[str, Tensor]:
    """Detectron2's weights for a model whose own names are `names`."""
    return {
        name: _background_first(detectron2_name(name), weights[detectron2_name(name)])
        for name in names
    }


def _background_last(name: str, tensor: Tensor) -> Tensor:
    if name.startswith(_CLASSES):
        return tensor.roll(-1, 0)
    if name.startswith(_BOXES):
        return tensor[4:]
    return tensor[1:] if name.startswith(_MASKS) else tensor


def _background_first(name: str, tensor: Tensor) -> Tensor:
    if name.startswith(_CLASSES):
        return tensor.roll(1, 0)
    missing = 4 if name.startswith(_BOXES) else 1 if name.startswith(_MASKS) else 0
    return torch.cat([tensor.new_zeros(missing, *tensor.shape[1:]), tensor]) if missing else tensor
