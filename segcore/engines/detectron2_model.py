"""Mask R-CNN as Detectron2 builds it, from our own description and without any config file."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from segcore.engines.data import Example
from segcore.engines.network import Network, to_tensor
from segcore.engines.pasting import Found
from segcore.engines.presets import ModelConfig
from segcore.types import Picture

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)  # torch.jit.script, of no use to the reader
    from detectron2.config import CfgNode, get_cfg
    from detectron2.modeling import build_model
    from detectron2.structures import BitMasks, Boxes, Instances
    from detectron2.utils.events import EventStorage

_STAGES = ["res2", "res3", "res4", "res5"]
_LEVELS = ["p2", "p3", "p4", "p5", "p6"]


class Detectron2Network:
    """See Network."""

    def __init__(self, module: nn.Module, device: torch.device) -> None:
        self.module = module
        self._device = device

    def losses(self, batch: Sequence[Example]) -> dict[str, Tensor]:
        """See Network. Raises FloatingPointError when a proposal is not a finite box."""
        with EventStorage():  # Detectron2's layers write their own statistics; nobody reads them
            losses: dict[str, Tensor] = self.module([self._input(one) for one in batch])
        return losses

    def detect(self, picture: Picture) -> Found:
        """See Network."""
        inputs = [{"image": to_tensor(picture, self._device)}]
        found = self.module.inference(inputs, do_postprocess=False)[0]  # type: ignore[operator]
        return Found(
            found.pred_boxes.tensor, found.scores, found.pred_classes, found.pred_masks[:, 0]
        )

    def weights(self) -> dict[str, Tensor]:
        """See Network."""
        return dict(self.module.state_dict())

    def put(self, weights: Mapping[str, Tensor]) -> None:
        """See Network."""
        self.module.load_state_dict(weights)

    def _input(self, example: Example) -> dict[str, Any]:
        height, width = example.picture.shape[:2]
        instances = Instances(
            (height, width),
            gt_boxes=Boxes(torch.from_numpy(example.boxes)),
            gt_classes=torch.from_numpy(example.categories),
            gt_masks=BitMasks(torch.from_numpy(example.masks)),
        )
        return {
            "image": to_tensor(example.picture, self._device),
            "instances": instances.to(self._device),
        }


def build(
    model: ModelConfig, *, categories: int, device: torch.device, score_threshold: float
) -> Network:
    """See Build."""
    cfg = get_cfg()
    cfg.MODEL.DEVICE = str(device)
    _describe_backbone(cfg, model)
    _describe_proposals(cfg, model)
    _describe_heads(cfg, model, categories=categories, score_threshold=score_threshold)
    return Detectron2Network(build_model(cfg), device)


def _describe_backbone(cfg: CfgNode, model: ModelConfig) -> None:
    cfg.MODEL.PIXEL_MEAN = list(model.pixel_mean)
    cfg.MODEL.PIXEL_STD = list(model.pixel_std)
    cfg.MODEL.BACKBONE.NAME = "build_resnet_fpn_backbone"
    cfg.MODEL.BACKBONE.FREEZE_AT = model.freeze_at
    cfg.MODEL.RESNETS.DEPTH = model.depth
    cfg.MODEL.RESNETS.NORM = model.norm
    cfg.MODEL.RESNETS.RES2_OUT_CHANNELS = 64 if model.depth < 50 else 256
    cfg.MODEL.RESNETS.OUT_FEATURES = _STAGES
    cfg.MODEL.FPN.IN_FEATURES = _STAGES
    cfg.MODEL.FPN.OUT_CHANNELS = model.fpn_channels
    cfg.MODEL.FPN.NORM = model.fpn_norm


def _describe_proposals(cfg: CfgNode, model: ModelConfig) -> None:
    rpn = cfg.MODEL.RPN
    cfg.MODEL.ANCHOR_GENERATOR.SIZES = [[size] for size in model.anchor_sizes]
    rpn.IN_FEATURES = _LEVELS
    rpn.PRE_NMS_TOPK_TRAIN, rpn.PRE_NMS_TOPK_TEST = model.proposals_before_nms
    rpn.POST_NMS_TOPK_TRAIN, rpn.POST_NMS_TOPK_TEST = model.proposals_after_nms
    rpn.BATCH_SIZE_PER_IMAGE = model.anchors_per_image


def _describe_heads(
    cfg: CfgNode, model: ModelConfig, *, categories: int, score_threshold: float
) -> None:
    cfg.MODEL.MASK_ON = True
    cfg.MODEL.ROI_HEADS.NAME = "StandardROIHeads"
    cfg.MODEL.ROI_HEADS.IN_FEATURES = _LEVELS[:4]
    cfg.MODEL.ROI_HEADS.NUM_CLASSES = categories
    cfg.MODEL.ROI_HEADS.BATCH_SIZE_PER_IMAGE = model.rois_per_image
    cfg.MODEL.ROI_HEADS.SCORE_THRESH_TEST = score_threshold
    cfg.MODEL.ROI_BOX_HEAD.NAME = "FastRCNNConvFCHead"
    cfg.MODEL.ROI_BOX_HEAD.NUM_FC = 2
    cfg.MODEL.ROI_BOX_HEAD.FC_DIM = model.box_features
    cfg.MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION = 7
    cfg.MODEL.ROI_MASK_HEAD.NUM_CONV = model.mask_convs
    cfg.MODEL.ROI_MASK_HEAD.CONV_DIM = model.mask_channels
    cfg.TEST.DETECTIONS_PER_IMAGE = model.detections_per_image
