"""Answers: JSON, a refusal in one sentence, and the tag that saves sending a thing again."""

from __future__ import annotations

from hashlib import blake2b

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from segcore.errors import Conflict, InputError, NotFound, SegcoreError, StoreUnavailable

JSON = "application/json"


class Refused(Exception):
    """Raised where a request is turned away: the status and the sentence of the answer."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def json_answer(body: object, *, status: int = 200, tag: str = "") -> Response:
    """`body` as JSON; with a tag the browser keeps it and asks whether it still holds."""
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"} if tag else {}
    headers.setdefault("Cache-Control", "no-store")
    return Response(msgspec.json.encode(body), status, {**headers}, JSON)


def unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"})


def refusal(status: int, sentence: str) -> Response:
    return json_answer({"error": sentence}, status=status)


def refusal_of(error: SegcoreError | Refused) -> Response:
    """What the error means over HTTP; its sentence goes to the person at the screen."""
    match error:
        case Refused():
            return refusal(error.status, str(error))
        case Conflict():
            return json_answer({"error": str(error), "conflicts": []}, status=409)
        case NotFound():
            return refusal(404, str(error))
        case StoreUnavailable():
            return refusal(500, str(error))
        case InputError():
            return refusal(422, str(error))
        case _:
            return refusal(500, str(error))


def tag_of(*parts: object) -> str:
    """An ETag that is another as soon as one of the parts is."""
    mark = "\x1f".join(map(str, parts)).encode()
    return f'"{blake2b(mark, digest_size=12).hexdigest()}"'


def has_tag(request: Request, tag: str) -> bool:
    """Whether the browser has what the tag names already."""
    return tag in request.headers.get("if-none-match", "")
