"""The training and the predicting that both engines share: a plain loop over steps."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from segcore.engines import checkpoint, initial
from segcore.engines.base import RawInstance, Report
from segcore.engines.checkpoint import Checkpoint
from segcore.engines.data import Example, batches, read_training_set, resize, resized
from segcore.engines.network import Build, Network, find_device
from segcore.engines.pasting import instances
from segcore.engines.presets import ModelConfig, model_config
from segcore.errors import Failed, InputError, Stopped
from segcore.runs import RunFolder, TrainConfig
from segcore.types import Picture, Size

_MOMENTUM = 0.9
_WEIGHT_DECAY = 1e-4  # of all but normalisation layers
_FIRST_FACTOR = 1e-3  # of the learning rate, at the first step
_SCORE_THRESHOLD = 0.05

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Trainer:
    """A network being trained, and what it needs to be saved and to predict."""

    network: Network
    optimizer: torch.optim.Optimizer
    config: TrainConfig
    model: ModelConfig
    categories: tuple[str, ...]

    def update(self, batch: list[Example], *, step: int) -> dict[str, float]:
        """One optimiser update, the `step`-th counted from 1. Returns what there is to report.

        Raises Failed when the loss is not a finite number; the weights are then as before.
        """
        rate = learning_rate(self.config, step=step)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        try:
            losses = self.network.losses(batch)
            total = torch.stack(list(losses.values())).sum()
        except FloatingPointError:
            raise _diverged(step, self.config) from None
        if not torch.isfinite(total):
            raise _diverged(step, self.config)
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        parts = {name: float(loss.detach()) for name, loss in losses.items()}
        return {"total_loss": float(total.detach()), **parts, "lr": rate}

    def predict(self, picture: Picture) -> list[RawInstance]:
        """What the network, as it is now, finds in a picture."""
        self.network.module.eval()
        try:
            return find(self.network, self.model, picture)
        finally:
            self.network.module.train()

    def save(self, path: Path, *, step: int) -> None:
        """Keep the weights as they are; Failed when one is not a finite number."""
        weights = self.network.weights()
        if not all(bool(torch.isfinite(tensor).all()) for tensor in weights.values()):
            raise _diverged(step, self.config)
        checkpoint.save(path, Checkpoint(weights, self.model, self.categories, step))


def train(build: Build, config: TrainConfig, run: RunFolder, report: Report) -> Path:
    """Train what `build` makes; see Engine.train."""
    model, device = model_config(config), find_device(config.device)
    data = read_training_set(run.train, folder=run.pictures)
    _log.info("%d images to train on, %d annotations left out", len(data.images), data.left_out)
    torch.manual_seed(config.seed)
    count = len(data.categories)
    network = build(model, categories=count, device=device, score_threshold=_SCORE_THRESHOLD)
    network.put(_first_weights(network, config))
    trainer = Trainer(network, _optimizer(network.module), config, model, data.categories)
    examples = batches(data, model, images_per_batch=config.images_per_batch, seed=config.seed)
    try:
        _all_steps(trainer, examples, run, report)
    except torch.OutOfMemoryError as error:
        raise Failed(
            f"The device {device} has too little memory for this training: lower images_per_batch "
            f"({config.images_per_batch}) or max_size ({model.max_size})."
        ) from error
    return run.checkpoint


def _all_steps(
    trainer: Trainer, examples: Iterator[list[Example]], run: RunFolder, report: Report
) -> None:
    """Update, report, and at their periods save and validate; save before going on with Stopped."""
    config, done = trainer.config, 0
    trainer.network.module.train()
    try:
        for step in range(1, config.max_steps + 1):
            scalars = trainer.update(next(examples), step=step)
            done, last = step, step == config.max_steps
            report(step, **scalars)
            if last or _is_due(step, config.checkpoint_period):
                trainer.save(run.checkpoint, step=step)
            if last or _is_due(step, config.eval_period):
                report.validate(step, trainer.predict)
    except Stopped:
        trainer.save(run.checkpoint, step=done)
        raise


def predict(
    build: Build,
    path: Path,
    pictures: Iterable[Picture],
    *,
    device: str,
    score_threshold: float,
) -> Iterator[list[RawInstance]]:
    """See Engine.predict."""
    if not 0 <= score_threshold <= 1:
        raise InputError(f"A score threshold is of 0 to 1; got {score_threshold}.")
    saved = checkpoint.read(path)
    network = build(
        saved.model,
        categories=len(saved.categories),
        device=find_device(device),
        score_threshold=score_threshold,
    )
    try:
        network.put(initial.chosen(network.weights(), saved.weights))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    network.module.eval()
    for picture in pictures:
        yield find(network, saved.model, picture)


def find(network: Network, model: ModelConfig, picture: Picture) -> list[RawInstance]:
    """The instances in a picture of any size, the best first."""
    size = Size(picture.shape[1], picture.shape[0])
    small = resized(size, shortest=model.test_size, longest=model.max_size)
    with torch.no_grad():
        found = network.detect(resize(picture, small))
        return instances(found, resized=small, size=size)


def learning_rate(config: TrainConfig, *, step: int) -> float:
    """That of the `step`-th update: growing in a line at first, then falling at `lr_steps`."""
    done = step - 1
    factor = 0.1 ** sum(done >= fall for fall in config.lr_steps)
    if done < config.warmup_steps:
        factor *= _FIRST_FACTOR + (1 - _FIRST_FACTOR) * done / config.warmup_steps
    return config.learning_rate * factor


def _is_due(step: int, period: int) -> bool:
    return period > 0 and step % period == 0


def _first_weights(network: Network, config: TrainConfig) -> dict[str, torch.Tensor]:
    weights = initial.drawn(network.weights(), seed=config.seed)
    if config.weights is None:
        return weights
    try:
        return initial.filled(weights, checkpoint.read_weights(config.weights))
    except InputError as error:
        raise InputError(f"{config.weights}: {error}") from error


def _optimizer(module: nn.Module) -> torch.optim.Optimizer:
    kinds = (nn.GroupNorm, nn.BatchNorm2d)
    norms = [p for m in module.modules() if isinstance(m, kinds) for p in m.parameters()]
    known = {id(parameter) for parameter in norms}
    others = [parameter for parameter in module.parameters() if id(parameter) not in known]
    groups = [
        {"params": [p for p in others if p.requires_grad], "weight_decay": _WEIGHT_DECAY},
        {"params": [p for p in norms if p.requires_grad], "weight_decay": 0.0},
    ]
    filled = [group for group in groups if group["params"]]
    return torch.optim.SGD(filled, lr=0.1, momentum=_MOMENTUM)  # `update` sets the rate


def _diverged(step: int, config: TrainConfig) -> Failed:
    return Failed(
        f"The training diverged: at step {step} the loss is not a finite number. Lower the "
        f"learning rate ({config.learning_rate}) or begin from pretrained weights."
    )
