"""The parts of torchvision's Mask R-CNN that must work differently to match Detectron2."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.roi_heads import RoIHeads
from torchvision.models.detection.rpn import RegionProposalNetwork
from torchvision.ops import MultiScaleRoIAlign, batched_nms, clip_boxes_to_image, roi_align

_STRIDES = (4, 8, 16, 32, 64)  # the last is fixed: 64 whatever the padded picture's size
_ASPECT_RATIOS = (0.5, 1.0, 2.0)
_POOLED_LEVELS = ("0", "1", "2", "3")

Target = dict[str, Tensor]
Shapes = list[tuple[int, int]]


class UnroundedAnchors(AnchorGenerator):
    """Anchors of float corners at fixed strides."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        super().__init__(tuple((size,) for size in sizes), (_ASPECT_RATIOS,) * len(sizes))

    def generate_anchors(
        self,
        scales: list[int],
        aspect_ratios: list[float],
        dtype: torch.dtype = torch.float32,
        device: torch.device | None = None,
    ) -> Tensor:
        """(ratios, 4), centred at the origin; a ratio is height over width."""
        edges = [(s / math.sqrt(r), s * math.sqrt(r)) for s in scales for r in aspect_ratios]
        corners = [(-w / 2, -h / 2, w / 2, h / 2) for w, h in edges]
        return torch.tensor(corners, dtype=dtype, device=device)

    def forward(self, image_list: ImageList, feature_maps: list[Tensor]) -> list[Tensor]:
        """All anchors of all levels, the same for each image: (anchors, 4) each."""
        first = feature_maps[0]
        self.set_cell_anchors(first.dtype, first.device)
        sizes = [[feature.shape[-2], feature.shape[-1]] for feature in feature_maps]
        anchors = torch.cat(self.grid_anchors(sizes, [[stride, stride] for stride in _STRIDES]))
        return [anchors] * len(image_list.image_sizes)


class Pooler(MultiScaleRoIAlign):
    """RoIAlign by half-pixel centres with as many samples as a box is large."""

    def __init__(self, output_size: int) -> None:
        super().__init__(list(_POOLED_LEVELS), output_size, sampling_ratio=0)

    def forward(self, x: dict[str, Tensor], boxes: list[Tensor], image_shapes: Shapes) -> Tensor:
        """(rois, channels, output, output) from the level that fits a box's size."""
        del image_shapes  # strides are known
        levels = [x[name] for name in _POOLED_LEVELS]
        every = torch.cat(boxes)
        owner = torch.cat([torch.full_like(b[:, :1], place) for place, b in enumerate(boxes)])
        rois = torch.cat([owner, every], dim=1)
        fitting = _level(every)
        result = levels[0].new_zeros(len(rois), levels[0].shape[1], *self.output_size)
        for place, (level, stride) in enumerate(zip(levels, _STRIDES, strict=False)):
            here = torch.where(fitting == place)[0]
            pooled = roi_align(level, rois[here], self.output_size, 1 / stride, 0, aligned=True)
            result = result.index_put((here,), pooled.to(result.dtype))
        return result


def _level(boxes: Tensor) -> Tensor:
    """0..3: a box of 224 x 224 pixels belongs on level 2 (stride 16); FPN paper, equation 1."""
    edge = torch.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    return torch.floor(2 + torch.log2(edge / 224 + 1e-8)).clamp(0, 3).to(torch.int64)


class Proposals(RegionProposalNetwork):
    """Losses under Detectron2's names, the box's one L1, divided by what should be drawn."""

    def forward(
        self, images: ImageList, features: dict[str, Tensor], targets: list[Target] | None = None
    ) -> tuple[list[Tensor], dict[str, Tensor]]:
        """Boxes a picture, and the losses while training."""
        boxes, losses = super().forward(images, features, targets)
        names = {"loss_objectness": "loss_rpn_cls", "loss_rpn_box_reg": "loss_rpn_loc"}
        return boxes, {names[name]: loss for name, loss in losses.items()}

    def compute_loss(
        self,
        objectness: Tensor,
        pred_bbox_deltas: Tensor,
        labels: list[Tensor],
        regression_targets: list[Tensor],
    ) -> tuple[Tensor, Tensor]:
        """Of the anchors drawn: are they on something, and where."""
        positive, negative = (torch.cat(masks).bool() for masks in self.fg_bg_sampler(labels))
        truth = torch.cat(labels)
        drawn = positive | negative
        meant = self.fg_bg_sampler.batch_size_per_image * len(labels)
        box = functional.l1_loss(
            pred_bbox_deltas[positive], torch.cat(regression_targets)[positive], reduction="sum"
        )
        on = functional.binary_cross_entropy_with_logits(
            objectness.flatten()[drawn], truth[drawn], reduction="sum"
        )
        return on / meant, box / meant


