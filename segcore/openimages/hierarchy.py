"""The published classes: their names, which have masks, and which is below which."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import msgspec

from segcore import settings
from segcore.errors import InputError
from segcore.openimages import sources
from segcore.openimages.http import Client
from segcore.openimages.manifest import ClassEntry

_MOST_BYTES = 16 << 20
_DEEPEST = 64


def fetch_classes(client: Client) -> tuple[ClassEntry, ...]:
    """The classes by name. Raises InputError for a file that has changed."""
    names = _names(_text(client, sources.DESCRIPTIONS))
    with_masks = set(_text(client, sources.SEGMENTATION_CLASSES).split())
    parents = _parents(_text(client, sources.HIERARCHY))
    return tuple(
        ClassEntry(mid, name, _above(mid, parents, names), mid in with_masks)
        for mid, name in sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    )


def _text(client: Client, path: str) -> str:
    url = f"{settings.openimages_base()}/{path}"
    try:
        return client.get(url, limit=_MOST_BYTES).content.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not text: {error.reason}.") from error
    except InputError as error:
        raise InputError(f"{url} cannot be had: {error}.") from error


def _names(text: str) -> dict[str, str]:
    rows = [row for row in csv.reader(text.splitlines()) if row]
    if not rows or any(len(row) != 2 or not row[0].startswith("/") for row in rows):
        raise InputError(
            f"{sources.DESCRIPTIONS} has changed: its rows are no longer an id and a name "
            "(/m/03bj1,Panda)."
        )
    return {row[0]: row[1] for row in rows}


def _parents(text: str) -> dict[str, list[str]]:
    """The classes right above each, of those that have a name or not."""
    try:
        root: Any = msgspec.json.decode(text)
        found: dict[str, list[str]] = {}
        for child, parent in _pairs(root, depth=0):
            found.setdefault(child, []).append(parent)
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"{sources.HIERARCHY} has changed: it is not a tree of LabelName and Subcategory."
        ) from error
    return found


def _pairs(node: dict[str, Any], *, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        raise RecursionError
    for child in node.get("Subcategory", ()):
        yield child["LabelName"], node["LabelName"]
        yield from _pairs(child, depth=depth + 1)


def _above(mid: str, parents: dict[str, list[str]], names: dict[str, str]) -> tuple[str, ...]:
    """The names of all classes above `mid`, nearest first."""
    found: list[str] = []
    waiting = list(parents.get(mid, ()))
    while waiting:
        parent = waiting.pop(0)
        if parent not in found:
            found.append(parent)
            waiting += parents.get(parent, ())
    return tuple(names[one] for one in found if one in names and one != mid)
