"""A mirror of Open Images' validation with its own proportions: 24,730 masks, photographs of 300 kB.

What a query for Panda, Dice and Duck finds is drawn; all other masks are copies under other names.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage

from tests.openimages.mirror import Tree, make_mirror, tables

ROWS = 24_730
SPLIT = "validation"
_SCALE = 4
_NOISE = 14
_OTHER = "/m/01yrx"  # Cat


def make(folder: Path, *, images: int = 90, rows: int = ROWS) -> Tree:
    """The tree; `rows` masks in all, `images` of them with pictures."""
    tree = make_mirror(folder, images_per_split=images, splits=(SPLIT,))
    for path in (folder / "images" / SPLIT).glob("*.jpg"):
        _enlarge(path)
    drawn = sum(len(image.objects) for image in tree.images)
    ids = [f"{number:016x}" for number in _spread(rows - drawn)]
    _pad_zips(folder / "openimages", ids)
    _pad_tables(folder / "openimages", ids)
    (folder / "open-images-dataset").symlink_to(folder / "images")  # the bucket by its S3 name
    return tree


def _spread(count: int) -> Iterator[int]:
    """Ids over all sixteen zips."""
    rng = np.random.default_rng(7)
    yield from sorted(rng.integers(1 << 63, size=count, dtype=np.uint64).tolist())


def _enlarge(path: Path) -> None:
    """Four times as wide and high, with a photograph's noise."""
    picture = PillowImage.open(path)
    large = picture.resize((picture.width * _SCALE, picture.height * _SCALE))
    noise = np.random.default_rng(len(path.name)).normal(0, _NOISE, (large.height, large.width, 1))
    pixels = np.clip(np.asarray(large, dtype=np.float64) + noise, 0, 255).astype(np.uint8)
    PillowImage.fromarray(pixels).save(path, quality=88)


def _member(id: str) -> str:
    return f"{id}_{_OTHER.replace('/', '')}_{id[:8]}.png"


def _pad_zips(root: Path, ids: list[str]) -> None:
    for digit in "0123456789abcdef":
        path = root / tables.mask_zip(SPLIT, digit)
        with zipfile.ZipFile(path) as archive:
            drawn = [archive.read(name) for name in archive.namelist()]
        with zipfile.ZipFile(path, "a") as archive:
            for id, content in zip((one for one in ids if one[0] == digit), cycle(drawn)):
                archive.writestr(_member(id), content)


def _pad_tables(root: Path, ids: list[str]) -> None:
    masks = root / tables.mask_table(SPLIT)
    sample = next(csv.DictReader(io.StringIO(masks.read_text())))
    rows = ([_member(id), id, _OTHER, id[:8], *list(sample.values())[4:]] for id in ids)
    _append(masks, rows)
    images = root / tables.image_table(SPLIT)
    sample = next(csv.DictReader(io.StringIO(images.read_text())))
    _append(images, ([id, *list(sample.values())[1:]] for id in ids))


def _append(path: Path, rows: Iterator[list[str]]) -> None:
    with path.open("a") as file:
        file.write(tables.as_csv((), rows))
