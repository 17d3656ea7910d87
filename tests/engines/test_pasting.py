"""Masks pasted at float boxes, boxes scaled and clipped to the picture."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from segcore.engines.pasting import Found, instances, paste
from segcore.types import Size

SIZE = Size(40, 30)


def found(*boxes: list[float]) -> Found:
    count = len(boxes)
    return Found(
        boxes=torch.tensor(boxes).reshape(-1, 4),
        scores=torch.linspace(0.9, 0.1, count),
        categories=torch.arange(count),
        masks=torch.ones(count, 28, 28),
    )


def test_a_full_mask_fills_its_box() -> None:
    mask = paste(torch.ones(28, 28), torch.tensor([10.0, 5.0, 20.0, 15.0]), SIZE)
    assert mask.shape == (30, 40)
    assert mask[5:15, 10:20].all()
    assert mask.sum() == 100


def test_half_a_mask_fills_half_its_box() -> None:
    half = torch.zeros(28, 28)
    half[:, :14] = 1
    mask = paste(half, torch.tensor([10.0, 5.0, 20.0, 15.0]), SIZE)
    assert mask[5:15, 10:15].all()
    assert mask.sum() == 50


def test_pasting_is_what_detectron2_does() -> None:
    ops = pytest.importorskip("detectron2.layers.mask_ops", reason="needs Detectron2")
    generator = torch.Generator().manual_seed(0)
    masks = torch.rand(20, 28, 28, generator=generator)
    corners = torch.rand(20, 2, generator=generator) * torch.tensor([25.0, 20.0])
    boxes = torch.cat([corners, corners + 1 + 9 * torch.rand(20, 2, generator=generator)], dim=1)
    theirs = ops.paste_masks_in_image(masks, boxes, (30, 40))
    ours = [paste(mask, box, SIZE) for mask, box in zip(masks, boxes, strict=True)]
    assert np.array_equal(np.stack(ours), theirs.numpy())


def test_boxes_are_scaled_clipped_and_dropped_when_empty() -> None:
    raw = found([2, 2, 50, 9], [-5, -5, 0, 0], [4, 4, 4, 9], [0, 0, 20, 15])
    result = instances(raw, resized=Size(20, 15), size=SIZE)
    assert [one.box for one in result] == [(4, 4, 40, 18), (0, 0, 40, 30)]
    assert [one.category for one in result] == [0, 3]
    assert all(one.mask is not None and one.mask.shape == (30, 40) for one in result)


def test_nothing_found_is_an_empty_list() -> None:
    assert instances(found(), resized=Size(20, 15), size=SIZE) == []
