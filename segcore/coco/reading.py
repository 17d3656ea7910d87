"""A COCO file read into checked pieces: what is known is decoded, everything is kept as it came."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from segcore import settings
from segcore.coco.text import Id, T, check_utf8, decode, decode_with_room, encode
from segcore.coco.writing import LISTS
from segcore.errors import InputError
from segcore.folders import shown
from segcore.types import Split

_SPLITS: dict[object, Split] = {
    "train": "train",
    "training": "train",
    "val": "val",
    "valid": "val",
    "validation": "val",
}


@dataclass(frozen=True)
class CategoryEntry:
    """A category of a file; `source` is its JSON object."""

    id: Id
    name: str
    supercategory: str
    source: bytes


@dataclass(frozen=True)
class ImageEntry:
    """An image of a file; width and height are None where the file does not tell them."""

    id: Id
    file_name: str
    width: int | None
    height: int | None
    split: Split | None
    source: bytes


@dataclass(frozen=True)
class Document:
    """A COCO file. `header` is its top level with the three lists left empty."""

    name: str
    header: bytes
    categories: tuple[CategoryEntry, ...]
    images: tuple[ImageEntry, ...]
    annotations: list[msgspec.Raw]  # in order, not yet decoded: `read_annotation`

    __hash__ = None  # type: ignore[assignment]


class _Category(msgspec.Struct):
    id: Id
    name: str
    supercategory: object = None


class _Image(msgspec.Struct):
    id: Id
    file_name: str
    width: int | float | None = None
    height: int | float | None = None
    split: object = None


class _AnyId(msgspec.Struct):
    id: object = None


_read_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_read_list = msgspec.json.Decoder(list[msgspec.Raw] | None)
_read_category = msgspec.json.Decoder(_Category)
_read_image = msgspec.json.Decoder(_Image)
_read_id = msgspec.json.Decoder(_AnyId)


def read_document(path: Path) -> Document:
    """The COCO file at `path`. InputError that names the file, the object's id and the reason."""
    try:
        return _document(_read_bytes(path), shown(path.name))
    except InputError as error:
        raise InputError(f"{shown(path.name)}: {str(error).rstrip('.')}.") from error


def id_of(raw: bytes | msgspec.Raw) -> Id | None:
    """The id of any object as far as it can be read, to name it in a message."""
    try:
        found = _read_id.decode(raw).id
    except (msgspec.DecodeError, RecursionError):
        return None
    return found if isinstance(found, int | str | float) else None


def image_source(
    source: bytes | None, *, id: Id, file_name: str, width: int, height: int, split: Split
) -> bytes:
    """The JSON object of an image: `source`, its split brought up to date where it has one.

    An image without a source is written from the values given.
    """
    if source is None:
        made = {"id": id, "file_name": file_name, "width": width, "height": height}
        return encode({**made, "split": split})
    known = _split(decode(source, _read_image).split)
    if known in (None, split):
        return source
    fields = decode(source, _read_object)
    return encode({**fields, "split": split})


def category_source(source: bytes | None, *, id: Id, name: str, supercategory: str) -> bytes:
    """The JSON object of a category: `source`, or one made from the values given."""
    return source or encode({"id": id, "name": name, "supercategory": supercategory})


def _read_bytes(path: Path) -> bytes:
    """The file's content, its size looked at first."""
    try:
        size = path.stat().st_size
        if size > settings.MAX_JSON_BYTES:
            raise InputError(
                f"it has {size:,} bytes, over the limit of {settings.MAX_JSON_BYTES:,}; "
                "split it into several datasets"
            )
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise InputError(f"it cannot be read ({error.strerror})") from error


def _document(text: bytes, name: str) -> Document:
    start = text[:64].lstrip()[:1]
    if not start:
        raise InputError("it is empty")
    check_utf8(text)
    if start == b"[":
        raise InputError("it is a list; a COCO dataset is an object with a list of images")
    fields = decode_with_room(text, _read_object)
    if "images" not in fields:
        raise InputError("it has no list of images, so it is not a COCO dataset")
    empty = msgspec.Raw(b"[]")
    return Document(
        name=name,
        header=encode({key: empty if key in LISTS else fields[key] for key in fields}),
        categories=tuple(map(_category, _items(fields, "categories"))),
        images=tuple(map(_image, _items(fields, "images"))),
        annotations=_items(fields, "annotations"),
    )


def _items(fields: dict[str, msgspec.Raw], key: str) -> list[msgspec.Raw]:
    try:
        return (_read_list.decode(fields[key]) if key in fields else None) or []
    except msgspec.ValidationError as error:
        raise InputError(f"its {key} are not a list") from error


def _category(raw: msgspec.Raw) -> CategoryEntry:
    found = _decoded(raw, _read_category, "category")
    above = found.supercategory if isinstance(found.supercategory, str) else ""
    return CategoryEntry(found.id, found.name, above, bytes(raw))


def _image(raw: msgspec.Raw) -> ImageEntry:
    found = _decoded(raw, _read_image, "image")
    return ImageEntry(
        id=found.id,
        file_name=found.file_name,
        width=_pixels(found, found.width),
        height=_pixels(found, found.height),
        split=_split(found.split),
        source=bytes(raw),
    )


def _pixels(found: _Image, value: float | None) -> int | None:
    """A width or height; some tools write all numbers as 640.0."""
    if value is None:
        return None
    if value != int(value):
        raise InputError(f"image {found.id!r}: its width or height of {value} is no whole number")
    return int(value)


def _decoded(raw: msgspec.Raw, decoder: msgspec.json.Decoder[T], noun: str) -> T:
    try:
        return decode(raw, decoder)
    except InputError as error:
        raise InputError(f"{noun} {id_of(raw)!r}: {error}") from error


def _split(value: object) -> Split | None:
    return _SPLITS.get(value.lower()) if isinstance(value, str) else None
