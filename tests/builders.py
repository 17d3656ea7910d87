"""Small inputs that a test can show whole."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image as PillowImage

Json = dict[str, Any]


def write_picture(path: Path, width: int = 20, height: int = 10, *, turn: int = 1) -> Path:
    """A picture of one colour; `turn` is its EXIF orientation."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = PillowImage.new("RGB", (width, height), (200, 120, 40))
    exif = PillowImage.Exif()
    exif[0x0112] = turn
    picture.save(path, exif=exif)
    return path


def coco_annotation(id: object = 1, **keys: object) -> Json:
    """A triangle on image 1 of category 1, unless the keys say otherwise."""
    triangle = [[1, 1, 9, 1, 9, 8]]
    known = {"id": id, "image_id": 1, "category_id": 1, "segmentation": triangle}
    return {**known, "bbox": [1, 1, 8, 7], "area": 28.0, "iscrowd": 0, **keys}


def coco_document(*annotations: Json, **keys: object) -> Json:
    """One image a.png of 20 x 10, one category, the annotations, and what the keys say."""
    return {
        "images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 10}],
        "annotations": list(annotations),
        "categories": [{"id": 1, "name": "duck", "supercategory": "toy"}],
        **keys,
    }


def write_coco(folder: Path, document: Json | str | bytes) -> Path:
    """`folder` with labels.json and, where the document can be read, its pictures in images/."""
    folder.mkdir(parents=True, exist_ok=True)
    if not isinstance(document, dict):
        text = document.encode() if isinstance(document, str) else document
        (folder / "labels.json").write_bytes(text)
        write_picture(folder / "images" / "a.png")
        return folder
    (folder / "labels.json").write_text(json.dumps(document))
    for image in document["images"]:
        width, height = image.get("width", 20), image.get("height", 10)
        write_picture(folder / "images" / image["file_name"], width, height)
    return folder


def write_zip(path: Path, folder: Path, *, below: str = "") -> Path:
    """The files of `folder` as a zip, each under `below`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            archive.write(file, below + file.relative_to(folder).as_posix())
    return path
