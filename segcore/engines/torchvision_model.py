"""Mask R-CNN of torchvision's parts, bent to be Detectron2's model weight for weight.

Where the two differ (strides, anchors, RoIAlign, losses, the mask's target) this one does what
Detectron2 does; each difference left in would cost pixels or detections.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import torch
from torch import Tensor, nn
from torchvision.models import resnet
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.mask_rcnn import MaskRCNNHeads, MaskRCNNPredictor
from torchvision.models.detection.rpn import RPNHead
from torchvision.ops import FrozenBatchNorm2d

from segcore.engines.data import Example
from segcore.engines.keys import to_detectron2, to_torchvision
from segcore.engines.network import to_tensor
from segcore.engines.pasting import Found
from segcore.engines.presets import ModelConfig
from segcore.engines.torchvision_parts import Heads, Pooler, Proposals, UnroundedAnchors
from segcore.types import Picture

_LAYERS = {18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 6, 3], 101: [3, 4, 23, 3]}
_POOLED, _MASK_POOLED = 7, 14
_DIVISOR = 32  # of the padded picture's edges


class MaskRcnn(nn.Module):
    """Backbone with pyramid, proposals, heads: the parts the network's two uses call in turn."""

    def __init__(self, model: ModelConfig, *, classes: int, score_threshold: float) -> None:
        super().__init__()
        self.backbone = _backbone(model)
        self.rpn = _proposals(model)
        self.roi_heads = _heads(model, classes=classes, score_threshold=score_threshold)


class TorchvisionNetwork:
    """See Network."""

    def __init__(self, module: MaskRcnn, model: ModelConfig, device: torch.device) -> None:
        self.module = module.to(device)
        self._device = device
        self._mean = torch.tensor(model.pixel_mean, device=device).view(3, 1, 1)
        self._std = torch.tensor(model.pixel_std, device=device).view(3, 1, 1)

    def losses(self, batch: Sequence[Example]) -> dict[str, Tensor]:
        """See Network."""
        images = self._images([example.picture for example in batch])
        targets = [_target(example, self._device) for example in batch]
        features = self.module.backbone(images.tensors)
        proposals, first = self.module.rpn(images, features, targets)
        _, second = self.module.roi_heads(features, proposals, images.image_sizes, targets)
        return {**second, **first}

    def detect(self, picture: Picture) -> Found:
        """See Network."""
        images = self._images([picture])
        features = self.module.backbone(images.tensors)
        proposals, _ = self.module.rpn(images, features)
        found, _ = self.module.roi_heads(features, proposals, images.image_sizes)
        one = found[0]
        return Found(one["boxes"], one["scores"], one["labels"] - 1, one["masks"][:, 0])

    def weights(self) -> dict[str, Tensor]:
        """See Network."""
        return to_detectron2(self.module.state_dict())

    def put(self, weights: Mapping[str, Tensor]) -> None:
        """See Network."""
        self.module.load_state_dict(to_torchvision(weights, names=self.module.state_dict()))

    def _images(self, pictures: Sequence[Picture]) -> ImageList:
        """Normalised, and padded at the right and the bottom to one size."""
        tensors = [(to_tensor(p, self._device) - self._mean) / self._std for p in pictures]
        sizes = [(tensor.shape[1], tensor.shape[2]) for tensor in tensors]
        height, width = (
            -(-max(edges) // _DIVISOR) * _DIVISOR for edges in zip(*sizes, strict=True)
        )
        batch = tensors[0].new_zeros(len(tensors), 3, height, width)
        for place, tensor in enumerate(tensors):
            batch[place, :, : tensor.shape[1], : tensor.shape[2]] = tensor
        return ImageList(batch, sizes)


def build(
    model: ModelConfig, *, categories: int, device: torch.device, score_threshold: float
) -> TorchvisionNetwork:
    """See Build."""
    module = MaskRcnn(model, classes=categories + 1, score_threshold=score_threshold)
    return TorchvisionNetwork(module, model, device)


def _target(example: Example, device: torch.device) -> dict[str, Tensor]:
    return {
        "boxes": torch.from_numpy(example.boxes).to(device),
        "labels": torch.from_numpy(example.categories).to(device) + 1,
        "masks": torch.from_numpy(example.masks).to(device),
    }


def _norm(name: str) -> Callable[[int], nn.Module] | None:
    layers: dict[str, Callable[[int], nn.Module] | None] = {
        "GN": partial(nn.GroupNorm, 32),
        "FrozenBN": FrozenBatchNorm2d,
        "": None,
    }
    return layers[name]


def _backbone(model: ModelConfig) -> BackboneWithFPN:
    block = resnet.Bottleneck if model.depth >= 50 else resnet.BasicBlock
    body = resnet.ResNet(block, _LAYERS[model.depth], norm_layer=_norm(model.norm))
    for module in body.modules():
        if isinstance(module, resnet.Bottleneck) and module.stride == 2:
            module.conv1.stride, module.conv2.stride = (2, 2), (1, 1)
    frozen = [body.conv1, body.bn1], [body.layer1], [body.layer2], [body.layer3], [body.layer4]
    for stage in frozen[: model.freeze_at]:
        for module in stage:
            module.requires_grad_(requires_grad=False)
    channels = [64 * 2**i * block.expansion for i in range(4)]
    return BackboneWithFPN(
        body,
        {f"layer{i + 1}": str(i) for i in range(4)},
        channels,
        model.fpn_channels,
        norm_layer=_norm(model.fpn_norm),
    )


def _proposals(model: ModelConfig) -> Proposals:
    anchors: AnchorGenerator = UnroundedAnchors(model.anchor_sizes)
    before, after = (
        {"training": counts[0], "testing": counts[1]}
        for counts in (model.proposals_before_nms, model.proposals_after_nms)
    )
    return Proposals(
        anchors,
        RPNHead(model.fpn_channels, anchors.num_anchors_per_location()[0]),
        fg_iou_thresh=0.7,
        bg_iou_thresh=0.3,
        batch_size_per_image=model.anchors_per_image,
        positive_fraction=0.5,
        pre_nms_top_n=before,
        post_nms_top_n=after,
        nms_thresh=0.7,
    )


def _heads(model: ModelConfig, *, classes: int, score_threshold: float) -> Heads:
    mask_layers = (model.mask_channels,) * model.mask_convs
    return Heads(
        Pooler(_POOLED),
        TwoMLPHead(model.fpn_channels * _POOLED**2, model.box_features),
        FastRCNNPredictor(model.box_features, classes),
        fg_iou_thresh=0.5,
        bg_iou_thresh=0.5,
        batch_size_per_image=model.rois_per_image,
        positive_fraction=0.25,
        bbox_reg_weights=(10.0, 10.0, 5.0, 5.0),
        score_thresh=score_threshold,
        nms_thresh=0.5,
        detections_per_img=model.detections_per_image,
        mask_roi_pool=Pooler(_MASK_POOLED),
        mask_head=MaskRCNNHeads(model.fpn_channels, mask_layers, 1),
        mask_predictor=MaskRCNNPredictor(model.mask_channels, model.mask_channels, classes),
    )
