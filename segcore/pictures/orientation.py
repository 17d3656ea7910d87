"""The EXIF Orientation: where a file keeps it, what it says and how it turns pixels.

Only the EXIF tag counts, as in browsers; an orientation in XMP does not. EXIF is a small TIFF
file (its first directory holds the tag), kept in a JPEG's APP1 segment, a PNG's eXIf chunk, a
WebP's EXIF chunk, or being the TIFF file itself.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from segcore.types import Picture, Size

TAG = 0x0112
_NUMBERS = {3: "H", 4: "I"}  # TIFF's SHORT and LONG


@dataclass(frozen=True)
class _Place:
    """The tag's value: `at` in the file, `form` for struct; `chunk` is (start, length) in a PNG."""

    at: int
    form: str
    value: int
    chunk: tuple[int, int] | None = None


def orientation(file: BinaryIO) -> int:
    """1 to 8; 1, as stored, where the file says nothing or nonsense."""
    place = _find(file)
    return place.value if place and 1 <= place.value <= 8 else 1


def neutralised(content: bytes) -> bytes:
    """The same file with its Orientation set to 1, where it has one."""
    place = _find(io.BytesIO(content))
    if place is None or place.value == 1:
        return content
    changed = bytearray(content)
    struct.pack_into(place.form, changed, place.at, 1)
    if place.chunk is not None:
        start, length = place.chunk
        checksum = zlib.crc32(changed[start - 4 : start + length])  # a PNG's covers the name too
        struct.pack_into(">I", changed, start + length, checksum)
    return bytes(changed)


def turned_size(stored: Size, orientation: int) -> Size:
    """The size after turning."""
    return Size(stored.height, stored.width) if orientation >= 5 else stored


def turned(picture: Picture, orientation: int) -> Picture:
    """The pixels as EXIF 2.32 says: 3, 6 and 8 turn, 2, 4, 5 and 7 mirror as well."""
    if orientation >= 5:
        picture = picture.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        picture = picture[:, ::-1]
    if orientation in (3, 4, 7, 8):
        picture = picture[::-1]
    return np.ascontiguousarray(picture)


def _find(file: BinaryIO) -> _Place | None:
    file.seek(0)
    head = file.read(12)
    try:
        if head[:2] == b"\xff\xd8":
            return _first(_in_tiff(file, start) for start in _jpeg_exif(file))
        if head[:4] == b"\x89PNG":
            return _in_png(file)
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return _first(_in_tiff(file, start) for start in _webp_exif(file))
        return _in_tiff(file, 0)
    except (struct.error, OverflowError):  # the EXIF ends early or points outside the file
        return None
    finally:
        file.seek(0)


def _first(places: Iterator[_Place | None]) -> _Place | None:
    return next(places, None)


def _read(file: BinaryIO, form: str) -> tuple[int, ...]:
    numbers: tuple[int, ...] = struct.unpack(form, file.read(struct.calcsize(form)))
    return numbers


def _jpeg_exif(file: BinaryIO) -> Iterator[int]:
    """Where the TIFF header of each EXIF segment starts, up to the first scan."""
    file.seek(2)
    while True:
        fill, marker = _read(file, ">BB")
        while marker == 0xFF:
            (marker,) = _read(file, ">B")
        if fill != 0xFF or marker in (0xDA, 0xD9):
            return
        if 0xD0 <= marker <= 0xD8 or marker == 0x01:  # these carry no length
            continue
        start = file.tell()
        (length,) = _read(file, ">H")
        if marker == 0xE1 and length >= 8 and file.read(6) == b"Exif\0\0":
            yield start + 8
        file.seek(start + length)


def _in_png(file: BinaryIO) -> _Place | None:
    file.seek(8)
    while True:
        length, name = struct.unpack(">I4s", file.read(8))
        start = file.tell()
        if name == b"eXIf":
            place = _in_tiff(file, start)
            return place and _Place(place.at, place.form, place.value, (start, length))
        if name == b"IEND":
            return None
        file.seek(start + length + 4)


def _webp_exif(file: BinaryIO) -> Iterator[int]:
    file.seek(12)
    while True:
        name, length = struct.unpack("<4sI", file.read(8))
        start = file.tell()
        if name == b"EXIF":
            yield start + (6 if file.read(6) == b"Exif\0\0" else 0)
        file.seek(start + length + length % 2)


def _in_tiff(file: BinaryIO, start: int) -> _Place | None:
    """The tag in the first directory of the TIFF (or BigTIFF) that begins at `start`."""
    file.seek(start)
    order = {b"II": "<", b"MM": ">"}.get(file.read(2))
    if order is None:
        return None
    (version,) = _read(file, f"{order}H")
    if version not in (42, 43):
        return None
    big = version == 43
    if big:
        file.seek(start + 8)
    (directory,) = _read(file, order + ("Q" if big else "I"))
    file.seek(start + directory)
    (count,) = _read(file, order + ("Q" if big else "H"))
    for _ in range(min(count, 4096)):
        tag, kind, _, at = *_read(file, order + ("HHQ" if big else "HHI")), file.tell()
        if tag == TAG and kind in _NUMBERS:
            form = order + _NUMBERS[kind]
            (value,) = _read(file, form)
            return _Place(at, form, value)
        file.seek(at + (8 if big else 4))
    return None
