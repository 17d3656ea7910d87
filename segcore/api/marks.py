"""A mark of one or two characters for each category, to tell it apart without its colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from string import ascii_uppercase, digits

_SIGNS = ascii_uppercase + digits


def marks(names: Sequence[str]) -> list[str]:
    """One for each name, no two alike: its first letter, else with another of its letters.

    A name keeps its mark when more names follow. Past some 1,300 names marks repeat.
    """
    given: list[str] = []
    taken: set[str] = set()
    for name in names:
        wishes = list(_wishes(name))
        given.append(next((mark for mark in wishes if mark not in taken), wishes[0]))
        taken.add(given[-1])
    return given


def _wishes(name: str) -> Iterator[str]:
    """What would suit the name, best first, then whatever there is."""
    letters = [sign for sign in name.upper() if sign.isalnum() and len(sign) == 1] or ["?"]
    first, *rest = letters
    yield first
    words = [word[0] for word in name.upper().split() if word[0].isalnum()]
    if len(words) > 1:
        yield words[0] + words[1]
    yield from (first + sign for sign in rest)
    yield from (first + sign for sign in _SIGNS)
    yield from map("".join, product(_SIGNS, repeat=2))
