"""Server-sent events: what others do to an image, as soon as it is done.

An image somebody listens to is watched once a process: its stamp is asked of the store twice a
second, and at once when a gesture lands in this process. One nobody listens to costs nothing.
A tab that says its name is told of its own gestures that they were done, not the outlines it sent.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from segcore.api.access import visitor_of
from segcore.api.answers import Refused, refusal_of
from segcore.api.converting import event_to_wire
from segcore.api.querying import number_in, tab, whole_number
from segcore.api.server import is_stopping
from segcore.errors import SegcoreError
from segcore.store import Store, open_store
from segcore.types import News

POLL = 0.5  # seconds
HEARTBEAT = 15.0  # seconds
RETRY = 1000  # milliseconds until a browser that lost the stream asks again
MOST_SENT = 10_000  # gestures whose tab is remembered


async def events(request: Request) -> Response:
    """A stream of `change` events from the stamp `since`, or the last one the browser heard."""
    try:
        visitor = visitor_of(request.query_params)
        image = await run_in_threadpool(visitor.image, request.path_params["image_id"])
        since, listener = whole_number(request, "since", default=0), tab(request)
    except (Refused, SegcoreError) as error:
        return refusal_of(error)
    heard = number_in(request.headers.get("last-event-id", "")) or 0
    return StreamingResponse(
        listen(open_store(), image.id, max(since, heard), tab=listener),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def listen(store: Store, image_id: int, since: int, *, tab: str = "") -> AsyncIterator[bytes]:
    """The lines of the stream.

    It ends with its reader, and when the server stops, the store fails or the image is gone.
    """
    yield b"retry: %d\n\n" % RETRY
    async with _watching(store, image_id) as watch:
        while await watch.is_beyond(since):
            if watch.stamp <= since:
                yield b":\n\n"
                continue
            try:
                news = await run_in_threadpool(store.news, image_id, since=since)
            except SegcoreError:
                return
            since = news.standing.stamp
            yield _event(news, tab)


def _event(news: News, tab: str) -> bytes:
    event = event_to_wire(news)
    if tab and news.request_ids and all(_sent_by.get(one) == tab for one in news.request_ids):
        event = msgspec.structs.replace(event, annotations=[], deleted=[])
    data = msgspec.json.encode(event)
    return b"event: change\nid: %d\ndata: %b\n\n" % (news.standing.stamp, data)


def sent_by(tab: str, request_id: str) -> None:
    """Remember which tab sends a gesture, before it is done; from any thread."""
    if not tab:
        return
    with _remembering:
        _sent_by.setdefault(request_id, tab)
        while len(_sent_by) > MOST_SENT:
            del _sent_by[next(iter(_sent_by))]


def wake(store: Store, image_id: int) -> None:
    """Tell the listeners in this process now that the image has changed; from any thread."""
    if watch := _watches.get((store, image_id)):
        watch.wake()


class _Watch:
    """One image, watched for all who listen to it."""

    def __init__(self, store: Store, image_id: int) -> None:
        self.stamp = 0
        self.listeners = 0
        self._store, self._image_id = store, image_id
        self._loop = asyncio.get_running_loop()
        self._woken, self._moved = asyncio.Event(), asyncio.Event()
        self._task = self._loop.create_task(self._poll())
        self._task.add_done_callback(lambda _: self._moved.set())

    @property
    def is_over(self) -> bool:
        return self._task.done()

    def wake(self) -> None:
        self._loop.call_soon_threadsafe(self._woken.set)

    def stop(self) -> None:
        self._task.cancel()

    async def is_beyond(self, stamp: int) -> bool:
        """Wait until the image has left `stamp`, at most a heartbeat; False when it is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT):
                while self.stamp <= stamp and not self.is_over:
                    await self._moved.wait()
        return not self.is_over

    async def _poll(self) -> None:
        with suppress(SegcoreError):  # then it is over: whoever asks again is told why
            while not is_stopping():  # a stream has no other end
                self._woken.clear()
                await self._look()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), POLL)

    async def _look(self) -> None:
        stamp = await run_in_threadpool(self._store.image_stamp, self._image_id)
        if stamp != self.stamp:
            self.stamp = stamp
            self._moved.set()
            self._moved = asyncio.Event()


_watches: dict[tuple[Store, int], _Watch] = {}
_remembering = threading.Lock()
_sent_by: dict[str, str] = {}  # tabs by request id, the oldest first


@asynccontextmanager
async def _watching(store: Store, image_id: int) -> AsyncIterator[_Watch]:
    """The watch of the image, begun with its first listener and ended with its last."""
    key = store, image_id
    watch = _watches.get(key)
    if watch is None or watch.is_over:
        watch = _watches[key] = _Watch(store, image_id)
    watch.listeners += 1
    try:
        yield watch
    finally:
        watch.listeners -= 1
        if not watch.listeners:
            watch.stop()
            if _watches.get(key) is watch:
                del _watches[key]
