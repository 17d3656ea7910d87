"""Writes the mirror: tables, mask zips and pictures, below openimages/ and images/."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage

from tests.openimages.mirror import tables
from tests.openimages.mirror.composing import compose
from tests.openimages.mirror.values import (
    BOXES_ONLY,
    NAMES,
    Mask,
    MirrorImage,
    hierarchy,
)

SPLITS = ("train", "validation", "test")
WITHOUT_MASKS = 4  # images more a split that the tables list, without one object


@dataclass(frozen=True, slots=True)
class Tree:
    """A mirror on disk and the truth about it."""

    folder: Path
    images: tuple[MirrorImage, ...]

    def of(self, split: str) -> tuple[MirrorImage, ...]:
        return tuple(image for image in self.images if image.split == split)

    def images_with(self, name: str, split: str = "validation") -> set[str]:
        """The ids of the split's images with a mask of the class `name`."""
        return {
            image.image_id
            for image in self.of(split)
            if any(thing.name == name for thing in image.objects)
        }


def make_mirror(
    folder: Path,
    *,
    images_per_split: int = 60,
    seed: int = 51,
    splits: Iterable[str] = SPLITS,
) -> Tree:
    """Write the whole tree below `folder`; the same bytes for the same seed."""
    tables_root = folder / "openimages"
    named = tables.as_csv((), ([mid, name] for mid, name in NAMES.items()))
    _write(tables_root / tables.DESCRIPTIONS, named.encode())
    masked = [mid for mid, name in NAMES.items() if name not in BOXES_ONLY]
    _write(tables_root / tables.SEGMENTATION_CLASSES, "\n".join([*masked, ""]).encode())
    _write(tables_root / tables.HIERARCHY, json.dumps(hierarchy()).encode())
    images = [
        image
        for split in splits
        for image in _make_split(folder, split, count=images_per_split, seed=seed)
    ]
    return Tree(folder, tuple(images))


def _make_split(folder: Path, split: str, *, count: int, seed: int) -> list[MirrorImage]:
    root, rng = folder / "openimages", np.random.default_rng([seed, len(split)])
    images: list[MirrorImage] = []
    image_rows: list[list[str]] = []
    for index in range(count):
        image, pixels = compose(split, index, seed=seed)
        picture = io.BytesIO()
        PillowImage.fromarray(pixels).save(picture, "JPEG", quality=88)
        _write(folder / "images" / split / f"{image.image_id}.jpg", picture.getvalue())
        images.append(image)
        image_rows.append(tables.image_row(image, picture.getvalue()))
    image_rows += [_unseen(row, number) for number, row in enumerate(image_rows[:WITHOUT_MASKS])]
    _write_table(root / tables.image_table(split), tables.IMAGE_HEADER, sorted(image_rows))
    masks = tables.mask_rows(images, rng)
    _write_table(root / tables.mask_table(split), tables.MASK_HEADER, masks)
    boxes = tables.box_rows(images)
    _write_table(root / tables.box_table(split), tables.box_header(split), boxes)
    for digit in "0123456789abcdef":
        _write_zip(root / tables.mask_zip(split, digit), images, digit, large=split == "train")
    return images


def _unseen(row: list[str], number: int) -> list[str]:
    return [f"{number:016x}", *row[1:]]


def _write_table(path: Path, header: list[str], rows: list[list[str]]) -> None:
    _write(path, tables.as_csv(header, rows).encode())


def _write_zip(path: Path, images: list[MirrorImage], digit: str, *, large: bool) -> None:
    """The masks of one digit; every other zip stores what the rest deflate."""
    packed = zipfile.ZIP_STORED if digit in "02468ace" else zipfile.ZIP_DEFLATED
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as archive:
        for image in images:
            if image.image_id[0] == digit:
                for thing in image.objects:
                    member = zipfile.ZipInfo(thing.member(image.image_id))
                    archive.writestr(member, mask_png(thing.mask), packed)
    _write(path, as_zip64(file.getvalue()) if large else file.getvalue())


def mask_png(mask: Mask) -> bytes:
    """One bit a pixel, as the published masks are."""
    file = io.BytesIO()
    PillowImage.fromarray(mask).save(file, "PNG")
    return file.getvalue()


def as_zip64(zipped: bytes) -> bytes:
    """The same zip with its end in the form that more than 65,535 members need, as train's do."""
    end = zipped.rindex(b"PK\5\6")
    count, size, offset = struct.unpack_from("<10xHLL", zipped, end)
    record = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    short = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return zipped[:end] + record + locator + short


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
