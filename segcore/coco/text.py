"""JSON text checked once and kept as it came: decoding that never guesses, never loses a digit."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, TypeAlias, TypeVar

import msgspec

from segcore.errors import InputError

Id: TypeAlias = int | str | float
"""An id as the file has it: whole numbers of any length and text are both common."""

LARGEST_COUNTED = 1 << 52
"""Ids above are left alone: none that is made here comes near them."""

T = TypeVar("T")
_WINDOW = 1 << 22
_NOT_FINITE = re.compile(rb"-?(NaN|Infinity)")
_PLACE = re.compile(r"\(byte (\d+)\)")


def decode(text: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T:
    """`text` decoded; InputError with the reason alone, for the caller to say where."""
    try:
        return decoder.decode(text)
    except RecursionError as error:
        raise InputError("it is nested too deeply to be COCO") from error
    except msgspec.DecodeError as error:
        raise InputError(_reason(text, error)) from error


def decode_with_room(text: bytes, decoder: msgspec.json.Decoder[T], *, frames: int = 400) -> T:
    """As `decode`, from deep in the stack: how deeply JSON may nest ends with the stack's room.

    What passes here can be decoded later wherever a page or a server calls from.
    """
    if frames:
        return decode_with_room(text, decoder, frames=frames - 1)
    return decode(text, decoder)


def number_of(id: Id | None) -> int | None:
    """The whole number that `id` is, 7.0 too, where others can be counted on from it."""
    if isinstance(id, str | None) or not 0 <= id < LARGEST_COUNTED or id != int(id):
        return None
    return int(id)


def encode(value: object) -> bytes:
    """`value` as compact JSON; msgspec.Raw inside it is written as it is."""
    return msgspec.json.encode(value)


def check_utf8(text: bytes) -> None:
    """Raise InputError where `text` is not UTF-8, without decoding it into one long string."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(text)
    try:
        for start in range(0, len(view), _WINDOW):
            decoder.decode(view[start : start + _WINDOW], final=start + _WINDOW >= len(view))
    except UnicodeDecodeError as error:
        raise InputError("it is not UTF-8 text; save it as UTF-8 JSON") from error


def _reason(text: bytes | msgspec.Raw, error: msgspec.DecodeError) -> str:
    message = str(error)
    place = _PLACE.search(message)
    if place is None:
        if message == "Input data was truncated":
            return "it ends too early (a truncated file?)"
        return _explain(message)
    return _at_byte(bytes(text), int(place[1]), message)


def _explain(message: str) -> str:
    """A validation message of the decoder in our words, such as "its bbox has ..."."""
    what, _, where = message.partition(" - at `$")
    key = where.strip("`.").split("[")[0]
    missing = "Object missing required field `"
    if what.startswith(missing):
        return f"{f'its {key}' if key else 'it'} has no {what.removeprefix(missing).rstrip('`')}"
    if "out of range" in what:
        return f"its {key or 'value'} has a number that is not finite"
    return f"{f'its {key}' if key else 'it'} cannot be read: {what[0].lower()}{what[1:]}"


def _at_byte(text: bytes, position: int, message: str) -> str:
    literal = _NOT_FINITE.match(text, max(0, position - 1)) or _NOT_FINITE.match(text, position)
    if literal is None:
        return f"it is not JSON: {message.removeprefix('JSON is malformed: ')}"
    owner = owner_of(text, position)
    return f"{owner or f'byte {position}'} has the value {literal[0].decode()}, which is no number"


def owner_of(text: bytes, position: int) -> str | None:
    """ "annotation 7" or "image 3": whose JSON object encloses the byte at `position`.

    Only for error messages: tries the braces before the position from the inside out.
    """
    start = position
    for _ in range(64):
        start = text.rfind(b"{", max(0, start - _WINDOW), start)
        if start < 0:
            return None
        found, length = _object_at(text[start : start + _WINDOW].decode(errors="replace"))
        if start + length <= position:
            continue  # it ends before
        for key, noun in (("image_id", "annotation"), ("file_name", "image")):
            if key in found:
                return f"{noun} {found.get('id')!r}"
    return None


def _object_at(text: str) -> tuple[dict[str, Any], int]:
    """The object that begins `text`, and its length in bytes."""
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}, 0
    return value, len(text[:end].encode())
