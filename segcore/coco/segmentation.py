"""One COCO annotation, both ways: the JSON object it came as and Segcore's values."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import numpy as np

from segcore import geometry
from segcore.coco.rle import RleSource, rle_from_source, rle_to_source
from segcore.coco.text import Id, T, decode, encode
from segcore.errors import InputError
from segcore.types import Box, Part, Ring, Rle, Segmentation, Size


class AnnotationSource(msgspec.Struct):
    """The keys of an annotation that Segcore reads; all others travel in the source unread."""

    image_id: Id
    category_id: Id
    id: Id | None = None
    segmentation: list[list[float]] | RleSource | None = None
    bbox: list[float] | None = None
    iscrowd: Any = 0


class _Flat(msgspec.Struct):
    """Some tools write one polygon as a plain list of numbers."""

    segmentation: list[float]


class _Geometry(msgspec.Struct):
    """What an annotation's outline is read from; ids are of no interest then."""

    segmentation: list[list[float]] | RleSource | None = None
    bbox: list[float] | None = None
    iscrowd: Any = 0


class Decoded(NamedTuple):
    """What an annotation's source says, in Segcore's words."""

    segmentation: Segmentation
    box: Box
    area: float
    iscrowd: bool


_read = msgspec.json.Decoder(AnnotationSource)
_read_flat = msgspec.json.Decoder(_Flat)
_read_geometry = msgspec.json.Decoder(_Geometry)
_read_object = msgspec.json.Decoder(dict[str, msgspec.Raw])


def read_annotation(raw: bytes | msgspec.Raw) -> AnnotationSource:
    """The known keys of one annotation; InputError with the reason alone."""
    return _read_with(_read, raw)


def segmentation_from_source(raw: bytes, *, size: Size) -> Segmentation:
    """The outline alone of the annotation `raw`; an RLE is kept and traced into parts to draw."""
    found = _segmentation(_read_with(_read_geometry, raw).segmentation, size)
    return found if found.rle is None else Segmentation(parts=_drawing(found.rle), rle=found.rle)


def annotation_from_source(raw: bytes | msgspec.Raw, *, size: Size) -> Decoded:
    """The outline, box, area and iscrowd of the annotation `raw` on a picture of `size`.

    An RLE is not traced: it comes without parts. Rings of fewer than three points are passed over;
    without any outline the box is the source's. InputError with the reason when it is broken.
    """
    source = _read_with(_read_geometry, raw)
    segmentation = _segmentation(source.segmentation, size)
    if segmentation.is_empty:
        box = box_from_source(source.bbox)
        return Decoded(segmentation, box, box.area, is_crowd(source.iscrowd))
    return Decoded(
        segmentation,
        geometry.segmentation_box(segmentation, size),
        geometry.segmentation_area(segmentation, size),
        is_crowd(source.iscrowd),
    )


def annotation_to_source(
    source: bytes | None,
    *,
    size: Size,
    id: Id | None = None,
    image_id: Id | None = None,
    category_id: Id | None = None,
    segmentation: Segmentation | None = None,
    box: Box | None = None,
    area: float | None = None,
    iscrowd: bool | None = None,
) -> bytes:
    """The JSON object of an annotation on a picture of `size`: `source` with what is given set.

    None leaves a key as it came, so a change of category alone keeps the outline value for value;
    unknown keys and the order of keys always stay.
    """
    given = {
        "id": id,
        "image_id": image_id,
        "category_id": category_id,
        "segmentation": None if segmentation is None else _outline(segmentation, size),
        "bbox": None if box is None else box_to_source(box),
        "area": None if area is None else round(float(area), 6),
        "iscrowd": None if iscrowd is None else int(iscrowd),
    }
    return _with(source or b"{}", {key: value for key, value in given.items() if value is not None})


def box_to_source(box: Box) -> list[float]:
    """COCO's [x, y, width, height]; the micropixel hides the subtraction's rounding."""
    x1, y1, x2, y2 = map(float, box)
    return [x1, y1, round(x2 - x1, 6), round(y2 - y1, 6)]


def box_from_source(bbox: list[float] | None) -> Box:
    """The Box of COCO's [x, y, width, height]; an empty one where there is none."""
    if not bbox:
        return Box(0.0, 0.0, 0.0, 0.0)
    if len(bbox) != 4:
        raise InputError(f"its bbox must be [x, y, width, height]; got {len(bbox)} numbers")
    x, y, width, height = bbox
    if width < 0 or height < 0:
        raise InputError(f"its bbox has a negative width or height: {bbox}")
    return Box(x, y, x + width, y + height)


def is_crowd(value: object) -> bool:
    """Whether an `iscrowd` of any type means yes."""
    return value in (1, True, "1")


def ring_from_source(numbers: list[float]) -> Ring:
    """[x1, y1, x2, y2, ...] as points; a last point that repeats the first is left out."""
    if len(numbers) % 2:
        raise InputError(f"a polygon of it has an odd number of coordinates ({len(numbers)})")
    points = np.array(numbers, dtype=np.float64).reshape(-1, 2)
    if len(points) > 1 and (points[0] == points[-1]).all():
        points = points[:-1]
    return points


def source_with(source: bytes, **keys: object) -> bytes:
    """The JSON object `source` with the given keys set, everything else as it was."""
    return _with(source, keys)


def _with(source: bytes, keys: dict[str, Any]) -> bytes:
    fields = decode(source, _read_object)
    return encode({**fields, **keys})


def _segmentation(source: list[list[float]] | RleSource | None, size: Size) -> Segmentation:
    if isinstance(source, RleSource):
        return Segmentation(rle=rle_from_source(source, picture=size))
    rings = map(ring_from_source, source or ())
    return Segmentation(parts=tuple(Part(ring) for ring in rings if len(ring) >= 3))


def _outline(segmentation: Segmentation, size: Size) -> list[list[float]] | dict[str, Any]:
    if segmentation.rle is not None or any(part.holes for part in segmentation.parts):
        return rle_to_source(segmentation.rle or geometry.segmentation_to_rle(segmentation, size))
    return [part.outer.ravel().tolist() for part in segmentation.parts]


@lru_cache(maxsize=4096)
def _drawing(rle: Rle) -> tuple[Part, ...]:
    return geometry.mask_to_parts(geometry.rle_to_mask(rle))


def _read_with(decoder: msgspec.json.Decoder[T], raw: bytes | msgspec.Raw) -> T:
    """The annotation by `decoder`, whether its polygon is written as COCO says or flat."""
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError:
        try:
            flat = _read_flat.decode(raw).segmentation
        except msgspec.ValidationError:
            return decode(raw, decoder)
        return decode(_with(bytes(raw), {"segmentation": [flat]}), decoder)
    except (msgspec.DecodeError, RecursionError):
        return decode(raw, decoder)