class Heads(RoIHeads):
    """Class, box and mask of each proposal, with Detectron2's losses.

    A mask's target is cut at half-pixel centres: torchvision's own is half a pixel off.
    """

    def forward(
        self,
        features: dict[str, Tensor],
        proposals: list[Tensor],
        image_shapes: Shapes,
        targets: list[Target] | None = None,
    ) -> tuple[list[Target], dict[str, Tensor]]:
        """What was found while predicting, the losses while training."""
        if targets is not None:
            return [], self._losses(features, proposals, image_shapes, targets)
        logits, deltas = self._boxes(features, proposals, image_shapes)
        found = self.postprocess_detections(logits, deltas, proposals, image_shapes)
        boxes, scores, labels = found
        every = torch.cat(labels)
        masks = self._masks(features, boxes, image_shapes)
        chosen = masks[torch.arange(len(every), device=every.device), every][:, None].sigmoid()
        split = torch.split(chosen, [len(some) for some in labels])
        names = ("boxes", "scores", "labels", "masks")
        rows = zip(boxes, scores, labels, split, strict=True)
        return [dict(zip(names, row, strict=True)) for row in rows], {}

    def postprocess_detections(
        self,
        class_logits: Tensor,
        box_regression: Tensor,
        proposals: list[Tensor],
        image_shapes: Shapes,
    ) -> tuple[list[Tensor], list[Tensor], list[Tensor]]:
        """Boxes, scores and labels a picture, the best first; empty boxes are not yet dropped."""
        counts = [len(boxes) for boxes in proposals]
        boxes = torch.split(self.box_coder.decode(box_regression, proposals), counts)
        scores = torch.split(functional.softmax(class_logits, -1), counts)
        rows = [
            self._best(clip_boxes_to_image(some, shape)[:, 1:], sure[:, 1:])
            for some, sure, shape in zip(boxes, scores, image_shapes, strict=True)
        ]
        found, sure, labels = zip(*rows, strict=True)
        return list(found), list(sure), list(labels)

    def _best(self, boxes: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The best of (n, categories, 4) boxes that do not overlap one of their own category."""
        row, category = torch.where(scores > self.score_thresh)
        boxes, scores = boxes[row, category], scores[row, category]
        kept = batched_nms(boxes, scores, category, self.nms_thresh)[: self.detections_per_img]
        return boxes[kept], scores[kept], category[kept] + 1

    def _boxes(
        self, features: dict[str, Tensor], boxes: list[Tensor], shapes: Shapes
    ) -> tuple[Tensor, Tensor]:
        """(n, classes) logits and (n, 4 classes) deltas."""
        pooled = self.box_head(self.box_roi_pool(features, boxes, shapes))
        logits, deltas = self.box_predictor(pooled)
        return logits, deltas

    def _masks(self, features: dict[str, Tensor], boxes: list[Tensor], shapes: Shapes) -> Tensor:
        """(n, classes, m, m) logits."""
        pooled = self.mask_head(self.mask_roi_pool(features, boxes, shapes))
        logits: Tensor = self.mask_predictor(pooled)
        return logits

    def _losses(
        self,
        features: dict[str, Tensor],
        proposals: list[Tensor],
        shapes: Shapes,
        targets: list[Target],
    ) -> dict[str, Tensor]:
        drawn, matched, labels, deltas = self.select_training_samples(proposals, targets)
        logits, found = self._boxes(features, drawn, shapes)
        truth = torch.cat(labels)
        on = torch.where(truth > 0)[0]
        own = found.reshape(len(truth), -1, 4)[on, truth[on]]
        box = functional.l1_loss(own, torch.cat(deltas)[on], reduction="sum")
        kept = [some > 0 for some in labels]
        boxes = [some[k] for some, k in zip(drawn, kept, strict=True)]
        owners = [some[k] for some, k in zip(matched, kept, strict=True)]
        masks = self._masks(features, boxes, shapes)[torch.arange(len(on)), truth[on]]
        return {
            "loss_cls": functional.cross_entropy(logits, truth),
            "loss_box_reg": box / max(1, len(truth)),
            "loss_mask": _mask_loss(masks, boxes, owners, [t["masks"] for t in targets]),
        }


def _mask_loss(
    logits: Tensor, boxes: list[Tensor], owners: list[Tensor], masks: list[Tensor]
) -> Tensor:
    """Of (n, m, m) logits, `boxes[i]` lying on the `owners[i]`-th of the i-th picture's masks."""
    if not len(logits):
        return logits.sum() * 0
    side = logits.shape[-1]
    rows = zip(boxes, owners, masks, strict=True)
    wanted = [_cut(mask, box, owner, side) for box, owner, mask in rows if len(box)]
    loss: Tensor = functional.binary_cross_entropy_with_logits(logits, torch.cat(wanted))
    return loss


def _cut(masks: Tensor, boxes: Tensor, owners: Tensor, side: int) -> Tensor:
    """What each box shows of its mask, as (n, side, side) of 0 and 1."""
    rois = torch.cat([owners[:, None].to(boxes.dtype), boxes], dim=1)
    shown = roi_align(masks[:, None].to(boxes.dtype), rois, side, 1.0, 0, aligned=True)
    target: Tensor = (shown[:, 0] >= 0.5).to(boxes.dtype)
    return target
