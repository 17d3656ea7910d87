"""How a dataset was pulled, kept in its COCO header, so that it can be told and done again."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from segcore import coco
from segcore.coco import License
from segcore.openimages.values import Query

_INFO = {
    "description": "From Open Images V7; annotations CC BY 4.0 by Google, images as their licences "
    "say",
    "url": "https://storage.googleapis.com/openimages/web/index.html",
}


class Provenance(msgspec.Struct, frozen=True):
    """One pull: what was asked for, when, of which index, and what came of it."""

    pull: str  # its id
    query: Query
    date: str  # ISO 8601, UTC
    index_version: str
    images: int
    objects: int


class _Header(msgspec.Struct):
    open_images_pulls: tuple[Provenance, ...] = ()


_read = msgspec.json.Decoder(_Header)


def pulls_of(header: bytes) -> tuple[Provenance, ...]:
    """The pulls that made a dataset, oldest first; none where its header tells of none."""
    try:
        return _read.decode(header).open_images_pulls
    except msgspec.DecodeError:
        return ()  # a file of somebody else's, with a key of that name


def header_with(header: bytes, *, provenance: Provenance, licenses: Iterable[License]) -> bytes:
    """The COCO header with one pull more and with these licences."""
    pulls = msgspec.json.encode((*pulls_of(header), provenance), order="deterministic")
    described = {"info": _INFO, **_fields(header)}
    made = {
        "licenses": coco.licenses_source(licenses),
        "open_images_pulls": msgspec.Raw(pulls),  # a query has sets, of no order of their own
    }
    return msgspec.json.encode({**described, **made})


def _fields(header: bytes) -> dict[str, msgspec.Raw]:
    return msgspec.json.decode(header, type=dict[str, msgspec.Raw])
