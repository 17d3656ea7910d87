"""Masks and their run-length encoding: COCO's compressed string, checked before it is trusted.

The runs of an RLE go down the columns, alternate between outside and inside and begin outside;
their string form is that of `rleToString` in cocoapi's maskApi.c.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pycocotools.mask as coco_mask
from numpy.typing import NDArray

from segcore import settings
from segcore.errors import InputError
from segcore.types import Box, Mask, Rle, Size

Counts = NDArray[np.int64]


def mask_to_rle(mask: Mask) -> Rle:
    """The mask's exact RLE. Anything but zero counts as inside."""
    if mask.ndim != 2 or not mask.size:
        raise InputError(f"A mask is an array of (height, width) pixels; got shape {mask.shape}.")
    encoded = coco_mask.encode(np.asfortranarray(mask, dtype=bool).view(np.uint8))
    height, width = mask.shape
    return Rle(Size(width, height), encoded["counts"].decode("ascii"))


def rle_to_mask(rle: Rle) -> Mask:
    """The mask of a checked RLE; InputError as `rle_counts`."""
    inside = np.arange(len(counts := rle_counts(rle))) % 2 == 1
    columns = np.repeat(inside, counts).reshape(rle.size.width, rle.size.height)
    return np.ascontiguousarray(columns.T)


def rle_from_uncompressed(counts: Sequence[int], size: Size) -> Rle:
    """The RLE of plain run lengths (COCO's list form); runs of zero pixels are merged away.

    Raises InputError when the runs are not whole numbers >= 0 or do not cover `size` exactly.
    """
    if not all(type(count) is int and 0 <= count < 1 << 32 for count in counts):
        raise InputError("The RLE's counts must be whole numbers that are not negative.")
    runs = _merge_empty(_checked(np.array(counts, dtype=np.int64), size))
    uncompressed = {"size": [size.height, size.width], "counts": runs.tolist()}
    encoded = coco_mask.frPyObjects(uncompressed, size.height, size.width)
    return Rle(size, encoded["counts"].decode("ascii"))


def rle_counts(rle: Rle) -> Counts:
    """(n,) int, the run lengths, whose sum is the picture's pixels.

    Raises InputError when the string is not an RLE or covers more or fewer pixels than `size`.
    """
    try:
        code = np.frombuffer(rle.counts.encode("ascii"), dtype=np.uint8).astype(np.int64) - 48
    except UnicodeEncodeError:
        raise _not_an_rle() from None
    if not len(code) or code.min() < 0 or code.max() > 63 or code[-1] & 32:
        raise _not_an_rle()
    return _checked(_sum_differences(_numbers(code)), rle.size)


def rle_area(rle: Rle) -> int:
    """How many pixels are inside."""
    return int(rle_counts(rle)[1::2].sum())


def rle_box(rle: Rle) -> Box:
    """The tightest box around the pixels inside; all zeros when there is none."""
    counts = rle_counts(rle)
    ends = np.cumsum(counts)
    filled = counts[1::2] > 0
    first, last = ends[:-1:2][: len(filled)][filled], ends[1::2][filled] - 1
    if not len(first):
        return Box(0.0, 0.0, 0.0, 0.0)
    height = rle.size.height
    one_column = first // height == last // height
    top = np.where(one_column, first % height, 0).min()
    bottom = np.where(one_column, last % height, height - 1).max()
    left, right = first[0] // height, last[-1] // height
    return Box(float(left), float(top), float(right + 1), float(bottom + 1))


def mask_iou(a: Mask, b: Mask) -> float:
    """Intersection over union in 0..1; 0 when both are empty."""
    if a.shape != b.shape:
        raise InputError(f"Masks of one picture have one shape; got {a.shape} and {b.shape}.")
    union = np.count_nonzero(a | b)
    return np.count_nonzero(a & b) / union if union else 0.0


def check_mask_size(size: Size) -> None:
    """InputError unless a mask of `size` has pixels and fits in memory."""
    if size.width < 1 or size.height < 1:
        raise InputError(f"A mask's size must be positive; got {size.width} x {size.height}.")
    if size.width * size.height > settings.MAX_PICTURE_PIXELS:
        raise InputError(
            f"A mask of {size.width} x {size.height} pixels is over the limit of "
            f"{settings.MAX_PICTURE_PIXELS:,} pixels."
        )


def _checked(counts: Counts, size: Size) -> Counts:
    check_mask_size(size)
    if len(counts) and counts.min() < 0:
        raise InputError("The RLE has a run of negative length.")
    total, pixels = int(counts.sum()), size.width * size.height
    if total != pixels:
        raise InputError(
            f"The RLE's counts cover {total} pixels, but its size {size.width} x {size.height} "
            f"has {pixels}."
        )
    return counts


def _not_an_rle() -> InputError:
    return InputError("The RLE's counts are not a COCO run-length string.")


def _numbers(code: Counts) -> Counts:
    """The signed numbers of a string's 6-bit digits: 5 bits each, lowest first, 32 = goes on."""
    last = np.flatnonzero(code & 32 == 0)
    first = np.concatenate([[0], last[:-1] + 1])
    lengths = last - first + 1
    if lengths.max() > 7:  # 32-bit runs need seven digits; more would overflow below
        raise _not_an_rle()
    place = np.arange(len(code)) - np.repeat(first, lengths)
    values: Counts = np.add.reduceat((code & 31) << (5 * place), first)
    negative = code[last] & 16 != 0
    return values - np.where(negative, np.int64(1) << (5 * lengths), 0)


def _sum_differences(numbers: Counts) -> Counts:
    """From the fourth on, a number is the difference to the run two before it."""
    counts = numbers.copy()
    counts[1::2] = np.cumsum(numbers[1::2])
    counts[2::2] = np.cumsum(numbers[2::2])
    return counts


def _merge_empty(counts: Counts) -> Counts:
    """The same mask without empty runs, but for a leading one where it begins inside."""
    kept = np.flatnonzero(counts)
    inside = kept % 2
    starts = np.flatnonzero(np.diff(inside, prepend=-1))
    merged: Counts = np.add.reduceat(counts[kept], starts)
    return np.concatenate([[0], merged]) if inside[0] else merged
