"""A person's settings file: YAML read as plain values, known keys only, nothing executed."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from segcore.errors import InputError

_MAX_BYTES = 100_000
_LARGEST = 2**31


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        raise ValueError("a whole number")
    return value


def _number(value: object) -> float:
    """YAML reads 1e-3 as text, so text that is a number will do."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("a number")
    try:
        return float(value)
    except ValueError:
        raise ValueError("a number") from None


def _wholes(value: object) -> list[int]:
    if not isinstance(value, list | tuple):
        raise ValueError("a list of whole numbers")
    return [_whole(one) for one in value]


_KINDS: dict[str, Callable[[object], Any]] = {
    # of the training
    "max_steps": _whole,
    "images_per_batch": _whole,
    "learning_rate": _number,
    "warmup_steps": _whole,
    "lr_steps": lambda value: tuple(_wholes(value)),
    "eval_period": _whole,
    "checkpoint_period": _whole,
    "seed": _whole,
    # of the model
    "train_sizes": _wholes,
    "test_size": _whole,
    "max_size": _whole,
    "anchor_sizes": _wholes,
    "anchors_per_image": _whole,
    "rois_per_image": _whole,
    "detections_per_image": _whole,
    "freeze_at": _whole,
}


def read_settings(path: Path) -> dict[str, Any]:
    """What the file `path` changes about the training and its model.

    Raises InputError, naming the file, for an unknown key, a value of the wrong kind, or no YAML.
    """
    return check_settings(_mapping(path), source=str(path))


def check_settings(values: Mapping[Any, object], *, source: str) -> dict[str, Any]:
    """`values` when every key is known and every value of its kind; InputError names `source`."""
    for key in values:
        if key not in _KINDS:
            known, name = ", ".join(_KINDS), reprlib.repr(key)
            raise InputError(f"{source}: there is no setting {name}; there are {known}.")
    return {key: _checked(source, key, value) for key, value in values.items()}


def _checked(source: str, key: str, value: object) -> object:
    try:
        return _KINDS[key](value)
    except ValueError as error:
        raise InputError(f"{source}: {key} must be {error}; got {reprlib.repr(value)}.") from error


def _mapping(path: Path) -> dict[Any, object]:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MAX_BYTES + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The settings {path} cannot be read: {error}.") from error
    if len(text) > _MAX_BYTES:
        raise InputError(f"The settings {path} are over {_MAX_BYTES:,} characters.")
    try:
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date, huge digits
        raise InputError(f"{path} is not YAML: {' '.join(str(error).split())}.") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise InputError(f"{path} must hold lines of `setting: value`.")
    return values
