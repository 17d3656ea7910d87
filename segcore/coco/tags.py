"""The key `tags` of an image or an annotation: a list of texts. Not COCO's own, but common."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from segcore.coco.text import decode, encode
from segcore.errors import InputError
from segcore.types import MOST_TAGS_ON_ONE, check_label

_KEY = b'"tags"'


class _Tagged(msgspec.Struct):
    tags: list[str] = []


_read = msgspec.json.Decoder(_Tagged)
_read_object = msgspec.json.Decoder(dict[str, msgspec.Raw])


def tags_of(source: bytes) -> tuple[str, ...]:
    """The tags of the JSON object, each once; none where the key is missing or is something else.

    Something else: no list of texts, a text that is no tag, or more than one thing may have.
    """
    if _KEY not in source:
        return ()
    try:
        found = _read.decode(source).tags
        tags = dict.fromkeys(check_label(tag, noun="tag") for tag in found)
    except (msgspec.DecodeError, InputError):
        return ()
    return tuple(tags) if len(tags) <= MOST_TAGS_ON_ONE else ()


def with_tags(source: bytes, tags: Collection[str]) -> bytes:
    """The JSON object with these tags: as it is where they are its own, in whatever order."""
    if set(tags_of(source)) == set(tags):
        return source
    fields = decode(source, _read_object)
    fields.pop("tags", None)
    return encode({**fields, "tags": sorted(tags)} if tags else fields)
