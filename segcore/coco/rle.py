"""COCO's run-length encoded masks, both ways; sizes are written [height, width] there."""

from __future__ import annotations

from typing import Any

import msgspec

from segcore import geometry
from segcore.errors import InputError
from segcore.types import Rle, Size


class RleSource(msgspec.Struct):
    """The JSON object of an RLE: counts compressed to a string, or a plain list."""

    counts: str | list[int]
    size: list[int]


def rle_from_source(source: RleSource, *, picture: Size | None) -> Rle:
    """The checked Rle; InputError with the reason alone when it is broken.

    Its size must be that of `picture` where that is known, and its runs must fill it exactly.
    """
    if len(source.size) != 2:
        raise InputError(f"its RLE's size must be [height, width]; got {source.size}")
    size = Size(source.size[1], source.size[0])
    if picture is not None and size != picture:
        raise InputError(
            f"its RLE's size is {size.width} x {size.height}, the picture's "
            f"{picture.width} x {picture.height} (COCO writes [height, width])"
        )
    if not isinstance(source.counts, str):
        return geometry.rle_from_uncompressed(source.counts, size)
    rle = Rle(size=size, counts=source.counts)
    geometry.rle_counts(rle)
    return rle


def rle_to_source(rle: Rle) -> dict[str, Any]:
    """The compressed JSON object."""
    return {"size": [rle.size.height, rle.size.width], "counts": rle.counts}
