"""Who may ask the editor's routes, and what is read of a request before it is believed.

A page gets a token that opens one dataset to one author for an hour or two. A request that changes
something must also come from the app's own pages.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from segcore import signing
from segcore.api.answers import JSON, Refused, refusal_of
from segcore.errors import NotFound, SegcoreError
from segcore.store import open_store
from segcore.types import Dataset, Image

PATH = "/segcore/editor"
MAX_BODY = 4 << 20  # bytes
MAX_DRAINED = 64 << 20  # bytes read on and thrown away, so that the browser hears the refusal
MAX_ID = (1 << 63) - 1
MAX_TOLD = 300  # characters of what a decoder has to say, which may quote the body

T = TypeVar("T")


@dataclass(frozen=True)
class Visitor:
    """Who asks, as the token says: somebody at work on one dataset."""

    dataset_id: int
    author: str

    def image(self, image_id: int) -> Image:
        """The image, when it is of the dataset; NotFound otherwise."""
        if image_id <= MAX_ID:
            found = open_store().image(image_id)
            if found.dataset_id == self.dataset_id:
                return found
        raise NotFound(f"There is no image with id {image_id} in this dataset.")


Read = Callable[[Request, Visitor], Response]
Write = Callable[[Request, Visitor, T], Response]


def editor_token(dataset: Dataset, author: str) -> str:
    """The query string that opens the editor's routes to `author`, for the one dataset."""
    return token_of(Visitor(dataset.id, author))


def token_of(visitor: Visitor) -> str:
    return signing.sign(PATH, d=str(visitor.dataset_id), a=visitor.author)


def visitor_of(query: QueryParams) -> Visitor:
    """Refused unless the query has a token that holds."""
    signed = {name: query[name] for name in ("d", "a", "e", "s") if name in query}
    if not signing.is_signed(PATH, signed):
        raise Refused(403, "The page's token is not genuine or has run out; reload the page.")
    return Visitor(int(signed["d"]), signed["a"])


def reading(read: Read) -> Callable[[Request], Response]:
    """The endpoint of what only looks."""

    def endpoint(request: Request) -> Response:
        try:
            return read(request, visitor_of(request.query_params))
        except (Refused, SegcoreError) as error:
            return refusal_of(error)

    return endpoint


def writing(kind: Any, write: Write[T]) -> Callable[[Request], Awaitable[Response]]:  # noqa: ANN401
    """The endpoint of what changes something: its body is JSON of the type `kind`."""
    decoder: msgspec.json.Decoder[T] = msgspec.json.Decoder(kind)

    def answer(request: Request, visitor: Visitor, body: bytes) -> Response:
        return write(request, visitor, _decoded(decoder, body))

    async def endpoint(request: Request) -> Response:
        try:
            visitor = visitor_of(request.query_params)
            _check_origin(request)
            body = await _body(request)
            return await run_in_threadpool(answer, request, visitor, body)
        except (Refused, SegcoreError) as error:
            return refusal_of(error)

    return endpoint


def _check_origin(request: Request) -> None:
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    own = (f"http://{host}".lower(), f"https://{host}".lower())
    if not host or origin.lower() not in own:
        raise Refused(403, "Only the app's own pages may change something here.")
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
        raise Refused(400, f"What changes something is sent as {JSON}.")


async def _body(request: Request) -> bytes:
    """All of it, at most MAX_BODY, whatever its header says."""
    body, length = bytearray(), 0
    async for chunk in request.stream():
        length += len(chunk)
        if length <= MAX_BODY:
            body += chunk
        elif length > MAX_DRAINED:
            break
    if length > MAX_BODY:
        raise Refused(413, f"That is too much at once; the limit is {MAX_BODY >> 20} MB.")
    return bytes(body)


def _decoded(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise Refused(422, _told("The request is not what was expected", error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(400, _told("The request is not JSON", error)) from error


def _told(what: str, error: Exception) -> str:
    return f"{what}: {str(error)[:MAX_TOLD]}."
