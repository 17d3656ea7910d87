"""The published tables: paths, headers, and how numbers stand in them.

Paths are those that the download page of V7 links to: masks and boxes of validation and test are
V5's, the boxes of train are V6's with the clicks of the annotator, and images are listed with
those of 2018_04.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from collections.abc import Iterable, Sequence

from numpy.random import Generator

from tests.openimages.mirror.values import FLAG_COLUMNS, MIDS, MirrorImage, MirrorObject

DESCRIPTIONS = "v5/class-descriptions-boxable.csv"
SEGMENTATION_CLASSES = "v5/classes-segmentation.txt"
HIERARCHY = "2018_04/bbox_labels_600_hierarchy.json"
MASK_HEADER = [
    "MaskPath",
    "ImageID",
    "LabelName",
    "BoxID",
    "BoxXMin",
    "BoxXMax",
    "BoxYMin",
    "BoxYMax",
    "PredictedIoU",
    "Clicks",
]
BOX_HEADER = ["ImageID", "Source", "LabelName", "Confidence", "XMin", "XMax", "YMin", "YMax"]
CLICK_HEADER = [f"XClick{number}{axis}" for axis in "XY" for number in range(1, 5)]
IMAGE_HEADER = [
    "ImageID",
    "Subset",
    "OriginalURL",
    "OriginalLandingURL",
    "License",
    "AuthorProfileURL",
    "Author",
    "Title",
    "OriginalSize",
    "OriginalMD5",
    "Thumbnail300KURL",
    "Rotation",
]
LICENSE = "https://creativecommons.org/licenses/by/2.0/"
HOST = "https://photos.example.org"


def mask_table(split: str) -> str:
    return f"v5/{split}-annotations-object-segmentation.csv"


def box_table(split: str) -> str:
    return (
        "v6/oidv6-train-annotations-bbox.csv"
        if split == "train"
        else (f"v5/{split}-annotations-bbox.csv")
    )


def image_table(split: str) -> str:
    middle = "images-boxable" if split == "train" else "images"
    return f"2018_04/{split}/{split}-{middle}-with-rotation.csv"


def mask_zip(split: str, digit: str) -> str:
    return f"v5/{split}-masks/{split}-masks-{digit}.zip"


def mask_rows(images: Iterable[MirrorImage], rng: Generator) -> list[list[str]]:
    """One row an object, in no order; clicks as `x y kind` with semicolons between."""
    rows = []
    for image in images:
        for thing in image.objects:
            x1, y1, x2, y2 = (f"{share:.6f}" for share in thing.box)
            clicks = ";".join(
                f"{x:.5f} {y:.5f} {kind}"
                for x, y, kind in zip(*rng.random((2, 9)), "110100101", strict=True)
            )
            head = [thing.member(image.image_id), image.image_id, MIDS[thing.name], thing.box_id]
            rows.append([*head, x1, x2, y1, y2, f"{rng.uniform(0.6, 0.95):.5f}", clicks])
    return [rows[place] for place in rng.permutation(len(rows))]


def box_rows(images: Iterable[MirrorImage]) -> list[list[str]]:
    """One row a box, sorted by image, with more digits than the table of masks has."""
    rows = []
    for image in sorted(images, key=lambda image: image.image_id):
        with_clicks = image.split == "train"
        rows += [_box_row(image, thing, with_clicks) for thing in image.objects if thing.flags]
        if image.has_crossing:
            box = ("0.0", "0.99937475", "0.8", "0.99902344")
            row = [image.image_id, "xclick", MIDS["Zebra crossing"], "1", *box, *"01000"]
            rows.append(row + ["-1"] * 8 if with_clicks else row)
    return rows


def _box_row(image: MirrorImage, thing: MirrorObject, with_clicks: bool) -> list[str]:
    x1, y1, x2, y2 = (f"{share:.8g}" for share in thing.box)
    flags = [str(flag) for flag in thing.flags or ()]
    row = [image.image_id, "xclick", MIDS[thing.name], "1", x1, x2, y1, y2, *flags]
    return [*row, x1, x1, x2, x2, y1, y2, y1, y2] if with_clicks else row


def box_header(split: str) -> list[str]:
    return [*BOX_HEADER, *FLAG_COLUMNS, *(CLICK_HEADER if split == "train" else ())]


def image_row(image: MirrorImage, picture: bytes) -> list[str]:
    """Who made it, under which licence, and where it was found."""
    digest = base64.b64encode(hashlib.md5(picture, usedforsecurity=False).digest()).decode()
    author = image.author.lower().replace(" ", "-")
    return [
        image.image_id,
        image.split,
        f"{HOST}/{image.image_id}_o.jpg",
        f"{HOST}/{author}/{image.image_id}",
        LICENSE,
        f"{HOST}/people/{author}/",
        image.author,
        image.title,
        str(len(picture)),
        digest,
        f"{HOST}/{image.image_id}_z.jpg",
        image.rotation,
    ]


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows] if header else rows)
    return text.getvalue()
