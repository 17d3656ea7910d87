"""torchvision's network is Detectron2's: the same weights give the same losses and instances."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import torch

from segcore.engines import initial
from segcore.engines.data import batches, read_training_set
from segcore.engines.network import LOSSES, Network
from segcore.engines.presets import STANDARD, TINY, ModelConfig
from segcore.runs import RunFolder
from segcore.types import Picture
from tests.engines.conftest import working

SMALL = {
    "train_sizes": (64,),
    "test_size": 96,
    "max_size": 160,
    "fpn_channels": 64,
    "box_features": 128,
    "mask_channels": 64,
    "proposals_before_nms": (200, 200),
    "proposals_after_nms": (100, 50),
}
EVERY = {"anchors_per_image": 10_000, "rois_per_image": 10_000}  # so that nothing is drawn by lot
CPU = torch.device("cpu")


@pytest.fixture(scope="module", params=["tiny", "standard"])
def model(request: pytest.FixtureRequest) -> ModelConfig:
    preset = TINY if request.param == "tiny" else STANDARD
    return replace(preset.model, **SMALL, **EVERY)


@pytest.fixture(scope="module")
def networks(model: ModelConfig) -> list[Network]:
    """One network by each engine, with the same lively weights."""
    working("torchvision"), working("detectron2")
    from segcore.engines import detectron2_model, torchvision_model

    made = [
        room.build(model, categories=2, device=CPU, score_threshold=0.1)
        for room in (torchvision_model, detectron2_model)
    ]
    weights = lively(made[0])
    for network in made:
        network.put(weights)
    return made


def lively(network: Network) -> dict[str, torch.Tensor]:
    """Fresh weights with heads that have opinions, and a deep network that does not explode."""
    weights = initial.drawn(network.weights(), seed=1)
    generator = torch.Generator().manual_seed(2)
    for name, tensor in weights.items():
        if name.endswith("conv3.norm.weight"):
            tensor.mul_(0.2)
        if "predictor" in name or "rpn_head.anchor" in name or "rpn_head.obj" in name:
            tensor.add_(0.05 * torch.randn(tensor.shape, generator=generator))
    return weights


def test_the_names_and_shapes_of_weights_are_the_same(
    networks: list[Network], model: ModelConfig
) -> None:
    ours, theirs = (
        {name: tensor.shape for name, tensor in network.weights().items()} for network in networks
    )
    assert ours == theirs
    frozen = [
        sum(p.numel() for p in network.module.parameters() if not p.requires_grad)
        for network in networks
    ]
    assert frozen[0] == frozen[1]
    assert bool(frozen[0]) == (model.freeze_at > 0)


def test_the_same_batch_costs_the_same(
    networks: list[Network], model: ModelConfig, run: RunFolder
) -> None:
    data = read_training_set(run.train, folder=run.pictures)
    batch = next(islice(batches(data, model, images_per_batch=2, seed=0), 1))
    losses = []
    for network in networks:
        network.module.train()
        losses.append({name: loss.item() for name, loss in network.losses(batch).items()})
    assert set(losses[0]) == set(losses[1]) == set(LOSSES)
    for name in LOSSES:
        assert losses[0][name] == pytest.approx(losses[1][name], rel=1e-4), name


def test_the_same_picture_shows_the_same(networks: list[Network], unseen: Picture) -> None:
    found = []
    for network in networks:
        network.module.eval()
        with torch.no_grad():
            found.append(network.detect(unseen))
    ours, theirs = found
    assert len(ours.boxes) > 5
    assert ours.categories.tolist() == theirs.categories.tolist()
    np.testing.assert_allclose(ours.boxes, theirs.boxes, atol=0.01)
    np.testing.assert_allclose(ours.scores, theirs.scores, atol=1e-4)
    np.testing.assert_allclose(ours.masks, theirs.masks, atol=1e-3)
