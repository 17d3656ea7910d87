"""A COCO file written piece by piece: any number of objects in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import msgspec

from segcore.coco.text import decode, encode
from segcore.errors import InputError

LISTS = ("images", "annotations", "categories")
_CHUNK = 2000
_read_object = msgspec.json.Decoder(dict[str, msgspec.Raw])


def write_document(
    write: Callable[[bytes], object],
    *,
    header: bytes,
    images: Iterable[bytes],
    annotations: Iterable[bytes],
    categories: Iterable[bytes],
) -> None:
    """Write one COCO object: `header`'s keys in their order, each list where the header names it.

    Each item is one JSON object; lists the header does not name come last.
    """
    rows = dict(zip(LISTS, (images, annotations, categories), strict=True))
    fields = _fields(header)
    opening = b"{"
    for key in (*fields, *(key for key in LISTS if key not in fields)):
        write(opening + encode(key) + b":")
        if key in rows:
            _write_list(write, rows[key])
        else:
            write(bytes(fields[key]))
        opening = b",\n"
    write(b"}\n")


def _fields(header: bytes) -> dict[str, msgspec.Raw]:
    try:
        return decode(header, _read_object)
    except InputError as error:
        raise InputError(f"The dataset's COCO header cannot be read: {error}.") from error


def _write_list(write: Callable[[bytes], object], items: Iterable[bytes]) -> None:
    write(b"[")
    opening = b"\n"
    for chunk in _chunks(items):
        write(opening + b",\n".join(chunk))
        opening = b",\n"
    write(b"]")


def _chunks(items: Iterable[bytes]) -> Iterator[list[bytes]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
