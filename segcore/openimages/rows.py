"""Published rows as those of the index: ids as numbers, boxes checked, flags found by their box."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from segcore.openimages import sources
from segcore.openimages.reading import (
    Bools,
    LeftOut,
    batches,
    image_numbers,
    numbers,
    positions,
    shares,
)
from segcore.openimages.sources import Table

NO_BOX = 255  # in the place of flags, where no row of the table of boxes fits
_SAME = 2e-5  # of the image: boxes nearer than this are the same, printed with other digits
_BOX_ID = r"^[0-9A-Za-z._-]{1,64}$"
_LONGEST_TEXT = 4000  # bytes of an author's name, a title, an address

MASKS = pa.schema(
    [
        ("class", pa.uint16()),
        ("image", pa.uint64()),
        ("row", pa.uint32()),
        ("box_id", pa.string()),
        *((name, pa.float64()) for name in ("x1", "y1", "x2", "y2", "predicted_iou")),
    ]
)
TEXTS = ("original_url", "landing_url", "license_url", "author_profile_url", "author", "title")
IMAGES = pa.schema(
    [
        ("image", pa.uint64()),
        *((name, pa.binary()) for name in TEXTS),
        ("original_bytes", pa.int64()),
        ("rotation", pa.float64()),
    ]
)


def mask_rows(
    batch: pa.RecordBatch, mids: Sequence[str], table: Table, left_out: LeftOut, *, first: int
) -> pa.RecordBatch:
    """Those of the batch that can be used, numbered from `first`; why others cannot is counted."""
    image, is_image = image_numbers(batch["ImageID"])
    place = positions(batch["LabelName"], mids)
    box = shares(batch, sources.BOX_COLUMNS)
    has_box = _is_box(box)
    has_id = pc.match_substring_regex(batch["BoxID"], _BOX_ID).to_numpy(zero_copy_only=False)
    iou = numbers(batch["PredictedIoU"])
    good = _all_good(
        {
            "no image id": is_image,
            "no known class": place >= 0,
            "no box within the image": has_box,
            "no box id": has_id,
            "no predicted IoU": np.isfinite(iou),
            "a mask's path of another form": _has_own_path(batch),
        },
        table,
        left_out,
    )
    box_id = batch["BoxID"].filter(pa.array(good)).cast(pa.string())
    row = np.arange(first, first + int(good.sum()), dtype=np.uint32)
    columns = [place[good].astype(np.uint16), image[good], row, box_id, *box[good].T, iou[good]]
    return pa.record_batch([pa.array(one) for one in columns], schema=MASKS)


def image_rows(batch: pa.RecordBatch, wanted: NDArray[np.uint64]) -> pa.RecordBatch:
    """Those of the batch whose image is in `wanted`, which is sorted."""
    image, is_image = image_numbers(batch["ImageID"])
    keep = pa.array(is_image & is_in(image, wanted))
    texts = [pc.binary_slice(batch[name], 0, _LONGEST_TEXT) for name in sources.TEXT_COLUMNS]
    size = np.nan_to_num(numbers(batch["OriginalSize"])).clip(0, 2**53).astype(np.int64)
    turned = pa.array(numbers(batch["Rotation"]), from_pandas=True)
    columns = [pa.array(image), *texts, pa.array(size), turned]
    return pa.record_batch(columns, schema=IMAGES).filter(keep)


class Flags:
    """The flags of masks, from the rows of the table of boxes with the same image, class and box.

    `image`, `place` and `box` are those of the masks, by row.
    """

    def __init__(
        self, image: NDArray[np.uint64], place: NDArray[np.uint16], box: NDArray[np.float32]
    ) -> None:
        keys = _key(image, place)
        self._order = np.argsort(keys, kind="stable").astype(np.uint32)
        self._keys, self._box = keys[self._order], box
        self.of_row = np.full(len(keys), NO_BOX, np.uint8)

    def read(self, path: Path, table: Table, mids: Sequence[str], left_out: LeftOut) -> None:
        for batch in batches(path, table, left_out):
            self._take(batch, mids, table, left_out)

    def _take(
        self, batch: pa.RecordBatch, mids: Sequence[str], table: Table, left_out: LeftOut
    ) -> None:
        image, is_image = image_numbers(batch["ImageID"])
        box = shares(batch, sources.SHARES)
        place = positions(batch["LabelName"], mids)  # some boxes are of classes of no concern
        reasons = {"no image id": is_image, "no box within the image": _is_box(box)}
        good = _all_good(reasons, table, left_out) & (place >= 0)
        bits = np.zeros(len(image), np.uint8)
        for number, name in enumerate(sources.FLAG_COLUMNS):
            bits |= pc.equal(batch[name], b"1").to_numpy(zero_copy_only=False) << np.uint8(number)
        self._set(_key(image[good], place[good]), box[good], bits[good])

    def _set(
        self, keys: NDArray[np.uint64], box: NDArray[np.float64], bits: NDArray[np.uint8]
    ) -> None:
        """Compare each box with the masks that have its key; there are few."""
        low = np.searchsorted(self._keys, keys, "left")
        count = np.searchsorted(self._keys, keys, "right") - low
        source = np.repeat(np.arange(len(keys)), count)
        within = np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count)
        row = self._order[np.repeat(low, count) + within]
        same = (np.abs(self._box[row] - box[source]) < _SAME).all(axis=1)
        self.of_row[row[same]] = bits[source[same]]


def is_in(values: NDArray[np.uint64], sorted_values: NDArray[np.uint64]) -> Bools:
    """Which of the values are among the sorted ones."""
    if not len(sorted_values):
        return np.zeros(len(values), bool)
    place = np.searchsorted(sorted_values, values).clip(max=len(sorted_values) - 1)
    return np.asarray(sorted_values[place] == values)


def _key(image: NDArray[np.uint64], place: NDArray[np.integer]) -> NDArray[np.uint64]:
    """One number of image and class; two pairs that share it are told apart by their boxes."""
    mixed = (place.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    return image ^ mixed


def _is_box(box: NDArray[np.float64]) -> Bools:
    x1, y1, x2, y2 = box.T
    return np.asarray((x1 >= 0) & (y1 >= 0) & (x2 <= 1) & (y2 <= 1) & (x1 <= x2) & (y1 <= y2))


def _has_own_path(batch: pa.RecordBatch) -> Bools:
    """Whether MaskPath is what the zips call the mask: image, class without slashes, box."""
    mid = pc.replace_substring(batch["LabelName"], "/", "")
    parts = pc.binary_join_element_wise(batch["ImageID"], mid, batch["BoxID"], b"_")
    own = pc.binary_join_element_wise(parts, b".png", b"")
    return np.asarray(pc.equal(batch["MaskPath"], own).to_numpy(zero_copy_only=False))


def _all_good(reasons: dict[str, Bools], table: Table, left_out: LeftOut) -> Bools:
    """Where all hold; a row is counted under the first that does not."""
    good: Bools = np.asarray(np.stack([*reasons.values()]).all(axis=0))
    if not good.all():
        wrong = np.stack([~one for one in reasons.values()])
        first = wrong.argmax(axis=0)[~good]
        for number, reason in enumerate(reasons):
            if count := int((first == number).sum()):
                left_out[f"{table.what}: {reason}"] += count
    return good
