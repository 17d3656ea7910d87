"""What a query string says: numbers, and which images are wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from starlette.requests import Request

from segcore.api.access import MAX_ID
from segcore.api.answers import Refused
from segcore.store.store import Filters
from segcore.types import REVIEW_STATES, SPLITS

MAX_TEXT = 200  # characters
MAX_TAB = 64  # characters
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,20})?", re.ASCII)
_YES_OR_NO = {"1": True, "true": True, "0": False, "false": False}

T = TypeVar("T")


def filters(request: Request) -> Filters:
    """The keywords of Store.images for `split`, `state`, `category`, `text` and `empty`.

    Refused for a value that none of them can have.
    """
    query, wanted = request.query_params, Filters()
    if split := query.get("split"):
        wanted["split"] = _one_of("split", split, {one: one for one in SPLITS})
    if state := query.get("state"):
        wanted["state"] = _one_of("state", state, {one: one for one in REVIEW_STATES})
    if query.get("category"):
        wanted["category_id"] = whole_number(request, "category", default=0)
    if text := query.get("text"):
        wanted["text"] = _text(text)
    if empty := query.get("empty"):
        wanted["without_annotations"] = _one_of("empty", empty, _YES_OR_NO)
    return wanted


def share(request: Request, name: str, *, default: float) -> float:
    """The number of that name in the query, 0 to 1; Refused for anything else."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (_DECIMAL.fullmatch(text) and float(text) <= 1):
        raise Refused(422, f"{name} is a number from 0 to 1; got {text[:40]!r}.")
    return float(text)


def tab(request: Request) -> str:
    """The name that the asking tab gave itself, "" without one; Refused for a long one."""
    name = request.query_params.get("tab", "")
    if len(name) > MAX_TAB:
        raise Refused(422, f"A tab's name has at most {MAX_TAB} characters; got {len(name)}.")
    return name


def _one_of(name: str, text: str, known: Mapping[str, T]) -> T:
    if text not in known:
        raise Refused(422, f"{name} is one of {', '.join(known)}; got {text[:80]!r}.")
    return known[text]


def _text(text: str) -> str:
    if len(text) > MAX_TEXT or "\x00" in text:
        raise Refused(422, f"A file name is looked for by at most {MAX_TEXT} characters.")
    return text


def whole_number(request: Request, name: str, *, default: int, most: int = MAX_ID) -> int:
    """The number of that name in the query, 0 to `most`; Refused for anything else."""
    text = request.query_params.get(name)
    if text is None:
        return default
    number = number_in(text)
    if number is None or number > most:
        raise Refused(422, f"{name} is a whole number of at most {most}; got {text[:40]!r}.")
    return number


def number_in(text: str) -> int | None:
    """The whole number that `text` is, 0 to MAX_ID; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return number if (number := int(text)) <= MAX_ID else None
