"""Finding classes by name: what there is of each, and what was meant by a wrong one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from segcore.errors import InputError
from segcore.openimages.index import Index, open_index
from segcore.openimages.manifest import ClassEntry
from segcore.openimages.values import Query, Split


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class that has masks, and how many images and instances of it a split has."""

    name: str
    mid: str
    parents: tuple[str, ...]
    images: int
    instances: int


def find_classes(text: str = "", *, split: Split = "validation") -> list[ClassCount]:
    """The classes with masks whose name, or a name above it, contains `text`: names first.

    The split's index is built where it is missing.
    """
    sought = text.strip().casefold()
    found = [
        ClassCount(one.name, one.mid, one.parents, one.images, one.instances)
        for one in open_index(split).classes
        if one.has_masks and any(sought in name.casefold() for name in (one.name, *one.parents))
    ]
    return sorted(found, key=lambda one: sought not in one.name.casefold())


def wanted_places(index: Index, query: Query) -> list[int]:
    """Where the classes of the query stand in the index, those below them with `expand` too.

    Raises InputError for a class that is unknown or has no masks.
    """
    if not query.classes:
        raise InputError("Name a class at least: Panda, say.")
    places: dict[int, None] = {}
    for name in query.classes:
        places.update(dict.fromkeys(_places_of(index, name, expand=query.expand)))
    return list(places)


def did_you_mean(name: str, index: Index) -> str:
    """What to say of a class that does not exist: the three that are spelt most like it."""
    close = _nearest(name, (one.name for one in index.classes if one.has_masks))
    words = " or ".join(filter(None, (", ".join(close[:-1]), *close[-1:])))
    return f"There is no class {name.strip()[:80]}: did you mean {words}?"


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    spelt = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(name.casefold(), spelt, n=3, cutoff=0.0)
    return [spelt[one] for one in found]


def _places_of(index: Index, name: str, *, expand: bool) -> list[int]:
    classes = index.classes
    own = [i for i, one in enumerate(classes) if one.name.casefold() == name.strip().casefold()]
    if not own:
        raise InputError(did_you_mean(name, index))
    entry = classes[own[0]]
    below = [i for i, one in enumerate(classes) if one.has_masks and entry.name in one.parents]
    found = [i for i in own if classes[i].has_masks] + (below if expand else [])
    if not found:
        hint = f"; with --expand the classes below it come: {_few(below, classes)}" if below else ""
        raise InputError(f"{entry.name} has boxes only, no masks{hint}.")
    return found


def _few(places: list[int], classes: tuple[ClassEntry, ...]) -> str:
    names = [classes[i].name for i in places]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
