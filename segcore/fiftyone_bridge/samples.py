"""Our samples as FiftyOne's, and what FiftyOne's say now. Loaded by the companion alone.

An annotation is a Detection with its exact mask: a FiftyOne polyline would fill its holes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fiftyone as fo
import numpy as np

from segcore.fiftyone_bridge.pixels import frame_and_mask
from segcore.fiftyone_bridge.values import Label, Pixels, Sample
from segcore.types import Mask, Size

GROUND_TRUTH = "ground_truth"


@dataclass(frozen=True, eq=False)
class Seen:
    """An annotation as FiftyOne has it now; `id` is None where it was made there."""

    drawn: str  # FiftyOne's id
    id: int | None
    version: int
    category: str
    pixels: Pixels
    mask: Mask | None
    tags: tuple[str, ...]


def new_sample(sample: Sample) -> Any:  # noqa: ANN401 - fiftyone has no types
    """A fo.Sample; its picture stays where it is."""
    made = fo.Sample(filepath=sample.path, segcore_id=sample.image_id)
    made["metadata"] = _metadata(sample)
    return filled(made, sample, detections(sample.labels, _size(sample)), sample.tags)


def filled(made: Any, sample: Sample, truth: list[Any], tags: tuple[str, ...]) -> Any:  # noqa: ANN401
    """`made` with what our sample says, but with this ground truth and these tags."""
    made.filepath = sample.path
    made.tags = list(tags)
    made["file_name"], made["split"], made["review"] = sample.file_name, sample.split, sample.state
    made[GROUND_TRUTH] = fo.Detections(detections=truth)
    for field, labels in sample.predictions.items():
        made[field] = fo.Detections(detections=detections(labels, _size(sample)))
    return made


def detections(labels: tuple[Label, ...], size: Size) -> list[Any]:
    return [_detection(label, size) for label in labels]


def seen_labels(sample: Any) -> dict[str, tuple[Seen, Any]]:  # noqa: ANN401
    """By FiftyOne's id: what the sample's ground truth says now, and the Detection itself."""
    truth = sample[GROUND_TRUTH]
    found = [] if truth is None else truth.detections
    size = Size(sample.metadata.width, sample.metadata.height)
    return {str(one.id): (_seen(one, size), one) for one in found}


def _detection(label: Label, size: Size) -> Any:  # noqa: ANN401
    (x1, y1, x2, y2), mask = frame_and_mask(label, size)
    width, height = size
    more: dict[str, object] = {}
    if label.id is not None:
        more |= {"segcore_id": label.id, "segcore_version": label.version, "origin": label.origin}
    if label.iscrowd:
        more["iscrowd"] = True
    if label.outcome is not None:
        more["outcome"] = label.outcome
    return fo.Detection(
        label=label.category,
        bounding_box=[x1 / width, y1 / height, (x2 - x1) / width, (y2 - y1) / height],
        mask=mask,
        tags=list(label.tags),
        confidence=label.score,
        **more,
    )


def _seen(one: Any, size: Size) -> Seen:  # noqa: ANN401
    left, top, wide, high = one.bounding_box
    x1, y1 = round(left * size.width), round(top * size.height)
    x2, y2 = round((left + wide) * size.width), round((top + high) * size.height)
    mask = one.get_mask()
    return Seen(
        drawn=str(one.id),
        id=one["segcore_id"] if one.has_field("segcore_id") else None,
        version=one["segcore_version"] if one.has_field("segcore_version") else 0,
        category=one.label or "",
        pixels=(x1, y1, max(x2, x1 + 1), max(y2, y1 + 1)),
        mask=None if mask is None else np.asarray(mask, dtype=bool),
        tags=tuple(one.tags),
    )


def _metadata(sample: Sample) -> Any:  # noqa: ANN401
    return fo.ImageMetadata(
        size_bytes=Path(sample.path).stat().st_size, width=sample.width, height=sample.height
    )


def _size(sample: Sample) -> Size:
    return Size(sample.width, sample.height)
