"""A published mask, a PNG of the whole frame, as the exact RLE on its picture."""

from __future__ import annotations

import struct

import cv2
import numpy as np

from segcore import geometry
from segcore.errors import InputError
from segcore.types import Mask, Rle, Size

MAX_MASK_PIXELS = 1 << 25
"""The published masks have about 2 million; unfolded this is 32 MB."""

_PNG = b"\x89PNG\r\n\x1a\n"
_HALF = 128  # of a pixel's 255


def rle_of_png(png: bytes, size: Size) -> Rle:
    """The mask of a PNG of any size as the RLE on a picture of `size`.

    Width and height are scaled apart; a pixel is inside when half of it is. Raises InputError with
    the reason alone for what is no PNG, is too large or has nothing inside.
    """
    return geometry.mask_to_rle(scaled(mask_of_png(png), size))


def mask_of_png(png: bytes) -> Mask:
    """The PNG's own pixels; anything but black is inside. InputError as `rle_of_png`."""
    _check_header(png)
    pixels = cv2.imdecode(np.frombuffer(png, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if pixels is None:
        raise InputError("it is a damaged PNG")
    inside: Mask = pixels != 0
    if not inside.any():
        raise InputError("it is empty: no pixel of it is inside")
    return inside


def scaled(mask: Mask, size: Size) -> Mask:
    """The mask stretched to `size`; what is nowhere half a pixel thick keeps what it touches."""
    if mask.shape == (size.height, size.width):
        return mask
    shares = np.where(mask, np.uint8(255), np.uint8(0))
    covered = cv2.resize(shares, size, interpolation=cv2.INTER_AREA)
    inside = covered >= _HALF
    return inside if inside.any() else covered == covered.max()


def _check_header(png: bytes) -> None:
    if len(png) < 24 or not png.startswith(_PNG) or png[12:16] != b"IHDR":
        raise InputError("it is not a PNG")
    width, height = struct.unpack(">II", png[16:24])
    if not 0 < width * height <= MAX_MASK_PIXELS:
        raise InputError(
            f"it unfolds to {width:,} x {height:,} pixels, over the limit of {MAX_MASK_PIXELS:,}"
        )
