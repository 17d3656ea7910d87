"""What a browser is given of a picture: thumbnails, and a copy where it cannot show the file.

Copies lie in the dataset's cache folder, named by the picture's own state, so that a picture that
was replaced is never shown from an old copy; the folder may be deleted at any time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

from segcore.errors import InputError, NotFound
from segcore.folders import DatasetFolder, replace_file
from segcore.types import Image

QUALITY = 92  # of a copy at full size
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

_PLAIN_MODES = {"JPEG": {"L", "RGB"}, "PNG": {"L", "RGB"}, "WEBP": {"RGB"}}
_ORIENTATION = 0x0112
_PNG_DEPTH_AT = 24  # bytes from the start: the bit depth in the IHDR chunk
_MAKING = threading.BoundedSemaphore(os.cpu_count() or 1)  # a large picture takes a GB to decode


def original(folder: DatasetFolder, image: Image) -> Path:
    """The picture's file. Raises NotFound when it is gone from the disk."""
    path = folder.image(image.file_name)
    if not path.is_file():
        raise NotFound(f"The picture {image.file_name} of image {image.id} is gone from the disk.")
    return path


def thumbnail(folder: DatasetFolder, image: Image, *, width: int) -> Path:
    """A JPEG `width` pixels wide, made at first need."""

    def made(path: Path) -> bytes:
        from segcore import pictures

        return pictures.thumbnail(path, width=width)

    return _copy(folder, image, f"w{width}", made)


def screen_copy(folder: DatasetFolder, image: Image) -> Path:
    """The original where every browser shows it as `pictures.read` does; a JPEG copy if not."""

    def made(path: Path) -> bytes:
        from segcore import pictures

        return pictures.encode_jpeg(pictures.read(path), quality=QUALITY)

    path = original(folder, image)
    return path if media_type(path) else _copy(folder, image, "full", made)


def media_type(path: Path) -> str | None:
    """The type to serve `path` as, untouched; None when a browser would not show it alike.

    Grey or RGB with 8 bits, without transparency or further frames; turned by EXIF only as JPEG,
    which every browser honours.
    """
    try:
        with PillowImage.open(path) as picture:
            kind = picture.format or ""
            plain = picture.mode in _PLAIN_MODES.get(kind, ())
            opaque = "transparency" not in picture.info
            alone = getattr(picture, "n_frames", 1) == 1
            upright = kind == "JPEG" or picture.getexif().get(_ORIENTATION, 1) == 1
    except (OSError, UnidentifiedImageError, PillowImage.DecompressionBombError):
        return None
    shown_alike = plain and opaque and alone and upright and not _is_deep_png(path)
    return MEDIA_TYPES[kind] if shown_alike else None


def _is_deep_png(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_PNG_DEPTH_AT + 1)
    return head.startswith(b"\x89PNG") and head[_PNG_DEPTH_AT] > 8


def _copy(folder: DatasetFolder, image: Image, kind: str, made: Callable[[Path], bytes]) -> Path:
    """The kept copy of `kind`, made by `made` from the original when there is none yet."""
    source = original(folder, image)
    state = source.stat()
    stamp = f"{state.st_mtime_ns:x}-{state.st_size:x}"
    copy = folder.cache / f"{image.id // 1000:04d}" / f"{image.id}-{kind}-{stamp}.jpg"
    if not copy.is_file():
        with _MAKING:
            try:
                replace_file(copy, made(source))
            except OSError as error:
                raise InputError(f"No copy of {image.file_name} could be made: {error}.") from error
    return copy
