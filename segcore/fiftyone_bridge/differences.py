"""What was done in FiftyOne to an image: what it shows now, against what was sent to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from segcore import geometry
from segcore.fiftyone_bridge.pixels import frame_and_mask
from segcore.fiftyone_bridge.values import ImageFound, Label, LabelFound, Sample
from segcore.types import Size

if TYPE_CHECKING:
    from segcore.fiftyone_bridge.samples import Seen


def differences(sent: Sample, tags: Iterable[str], seen: Sequence[Seen]) -> ImageFound:
    """Nothing but what somebody did there: what is as it was sent is left out."""
    size = Size(sent.width, sent.height)
    by_id: dict[int | None, Seen] = {one.id: one for one in seen if one.id is not None}
    known = {label.id for label in sent.labels}
    labels = [_of_label(label, by_id.get(label.id), size) for label in sent.labels]
    labels += [_drawn(one) for one in seen if one.id is None or one.id not in known]
    added, removed = _tags(sent.tags, tags)
    return ImageFound(added, removed, tuple(one for one in labels if one is not None))


def _of_label(label: Label, now: Seen | None, size: Size) -> LabelFound | None:
    if now is None:
        return LabelFound(id=label.id, version=label.version, is_deleted=True)
    frame, mask = frame_and_mask(label, size)
    added, removed = _tags(label.tags, now.tags)
    is_reshaped = not _same(mask, now)
    is_moved = is_reshaped or frame != now.pixels
    found = LabelFound(
        id=label.id,
        version=label.version,
        drawn=now.drawn,
        tags_added=added,
        tags_removed=removed,
        category=now.category if now.category != label.category else None,
        pixels=now.pixels if is_moved else None,
        is_reshaped=is_reshaped,
        **(_mask(now) if is_reshaped else {}),
    )
    return found if found.is_edit or added or removed else None


def _drawn(now: Seen) -> LabelFound:
    return LabelFound(
        drawn=now.drawn,
        tags_added=tuple(now.tags),
        category=now.category,
        pixels=now.pixels,
        is_reshaped=True,
        **_mask(now),
    )


def _tags(before: Iterable[str], now: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those added and those taken away."""
    old, new = set(before), set(now)
    return tuple(sorted(new - old)), tuple(sorted(old - new))


def _same(mask: np.ndarray | None, now: Seen) -> bool:
    if mask is None or now.mask is None:
        return mask is None and now.mask is None
    return np.array_equal(mask, now.mask)


def _mask(now: Seen) -> dict[str, Any]:
    """The two fields that hold it."""
    if now.mask is None:
        return {}
    rle = geometry.mask_to_rle(now.mask)
    return {"mask": rle.counts, "mask_size": tuple(rle.size)}
