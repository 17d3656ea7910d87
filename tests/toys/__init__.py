"""A dataset of squares one can see, and engines quick enough to run in every test.

The engines are a package beside this file, found by its entry points as any installed engine is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from segcore.folders import DatasetFolder
from segcore.store import NewAnnotation, NewCategory, NewImage, Store
from segcore.types import Box, Dataset, Part, Segmentation, Split

SIDE = 64
_SQUARE = Box(16, 16, 48, 48)


def squares(
    store: Store, *, name: str = "toys", train: int = 2, val: int = 1, annotated: bool = True
) -> Dataset:
    """Grey pictures, each with one white square that is a "Dice"; there are no "Panda"."""
    splits: Sequence[Split] = ["train"] * train + ["val"] * val
    for index in range(len(splits)):
        _draw(DatasetFolder.of(name).image(f"{index}.png"))
    return store.load(
        name,
        categories=[NewCategory("Panda"), NewCategory("Dice")],
        images=[NewImage(f"{n}.png", SIDE, SIDE, split) for n, split in enumerate(splits)],
        annotations=[_square(n) for n in range(len(splits))] if annotated else [],
    )


def _square(image: int) -> NewAnnotation:
    x1, y1, x2, y2 = _SQUARE
    outline = Part(np.array([(x1, y1), (x2, y1), (x2, y2), (x1, y2)]))
    return NewAnnotation(image, 1, _SQUARE, _SQUARE.area, segmentation=Segmentation((outline,)))


def _draw(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = np.full((SIDE, SIDE, 3), 90, dtype=np.uint8)
    picture[16:48, 16:48] = 250
    PIL.Image.fromarray(picture).save(path)


def use_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make "toy", "toy-broken" and "toy-refusing" engines, here and in processes started here."""
    folder = str(Path(__file__).parent)
    monkeypatch.syspath_prepend(folder)
    path = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
    monkeypatch.setenv("PYTHONPATH", path)


def wait_until(happened: Callable[[], bool], *, seconds: float = 60) -> None:
    """Look again and again; fail when it has not happened in time."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
