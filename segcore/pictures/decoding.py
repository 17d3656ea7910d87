"""Opening and decoding picture files: Pillow for 8 bits, imagecodecs and tifffile for more."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from segcore import settings
from segcore.errors import InputError
from segcore.pictures import depth, orientation
from segcore.types import Picture, Size

Image.MAX_IMAGE_PIXELS = settings.MAX_PICTURE_PIXELS  # above it Pillow warns; `_refuse_bomb` acts

# What a broken file is about to raise, these would also print.
for _library in ("tifffile", "PIL"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
warnings.filterwarnings("ignore", module=r"PIL\.")

# A photograph spends a byte on 5 to 50 pixels; a blank PNG on 344, in one bit on 8,000.
BOMB_PIXELS = 1 << 25
BOMB_PIXELS_PER_BYTE = 200
MAX_DEEP_BYTES = 8 * settings.MAX_PICTURE_PIXELS

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


@dataclass(frozen=True)
class PictureFile:
    """An open picture file: its kind by Pillow's name, its size as stored, its orientation."""

    stream: BinaryIO
    kind: str
    size: Size
    orientation: int


@contextmanager
def opened(path: Path) -> Iterator[PictureFile]:
    """The file with its header read; whatever goes wrong inside is an InputError naming it."""
    try:
        with path.open("rb") as stream:
            kind = _kind(stream.read(16))
            stored = _tiff_size(stream) if kind == "TIFF" else _pillow(stream, kind).size
            _refuse_bomb(Size(*stored), path.stat().st_size)
            yield PictureFile(stream, kind, Size(*stored), orientation.orientation(stream))
    except InputError as error:
        raise InputError(f"The picture {path.name!r} cannot be used: {error}.") from error
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise InputError(f"The picture {path.name!r} cannot be read: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno:
        return f"{error.strerror}"
    if isinstance(error, Image.DecompressionBombError):
        return f"its pixels are over the limit of {settings.MAX_PICTURE_PIXELS:,}"
    told = "" if isinstance(error, UnidentifiedImageError) else f" ({error})"
    return f"it is damaged, cut short or of an unknown kind{told}"


def picture(file: PictureFile, *, at_least: Size | None = None) -> Picture:
    """The pixels as stored, unturned, by the one rule of depth and colour.

    A JPEG may come smaller by 2, 4 or 8, still `at_least` that large: eight times as fast.
    """
    if file.kind == "PNG" and _png_depth(file.stream) == 16:
        file.stream.seek(0)
        return depth.rgb(imagecodecs.png_decode(file.stream.read()))
    if file.kind == "TIFF" and not _pillow_reads_tiff(file.stream):
        return depth.rgb(_tiff_pixels(file.stream))
    return _eight_bit(_pillow(_as_stored(file), file.kind), at_least)


def _kind(head: bytes) -> str:
    if not head:
        raise InputError("the file is empty")
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(_TIFF):
        return "TIFF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head.startswith(b"BM"):
        return "BMP"
    raise InputError("it is not a JPEG, PNG, TIFF, WebP or BMP file")


def _refuse_bomb(stored: Size, file_bytes: int) -> None:
    pixels = stored.width * stored.height
    if pixels < 1:
        raise InputError(f"it has no pixels ({stored.width} x {stored.height})")
    if pixels > settings.MAX_PICTURE_PIXELS:
        raise InputError(
            f"it has {stored.width} x {stored.height} pixels, over the limit of "
            f"{settings.MAX_PICTURE_PIXELS:,}"
        )
    if pixels > BOMB_PIXELS and pixels > BOMB_PIXELS_PER_BYTE * file_bytes:
        raise InputError(
            f"its {file_bytes:,} bytes would unfold to {stored.width} x {stored.height} pixels, "
            "which only a decompression bomb does"
        )


def _pillow(stream: BinaryIO, kind: str) -> Image.Image:
    stream.seek(0)
    return Image.open(stream, formats=[kind])


def _as_stored(file: PictureFile) -> BinaryIO:
    """A stream that Pillow does not turn: it turns TIFFs, and only those, unasked."""
    if file.kind != "TIFF" or file.orientation == 1:
        return file.stream
    file.stream.seek(0)
    return io.BytesIO(orientation.neutralised(file.stream.read()))


def _eight_bit(image: Image.Image, at_least: Size | None) -> Picture:
    for key in ("transparency", "xmp"):  # the one would warn, the other turn a TIFF
        image.info.pop(key, None)
    if at_least is not None:
        image.draft(None, at_least)
    image.load()
    return np.array(image if image.mode == "RGB" else image.convert("RGB"))


def _png_depth(stream: BinaryIO) -> int:
    """Bits a channel, from the header chunk, which comes first."""
    stream.seek(24)
    return stream.read(1)[0]


def _first_page(stream: BinaryIO) -> tifffile.TiffPage:
    stream.seek(0)
    page = tifffile.TiffFile(stream).pages[0]
    assert isinstance(page, tifffile.TiffPage)
    return page


def _tiff_size(stream: BinaryIO) -> Size:
    page = _first_page(stream)
    return Size(page.imagewidth, page.imagelength)


def _pillow_reads_tiff(stream: BinaryIO) -> bool:
    """Whether its channels have 8 bits or fewer and are packed in a way Pillow knows."""
    if _first_page(stream).bitspersample > 8:
        return False
    try:
        _pillow(stream, "TIFF")
    except UnidentifiedImageError:
        return False
    return True


def _tiff_pixels(stream: BinaryIO) -> NDArray[Any]:
    """The first page, (height, width) or (height, width, channels)."""
    page = _first_page(stream)
    if page.dtype is None or page.axes not in ("YX", "YXS", "SYX"):
        raise InputError(f"its first page is no flat picture (axes {page.axes})")
    if page.photometric not in (0, 1, 2):  # white is zero, black is zero, RGB
        kind = tifffile.PHOTOMETRIC(page.photometric).name
        raise InputError(f"a {kind} TIFF of {page.bitspersample} bits a channel is not supported")
    if page.nbytes > MAX_DEEP_BYTES:
        raise InputError(f"it would take {page.nbytes:,} bytes of memory")
    pixels = page.asarray()
    if page.axes == "SYX":
        pixels = np.moveaxis(pixels, 0, -1)
    return _inverted(pixels) if page.photometric == 0 else pixels


def _inverted(pixels: NDArray[Any]) -> NDArray[Any]:
    """Where zero is white: whole numbers flip all bits, which keeps their kind."""
    return -pixels if pixels.dtype.kind == "f" else ~pixels
