"""Bytes by HTTP: tried again with growing pauses, counted, whole or not at all."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
import tenacity

from segcore import settings
from segcore.errors import Failed, InputError

ATTEMPTS = 8
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_GONE = (403, 404, 410)
_REDIRECTS = 5
_LONGEST_PAUSE = 20.0  # seconds

T = TypeVar("T")


class Missing(InputError):
    """The host has no such file."""


class Unreachable(Failed):
    """The host did not answer, or not as it should, however often it was asked."""


class _Again(Exception):
    """An answer worth another attempt; `pause` is what the host asks for, in seconds."""

    def __init__(self, why: str, *, pause: float = 0.0) -> None:
        super().__init__(why)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Got:
    """`total` is the whole file's size; `start` is where `content` begins in it."""

    content: bytes
    start: int
    total: int


class Client:
    """One for all threads. `count` hears of every piece of a body that comes."""

    def __init__(self, *, count: Callable[[int], None] | None = None) -> None:
        self._count = count or (lambda _: None)
        self._http = httpx.Client(
            timeout=httpx.Timeout(30.0, connect=10.0),
            headers={"Accept-Encoding": "identity"},  # lengths are those of the file
        )
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._http.close()

    def stop(self) -> None:
        """Let every thread's `get` end soon, with an Unreachable nobody is to be told of."""
        self._stopped.set()

    def get(self, url: str, *, span: str = "", limit: int) -> Got:
        """The file, or what Range calls `span` of it ("0-99", "-500"); a host that knows no ranges
        sends the whole.

        Raises Missing, Unreachable, and InputError for more than `limit` bytes.
        """
        return self.persist(url, lambda: self._get(url, span, limit))

    def persist(self, url: str, attempt: Callable[[], T]) -> T:
        """What `attempt` returns once the network lets it. Raises Unreachable."""
        trying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type((_Again, httpx.TransportError)),
            stop=tenacity.stop_any(
                tenacity.stop_after_attempt(ATTEMPTS),
                tenacity.stop_when_event_set(self._stopped),
            ),
            sleep=tenacity.sleep_using_event(self._stopped),
            wait=_pause,
            reraise=True,
        )
        try:
            return trying(attempt)
        except (_Again, httpx.TransportError) as error:
            why = str(error) or type(error).__name__
            raise Unreachable(
                f"{urlsplit(url).netloc} cannot be reached or does not answer ({why}): look at the "
                "network and the proxy, then go on with the pull."
            ) from error

    @contextmanager
    def opened(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer to one GET, its body still to come. For `persist`; raises as `get`."""
        for _ in range(_REDIRECTS):
            with self._http.stream("GET", url, headers=headers) as answer:
                if not answer.is_redirect:
                    _check_status(answer)
                    yield answer
                    return
                url = _allowed(url, urljoin(url, answer.headers.get("Location", "")))
        raise InputError(f"{urlsplit(url).netloc} redirects without end.")

    def pieces(self, answer: httpx.Response) -> Iterator[bytes]:
        """The body of an open answer, counted as it comes."""
        for piece in answer.iter_raw(1 << 16):
            self._count(len(piece))
            if self._stopped.is_set():
                raise _Again("stopped")
            yield piece

    def _get(self, url: str, span: str, limit: int) -> Got:
        with self.opened(url, {"Range": f"bytes={span}"} if span else {}) as answer:
            return self._body(answer, limit)

    def _body(self, answer: httpx.Response, limit: int) -> Got:
        start, expected, total = extent(answer)
        if (expected or 0) > limit:
            raise InputError(f"it has {expected:,} bytes, over the limit of {limit:,}")
        content = bytearray()
        for piece in self.pieces(answer):
            content += piece
            if len(content) > limit:
                raise InputError(f"it has over {limit:,} bytes, the limit")
        if expected is not None and len(content) != expected:
            raise _Again(f"{len(content):,} of {expected:,} bytes came")
        return Got(bytes(content), start, len(content) if total is None else total)


def extent(answer: httpx.Response) -> tuple[int, int | None, int | None]:
    """Where the body begins in the file, how long it is and how long the file, where known."""
    found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", answer.headers.get("Content-Range", ""))
    if answer.status_code == httpx.codes.PARTIAL_CONTENT:
        if found is None:
            raise _Again("a part of a file came that does not say which")
        first, last, total = map(int, found.groups())
        return first, last - first + 1, total
    length = answer.headers.get("Content-Length", "")
    known = int(length) if length.isdecimal() else None
    return 0, known, known


def _check_status(answer: httpx.Response) -> None:
    status = answer.status_code
    if status in _AGAIN:
        wait = answer.headers.get("Retry-After", "")
        pause = min(float(wait), _LONGEST_PAUSE) if wait.isdecimal() else 0.0
        raise _Again(f"status {status}", pause=pause)
    if status in _GONE:
        raise Missing(f"the host has no such file (status {status})")
    if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
        raise InputError(f"the host answers with status {status}")


def _allowed(here: str, there: str) -> str:
    """Where a redirect may lead: the same host, or one that the settings name."""
    known = {urlsplit(one).netloc for one in (here, settings.openimages_base())}
    known.add(urlsplit(settings.openimages_images_base()).netloc)
    to = urlsplit(there)
    if to.netloc not in known or to.scheme not in ("http", "https"):
        raise InputError(f"{urlsplit(here).netloc} redirects to {to.netloc}, which is refused")
    return there


_growing = tenacity.wait_random_exponential(multiplier=0.2, max=_LONGEST_PAUSE)


def _pause(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.pause if isinstance(error, _Again) else 0.0
    return max(asked, float(_growing(state)))
