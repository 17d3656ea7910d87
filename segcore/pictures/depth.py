"""From any number of bits and channels to 8-bit RGB."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from segcore.errors import InputError
from segcore.types import Picture

PERCENTILES = (0.1, 99.9)
SAMPLES = 1 << 23
_ROWS = 256


def rgb(pixels: NDArray[Any]) -> Picture:
    """(height, width) or (height, width, 1 to 4) of any real kind as RGB; alpha is dropped.

    8 bits stay as they are; anything deeper is stretched, all channels alike.
    """
    colours = _without_alpha(pixels)
    if colours.dtype != np.uint8:
        colours = stretched(colours)
    return np.ascontiguousarray(np.broadcast_to(colours, (*colours.shape[:2], 3)))


def stretched(values: NDArray[Any]) -> NDArray[np.uint8]:
    """0.1 to 99.9 percentile on 0..255, linear, rows first in `values`' shape.

    NaN becomes 0 and takes no part in the percentiles, nor does infinity.
    """
    low, high = _range(values)
    result = np.zeros(values.shape, dtype=np.uint8)
    if low < high:
        for row in range(0, len(values), _ROWS):  # in blocks: the floats take eight times the room
            block = np.clip(values[row : row + _ROWS].astype(np.float64), low, high)
            shares = (block / 2 - low / 2) / (high / 2 - low / 2)  # halves do not overflow
            result[row : row + _ROWS] = np.rint(np.nan_to_num(shares) * 255)
    return result


def _range(values: NDArray[Any]) -> tuple[float, float]:
    """The percentiles, of every nth row in large pictures; or minimum and maximum."""
    spaced = values[:: max(1, values.size // SAMPLES)]
    finite = spaced[np.isfinite(spaced)]
    if not finite.size:
        return 0.0, 0.0
    low, high = np.percentile(finite, PERCENTILES).tolist()
    if low == high:  # a few bright specks on black
        whole = values[np.isfinite(values)]
        return float(whole.min()), float(whole.max())
    return low, high


def _without_alpha(pixels: NDArray[Any]) -> NDArray[Any]:
    """(height, width, 1 or 3)."""
    if pixels.dtype.kind not in "uifb":
        raise InputError(f"it holds {pixels.dtype} values, which are no colours")
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    if pixels.ndim not in (2, 3) or channels > 4:
        raise InputError(
            f"it has {channels} channels; grey, grey with alpha, RGB and RGBA can be shown"
        )
    colours = pixels.reshape(*pixels.shape[:2], channels)
    return colours[..., : channels - 1] if channels in (2, 4) else colours
