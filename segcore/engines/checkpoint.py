"""Checkpoints in Detectron2's .pth format, with a "segcore" entry that says how to use them.

Nothing here executes what a file says: .pth files are read by torch's weights-only reader, the
model zoo's .pkl files by one that admits arrays of numbers only.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from segcore.engines.presets import ModelConfig, model_from_dict
from segcore.engines.zoo_pickle import read_arrays
from segcore.errors import InputError
from segcore.folders import replace_file


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Trained weights under Detectron2's names, and what is needed to use them."""

    weights: Mapping[str, Tensor]
    model: ModelConfig
    categories: tuple[str, ...]
    step: int  # optimiser updates done


def save(path: Path, checkpoint: Checkpoint) -> None:
    """Write the file whole. Its `iteration` is Detectron2's: the last update's, counted from 0."""
    content = {
        "model": {name: tensor.detach().cpu() for name, tensor in checkpoint.weights.items()},
        "iteration": checkpoint.step - 1,
        "segcore": {
            "model": asdict(checkpoint.model),
            "categories": list(checkpoint.categories),
        },
    }
    packed = io.BytesIO()  # torch's own writer says nothing clear of a full disk
    torch.save(content, packed)
    replace_file(path, packed.getvalue())


def read(path: Path) -> Checkpoint:
    """Raises InputError when the file is missing, broken, or was not trained here."""
    content = _load(path)
    ours = content.get("segcore")
    if not isinstance(ours, dict) or not isinstance(ours.get("categories"), list):
        raise InputError(f"The checkpoint {path} was not trained by Segcore.")
    return Checkpoint(
        weights=_tensors(path, content),
        model=model_from_dict(ours.get("model", {})),
        categories=tuple(map(str, ours["categories"])),
        step=int(content.get("iteration", -1)) + 1,
    )


def read_weights(path: Path) -> dict[str, Tensor]:
    """The weights in a .pth, or in a .pkl of Detectron2's model zoo, under their names.

    Raises InputError when the file is broken or holds anything that is not numbers.
    """
    if path.suffix == ".pkl":
        return {name: torch.from_numpy(array) for name, array in read_arrays(path).items()}
    return _tensors(path, _load(path))


def _load(path: Path) -> dict[str, Any]:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise InputError(f"The checkpoint {path} does not exist.") from None
    except Exception as error:  # torch raises many kinds; each means the same to a person
        first = str(error).strip().splitlines()[0] if str(error).strip() else "it is cut short"
        raise InputError(
            f"The checkpoint {path} cannot be read ({first:.200}): give a .pth file that "
            "Detectron2 or Segcore wrote, or a .pkl of Detectron2's model zoo."
        ) from error
    if not isinstance(content, dict):
        raise InputError(f"The checkpoint {path} holds no weights.")
    return content


def _tensors(path: Path, content: dict[str, Any]) -> dict[str, Tensor]:
    weights = content.get("model", content)
    if not isinstance(weights, dict):
        raise InputError(f"The checkpoint {path} holds no weights.")
    tensors = {str(name): value for name, value in weights.items() if isinstance(value, Tensor)}
    if not tensors:
        raise InputError(f"The checkpoint {path} holds no weights.")
    return tensors
