"""Picture files by one rule, the same for screen, polygons, training and export.

The EXIF Orientation is applied; more than 8 bits are stretched; alpha is dropped; all is RGB.
The rule and its reasons: docs/decisions/0001-one-rule-for-pictures.md.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from segcore.errors import InputError
from segcore.folders import replace_file
from segcore.pictures import decoding, orientation
from segcore.types import Picture, Size

EXTENSIONS = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"})
"""Lower-case endings by which a folder is searched; what a file is, its content decides."""


def read(path: Path) -> Picture:
    """The picture as everybody sees it; InputError for what is not a whole, sane picture."""
    with decoding.opened(path) as file:
        return orientation.turned(decoding.picture(file), file.orientation)


def size(path: Path) -> Size:
    """Width and height after orientation, from the header alone; InputError as `read`."""
    with decoding.opened(path) as file:
        return orientation.turned_size(file.size, file.orientation)


def stored_size(path: Path) -> Size:
    """Width and height before orientation, from the header alone; InputError as `read`."""
    with decoding.opened(path) as file:
        return file.size


def check(path: Path) -> Size:
    """The size of a picture that certainly can be read: it is decoded to its last byte."""
    height, width, _ = read(path).shape
    return Size(width, height)


def neutralise_orientation(path: Path) -> None:
    """Set the EXIF Orientation to 1 (as stored); pixels and all else stay byte for byte.

    For pictures whose annotations were drawn on the unturned picture.
    """
    content = path.read_bytes()
    upright = orientation.neutralised(content)
    if upright != content:
        mode = path.stat().st_mode
        replace_file(path, upright)
        path.chmod(mode)


def encode_jpeg(picture: Picture, quality: int = 85) -> bytes:
    """The picture as a JPEG file; InputError when a side is over JPEG's 65,535 pixels."""
    height, width = picture.shape[:2]
    if max(height, width) > 65_500:
        raise InputError(f"A JPEG's sides end at 65,500 pixels; got {width} x {height}.")
    bgr = np.ascontiguousarray(picture[..., ::-1])
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return encoded.tobytes()


def thumbnail(path: Path, *, width: int) -> bytes:
    """A JPEG at most `width` wide and four times as high, never larger than the picture."""
    with decoding.opened(path) as file:
        seen = orientation.turned_size(file.size, file.orientation)
        small = _fitted(seen, Size(width, 4 * width))
        across = orientation.turned_size(small, file.orientation)
        picture = orientation.turned(decoding.picture(file, at_least=across), file.orientation)
    if picture.shape[:2] == (small.height, small.width):
        return encode_jpeg(picture)
    shrunk = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
    return encode_jpeg(shrunk.astype(np.uint8, copy=False))


def _fitted(size: Size, limit: Size) -> Size:
    """The size, shrunk to fit into `limit` where it does not."""
    scale = min(limit.width / size.width, limit.height / size.height, 1)
    return Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))
