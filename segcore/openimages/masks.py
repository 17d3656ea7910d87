"""A published mask, a PNG of the whole frame, as the exact RLE on its picture."""

from __future__ import annotations

import struct

import cv2
import numpy as np
from numpy.typing import NDArray

from segcore import geometry
from segcore.errors import InputError
from segcore.types import Rle, Size

MAX_MASK_PIXELS = 1 << 25
"""The published masks have about 2 million; unfolded this is 32 MB."""

_PNG = b"\x89PNG\r\n\x1a\n"
_HALF = 128  # of the 255 that a pixel wholly inside has


def rle_of_png(png: bytes, size: Size) -> Rle:
    """The mask of a PNG of any size as the RLE on a picture of `size`.

    Width and height are scaled apart; a pixel is inside when half of it is. What is nowhere half a
    pixel thick keeps what it covers most. Raises InputError with the reason alone for what is no
    PNG, is too large or has nothing inside.
    """
    covered = _pixels(png)
    if covered.shape != (size.height, size.width):
        scaled = cv2.resize(covered, size, interpolation=cv2.INTER_AREA)
        covered = scaled.astype(np.uint8, copy=False)
    most = min(_HALF, int(covered.max()))
    return geometry.mask_to_rle(covered >= most)


def _pixels(png: bytes) -> NDArray[np.uint8]:
    """(height, width), 255 for anything but black and 0 for black."""
    _check_header(png)
    pixels = cv2.imdecode(np.frombuffer(png, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if pixels is None:
        raise InputError("it is a damaged PNG")
    _, inside = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY)
    if not cv2.countNonZero(inside):
        raise InputError("it is empty: no pixel of it is inside")
    return inside.astype(np.uint8, copy=False)


def _check_header(png: bytes) -> None:
    if len(png) < 24 or not png.startswith(_PNG) or png[12:16] != b"IHDR":
        raise InputError("it is not a PNG")
    width, height = struct.unpack(">II", png[16:24])
    if not 0 < width * height <= MAX_MASK_PIXELS:
        raise InputError(
            f"it unfolds to {width:,} x {height:,} pixels, over the limit of {MAX_MASK_PIXELS:,}"
        )
