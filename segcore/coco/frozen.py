"""The COCO files of a run: what a training saw, with the store's ids and a hash of the content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from segcore.coco.segmentation import annotation_from_source, annotation_to_source
from segcore.coco.text import decode, encode
from segcore.coco.writing import write_document
from segcore.errors import InputError
from segcore.folders import replacing
from segcore.types import Annotation, Category, Image, Size, Split


@dataclass(frozen=True)
class FrozenDataset:
    """A split as a run froze it; every id is the store's.

    An annotation that came as RLE has its exact mask in `segmentation.rle` and no parts.
    """

    images: tuple[Image, ...]
    categories: tuple[Category, ...]
    annotations: tuple[Annotation, ...]

    __hash__ = None  # type: ignore[assignment]


class _Info(msgspec.Struct):
    dataset_id: int = 0


class _Image(msgspec.Struct):
    id: int
    file_name: str
    width: int
    height: int
    split: Split = "train"


class _Category(msgspec.Struct):
    id: int
    name: str
    supercategory: str = ""


class _Ids(msgspec.Struct):
    id: int
    image_id: int
    category_id: int


class _Document(msgspec.Struct):
    images: list[_Image]
    annotations: list[msgspec.Raw]
    categories: list[_Category]
    info: _Info = msgspec.field(default_factory=_Info)


_read = msgspec.json.Decoder(_Document)
_read_ids = msgspec.json.Decoder(_Ids)


def write_frozen(
    path: Path,
    *,
    images: Iterable[Image],
    categories: Sequence[Category],
    annotations: Iterable[tuple[Annotation, Size]],
) -> str:
    """Write the COCO file of a run whole and return the SHA-256 of its content, as hex.

    Exact RLE stays; parts with holes become RLE; `Size` is that of the annotation's picture.
    """
    dataset_id = categories[0].dataset_id if categories else 0
    digest = hashlib.sha256()
    with replacing(path) as file:

        def write(piece: bytes) -> None:
            digest.update(piece)
            file.write(piece)

        write_document(
            write,
            header=encode({"info": {"dataset_id": dataset_id}}),
            images=map(_image_to_source, images),
            annotations=(_annotation_to_source(one, size) for one, size in annotations),
            categories=map(_category_to_source, categories),
        )
    return digest.hexdigest()


def read_frozen(path: Path) -> FrozenDataset:
    """The dataset in a file that write_frozen wrote; InputError when it is missing or broken."""
    try:
        document = decode(path.read_bytes(), _read)
    except FileNotFoundError as error:
        raise InputError(f"The run's dataset {path} does not exist.") from error
    except InputError as error:
        raise InputError(f"The run's dataset {path} cannot be read: {error}.") from error
    dataset_id = document.info.dataset_id
    return FrozenDataset(
        images=tuple(_image(source, dataset_id) for source in document.images),
        categories=tuple(
            Category(source.id, dataset_id, source.name, position, source.supercategory)
            for position, source in enumerate(document.categories)
        ),
        annotations=tuple(_annotations(document, path)),
    )


def _annotations(document: _Document, path: Path) -> Iterator[Annotation]:
    sizes = {image.id: Size(image.width, image.height) for image in document.images}
    for raw in document.annotations:
        ids = decode(raw, _read_ids)
        if ids.image_id not in sizes:
            raise InputError(f"{path}: annotation {ids.id} is on image {ids.image_id}, not there.")
        shape = annotation_from_source(raw, size=sizes[ids.image_id])
        yield Annotation(ids.id, ids.image_id, ids.category_id, *shape)


def _image(source: _Image, dataset_id: int) -> Image:
    return Image(
        id=source.id,
        dataset_id=dataset_id,
        file_name=source.file_name,
        width=source.width,
        height=source.height,
        split=source.split,
    )


def _image_to_source(image: Image) -> bytes:
    return encode(_Image(image.id, image.file_name, image.width, image.height, image.split))


def _category_to_source(category: Category) -> bytes:
    return encode(_Category(category.id, category.name, category.supercategory))


def _annotation_to_source(annotation: Annotation, size: Size) -> bytes:
    return annotation_to_source(
        None,
        size=size,
        id=annotation.id,
        image_id=annotation.image_id,
        category_id=annotation.category_id,
        segmentation=annotation.segmentation,
        box=annotation.box,
        area=annotation.area,
        iscrowd=annotation.iscrowd,
    )
