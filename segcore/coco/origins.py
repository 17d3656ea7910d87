"""Where a picture comes from and under which licence: COCO's keys and those that go with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from segcore.coco.text import Id, decode, encode
from segcore.errors import InputError


class License(msgspec.Struct, frozen=True):
    """An entry of COCO's `licenses`; images name it by its id."""

    id: Id
    name: str = ""
    url: str = ""


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an image's JSON object says of where it comes from; empty where it says nothing."""

    license: Id | None = None
    coco_url: str = ""  # where the picture can be fetched
    flickr_url: str = ""  # the original
    landing_url: str = ""  # the page that shows it
    title: str = ""
    author: str = ""
    author_url: str = ""
    rotation: float | None = None  # degrees that the picture was turned by already

    @property
    def is_known(self) -> bool:
        return self != Origin()


class _Header(msgspec.Struct):
    licenses: list[License] | None = None


_read_origin = msgspec.json.Decoder(Origin, strict=False)
_read_header = msgspec.json.Decoder(_Header, strict=False)


def origin_of(source: bytes | None) -> Origin:
    """Of an image's JSON object; an unknown one where its keys are used for something else."""
    try:
        return Origin() if source is None else decode(source, _read_origin)
    except InputError:
        return Origin()


def origin_keys(origin: Origin) -> dict[str, object]:
    """The keys to set in an image's JSON object."""
    known: dict[str, object] = msgspec.to_builtins(origin)
    return known


def licenses_of(header: bytes) -> tuple[License, ...]:
    """Of a COCO file's header; none where it has none that can be read."""
    try:
        return tuple(decode(header, _read_header).licenses or ())
    except InputError:
        return ()


def licenses_source(licenses: Iterable[License]) -> list[msgspec.Raw]:
    """The list as COCO writes it."""
    return [msgspec.Raw(encode(one)) for one in licenses]


def attribution(header: bytes, images: Iterable[tuple[str, bytes | None]]) -> Iterator[str]:
    """A line an image, by file name and JSON object: title, author, licence, where it is shown.

    Images that say nothing of where they come from have no line.
    """
    licenses = {one.id: one for one in licenses_of(header)}
    for file_name, source in images:
        origin = origin_of(source)
        if origin.author or origin.license is not None:
            license = licenses.get(origin.license) if origin.license is not None else None
            yield f"{file_name}: {_credit(origin, license)}"


def _credit(origin: Origin, license: License | None) -> str:
    title = f'"{_line(origin.title)}"' if origin.title else "untitled"
    author = _with_url(_line(origin.author) or "unknown author", origin.author_url)
    terms = _with_url(_line(license.name), license.url) if license else "licence not told"
    shown = origin.landing_url or origin.flickr_url or origin.coco_url
    return "; ".join(filter(None, (f"{title} by {author}", terms, _line(shown))))


def _with_url(text: str, url: str) -> str:
    return f"{text} ({_line(url)})" if url and text else text or _line(url)


def _line(text: str) -> str:
    """On one line, whatever is in it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
