"""What the sample's annotator wrote: the truth but for a dozen mistakes, all of them known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.random import Generator

from segcore.geometry import mask_iou, mask_to_parts, mask_to_rle
from segcore.sample.stage import Instance
from segcore.types import Mask, Segmentation, Size, Split

Kind = Literal["outline", "class", "missing"]

PLANTED: tuple[tuple[Split, Kind], ...] = (
    ("val", "class"), ("val", "outline"), ("val", "outline"), ("val", "missing"),
    ("train", "class"), ("train", "class"), ("train", "class"), ("train", "outline"),
    ("train", "outline"), ("train", "outline"), ("train", "missing"), ("train", "missing"),
)  # fmt: skip
_LEAST_AREA, _LEAST_SHARE = 4500, 0.8  # of a toy whose annotation is spoilt: big and well seen
_OFF = (0.45, 0.70)  # the IoU of a wrong outline with the right one


@dataclass(frozen=True)
class Drawing:
    """A scene's picture by its file name, and what is truly on it."""

    file_name: str
    split: Split
    size: Size
    instances: tuple[Instance, ...]


@dataclass(frozen=True, eq=False)
class Label:
    """An annotation: `truth` is so; `category` and `mask` were written, unless it is missing."""

    id: int
    drawing: Drawing
    truth: Instance
    category: str
    mask: Mask
    mistake: Kind | None = None


def annotate(drawings: Sequence[Drawing], *, rng: Generator) -> list[Label]:
    """A label a visible toy; those in PLANTED are spoilt, never two on one picture."""
    toys = [(drawing, toy) for drawing in drawings for toy in drawing.instances]
    labels = [
        Label(number, drawing, toy, toy.category, toy.mask)
        for number, (drawing, toy) in enumerate(toys, start=1)
    ]
    names = sorted({label.category for label in labels})
    for split, kind in PLANTED:
        index = _victim(labels, split, rng)
        labels[index] = _spoil(labels[index], kind, names, rng)
    return labels


def segmentation(mask: Mask) -> Segmentation:
    """The mask as polygons, exact to an IoU of 0.985; with its RLE too where it has a hole."""
    parts = mask_to_parts(mask, iou=0.985)
    holed = any(part.holes for part in parts)
    return Segmentation(parts, mask_to_rle(mask) if holed else None)


def _victim(labels: Sequence[Label], split: Split, rng: Generator) -> int:
    """The index of a toy on a picture without a mistake, large and well seen if there is one."""
    spoilt = {label.drawing.file_name for label in labels if label.mistake}
    free = [
        index
        for index, label in enumerate(labels)
        if label.drawing.split == split and label.drawing.file_name not in spoilt
    ]
    fit = [index for index in free if _is_plain(labels[index].truth)] or free
    return fit[int(rng.integers(len(fit)))]


def _is_plain(toy: Instance) -> bool:
    return bool(toy.mask.sum() >= _LEAST_AREA and toy.share >= _LEAST_SHARE)


def _spoil(label: Label, kind: Kind, names: Sequence[str], rng: Generator) -> Label:
    if kind == "class":
        others = [name for name in names if name != label.category]
        return replace(label, mistake=kind, category=str(rng.choice(others)))
    if kind == "outline":
        return replace(label, mistake=kind, mask=_off(label.mask, rng))
    return replace(label, mistake=kind)


def _off(mask: Mask, rng: Generator) -> Mask:
    """The mask pushed aside and stretched, as far as a careless hand would."""
    rows, columns = np.nonzero(mask)
    extent = np.array([np.ptp(columns), np.ptp(rows)])
    middle = np.array([columns.mean(), rows.mean()])
    flat, size = mask.astype(np.uint8), (mask.shape[1], mask.shape[0])
    while True:
        scale = rng.uniform(0.78, 1.18, 2)
        shift = rng.uniform(-0.25, 0.25, 2) * extent
        matrix = np.column_stack([np.diag(scale), middle + shift - scale * middle])
        moved = cv2.warpAffine(flat, matrix, size, flags=cv2.INTER_NEAREST).astype(bool)
        if _OFF[0] < mask_iou(moved, mask) < _OFF[1]:
            return moved
