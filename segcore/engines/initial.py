"""The weights a training begins from: drawn by name from the seed, then filled from a file.

Drawing by name makes the same seed the same beginning in both engines. The distributions are
those Detectron2 uses for each kind of layer.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from segcore.engines.keys import PER_CATEGORY
from segcore.errors import InputError

_NORMAL = {
    "proposal_generator.rpn_head.": 0.01,
    "roi_heads.box_predictor.cls_score.": 0.01,
    "roi_heads.box_predictor.bbox_pred.": 0.001,
    "roi_heads.mask_head.predictor.": 0.001,
}
_UNIFORM = ("backbone.fpn_", "roi_heads.box_head.")


def drawn(like: Mapping[str, Tensor], *, seed: int) -> dict[str, Tensor]:
    """Fresh weights of the names (Detectron2's) and shapes of `like`."""
    generator = torch.Generator().manual_seed(seed)
    return {name: _draw(name, like[name], generator) for name in sorted(like)}


def _draw(name: str, like: Tensor, generator: torch.Generator) -> Tensor:
    tensor = torch.zeros(like.shape, dtype=like.dtype)
    if name.endswith((".bias", ".running_mean")):
        return tensor
    if ".norm." in name:
        return nn.init.ones_(tensor)
    for beginning, deviation in _NORMAL.items():
        if name.startswith(beginning):
            return nn.init.normal_(tensor, std=deviation, generator=generator)
    if name.startswith(_UNIFORM):
        return nn.init.kaiming_uniform_(tensor, a=1, generator=generator)
    return nn.init.kaiming_normal_(tensor, mode="fan_out", nonlinearity="relu", generator=generator)


def filled(weights: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`weights` with those in `given` in their place; what `given` has more is passed over.

    Weights for other categories cannot serve and stay as drawn. Raises InputError when anything
    else is missing or of another shape: the file is of another model.
    """
    unfit = _unfit(weights, given)
    _refuse([name for name in unfit if not name.startswith(PER_CATEGORY)], of=len(weights))
    return {name: tensor if name in unfit else given[name] for name, tensor in weights.items()}


def chosen(like: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights in `given` of the names and shapes of `like`; InputError when one is missing."""
    _refuse(_unfit(like, given), of=len(like))
    return {name: given[name] for name in like}


def _unfit(like: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> list[str]:
    return [n for n, one in like.items() if n not in given or given[n].shape != one.shape]


def _refuse(unfit: list[str], *, of: int) -> None:
    if unfit:
        raise InputError(
            f"The weights are of another model: {len(unfit)} of {of} are missing or of another "
            f"shape, {unfit[0]} among them."
        )
