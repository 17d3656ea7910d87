"""The sample as a folder: pictures, a COCO file, and the list of the mistakes in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from segcore import coco, pictures
from segcore.geometry import segmentation_area, segmentation_box
from segcore.sample.labels import Drawing, Label, segmentation
from segcore.sample.stage import Scene
from segcore.types import Mask, Size, Split

_HEADER = msgspec.json.encode(
    {"info": {"description": "Segcore's sample: pandas, dice and ducks, drawn by a ray caster"}}
)
_QUALITY = 92


def draw(scene: Scene, folder: Path, *, number: int, split: Split) -> Drawing:
    """Write the scene's picture into `folder`."""
    file_name = f"{number:02d}-{scene.place}.jpg"
    (folder / file_name).write_bytes(pictures.encode_jpeg(scene.picture, quality=_QUALITY))
    height, width = scene.picture.shape[:2]
    return Drawing(file_name, split, Size(width, height), scene.instances)


def write_coco(
    path: Path, drawings: Sequence[Drawing], labels: Sequence[Label], *, categories: Sequence[str]
) -> None:
    """The COCO file as its annotator left it, mistakes and all."""
    ids = {name: number for number, name in enumerate(categories, start=1)}
    images = {drawing.file_name: number for number, drawing in enumerate(drawings, start=1)}
    with path.open("wb") as file:
        coco.write_document(
            file.write,
            header=_HEADER,
            images=(_image(drawing, images[drawing.file_name]) for drawing in drawings),
            annotations=(
                _annotation(
                    label.mask,
                    size=label.drawing.size,
                    id=label.id,
                    image_id=images[label.drawing.file_name],
                    category_id=ids[label.category],
                )
                for label in labels
                if label.mistake != "missing"
            ),
            categories=(
                coco.category_source(None, id=number, name=name, supercategory="toy")
                for name, number in ids.items()
            ),
        )


def mistakes(labels: Sequence[Label]) -> bytes:
    """The mistakes as JSON: a list of objects, each with the file name, the annotation's id in the
    COCO file (null where it is missing), the kind, the true category and, as COCO, the true
    segmentation, box and area."""
    listed = msgspec.json.encode(list(_mistakes(labels)))
    return msgspec.json.format(listed, indent=1) + b"\n"


def _mistakes(labels: Sequence[Label]) -> Iterator[dict[str, object]]:
    for label in labels:
        if label.mistake is not None:
            missing = label.mistake == "missing"
            yield {
                "file_name": label.drawing.file_name,
                "annotation": None if missing else label.id,
                "kind": label.mistake,
                "category": label.truth.category,
                "annotated_as": None if missing else label.category,
                "truth": msgspec.Raw(_annotation(label.truth.mask, size=label.drawing.size)),
            }


def _image(drawing: Drawing, number: int) -> bytes:
    width, height = drawing.size
    return coco.image_source(
        None,
        id=number,
        file_name=drawing.file_name,
        width=width,
        height=height,
        split=drawing.split,
    )


def _annotation(
    mask: Mask,
    *,
    size: Size,
    id: int | None = None,
    image_id: int | None = None,
    category_id: int | None = None,
) -> bytes:
    outline = segmentation(mask)
    return coco.annotation_to_source(
        None,
        size=size,
        id=id,
        image_id=image_id,
        category_id=category_id,
        segmentation=outline,
        box=segmentation_box(outline, size),
        area=segmentation_area(outline, size),
        iscrowd=False,
    )
