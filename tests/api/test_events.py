"""Others' edits arrive by server-sent events, at little cost and with none missed."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import httpx
import pytest

from segcore.api import events
from segcore.store import Store
from segcore.types import Delete, Image
from tests.api.asking import BASE, Editor, save
from tests.api.serving import SOON, serving, wait_until
from tests.store.examples import key, move

NEVER = 3600.0


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a real server, for streams that do not end."""
    with serving() as (_, address):
        yield address


def run(act: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def in_time() -> None:
        await asyncio.wait_for(act(), SOON)

    asyncio.run(in_time())


def event_in(piece: bytes) -> dict[str, Any]:
    name, number, data = piece.decode().rstrip("\n").split("\n")
    told: dict[str, Any] = json.loads(data.removeprefix("data: "))
    assert name == "event: change"
    assert number == f"id: {told['stamp']}"
    return told


async def next_event(stream: Any) -> dict[str, Any]:  # noqa: ANN401
    async for piece in stream:
        if piece.startswith(b"event"):
            return event_in(piece)
    raise AssertionError("the stream ended")


def test_anothers_edit_arrives_over_http(
    server: str, editor: Editor, image: Image, store: Store
) -> None:
    bob = Editor(store, store.dataset("pond"), author="bob")
    first = store.annotations(image.id)[0]
    url = f"{server}{BASE}/images/{image.id}/events?{editor.token}&since=0"
    with httpx.stream("GET", url, timeout=SOON) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        assert next(lines) == "retry: 1000"
        body = save({"op": "update", "ref": first.id, "version": 1, "z": 7})
        bob.gesture(image, body)
        data = next(line for line in lines if line.startswith("data: "))
    told = json.loads(data.removeprefix("data: "))
    assert (told["author"], told["request_ids"]) == ("bob", [body["request_id"]])
    assert [(one["id"], one["version"], one["z"]) for one in told["annotations"]] == [
        (first.id, 2, 7)
    ]
    assert (told["deleted"], told["can_undo"], told["image"]["state"]) == ([], True, "in work")
    wait_until(lambda: not events._watches)


def test_a_stopping_server_does_not_wait_for_its_listeners(
    server: str, editor: Editor, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{server}{BASE}/images/{image.id}/events?{editor.token}"
    with httpx.stream("GET", url, timeout=SOON) as stream:
        lines = stream.iter_lines()
        next(lines)
        monkeypatch.setattr(events, "is_stopping", lambda: True)
        assert [line for line in lines if line] == []


def test_what_another_process_saves_is_found_by_looking(image: Image, store: Store) -> None:
    async def listen() -> None:
        stream = events.listen(store, image.id, 0)
        await anext(stream)
        await asyncio.to_thread(move, store, image, to=40, author="eve")
        told = await next_event(stream)
        assert told["author"] == "eve"
        await stream.aclose()  # type: ignore[attr-defined]

    run(listen)


def test_a_gesture_in_this_process_wakes_its_listeners_at_once(
    editor: Editor, image: Image, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "POLL", NEVER)

    async def listen() -> None:
        first = store.annotations(image.id)[0]
        streams = [events.listen(store, image.id, 0) for _ in range(2)]
        waiting = [asyncio.create_task(next_event(stream)) for stream in streams]
        while len(events._watches) < 1 or _listeners() < 2:
            await asyncio.sleep(0.01)
        assert len(events._watches) == 1
        edit = {"op": "update", "ref": first.id, "version": 1, "z": 1}
        await asyncio.to_thread(editor.gesture, image, save(edit))
        told = await asyncio.gather(*waiting)
        assert [one["annotations"][0]["z"] for one in told] == [1, 1]
        for stream in streams:
            await stream.aclose()  # type: ignore[attr-defined]
        assert events._watches == {}

    run(listen)


def _listeners() -> int:
    return sum(watch.listeners for watch in events._watches.values())


def test_who_comes_back_hears_all_that_was_missed(image: Image, store: Store) -> None:
    first, second = store.annotations(image.id)
    move(store, image, to=40, author="ann")
    heard = store.image_stamp(image.id)
    move(store, image, to=50, author="bob")
    store.save(image.id, [Delete(second.id, 1)], author="eve", request_id=key())
    store.set_state(image.id, state="for review", version=1, author="eve")

    async def listen() -> None:
        stream = events.listen(store, image.id, heard)
        told = await next_event(stream)
        assert told["author"] == "bob, eve"
        assert [one["id"] for one in told["annotations"]] == [first.id]
        assert told["deleted"] == [second.id]
        assert told["image"] == {"state": "for review", "version": 2}
        await stream.aclose()  # type: ignore[attr-defined]

    run(listen)


def test_the_browser_says_what_it_heard_last(
    server: str, editor: Editor, image: Image, store: Store
) -> None:
    move(store, image, to=40, author="ann")
    heard = store.image_stamp(image.id)
    move(store, image, to=50, author="bob")
    url = f"{server}{BASE}/images/{image.id}/events?{editor.token}&since=0"
    with httpx.stream("GET", url, timeout=SOON, headers={"Last-Event-ID": str(heard)}) as stream:
        data = next(line for line in stream.iter_lines() if line.startswith("data: "))
    assert json.loads(data.removeprefix("data: "))["author"] == "bob"


@pytest.mark.parametrize("heard", ["-1", "1.5", "soon", "9" * 5000, "9" * 19])
def test_what_no_stamp_can_be_counts_as_nothing_heard(
    server: str, editor: Editor, image: Image, store: Store, heard: str
) -> None:
    move(store, image, to=40, author="ann")
    url = f"{server}{BASE}/images/{image.id}/events?{editor.token}"
    with httpx.stream("GET", url, timeout=SOON, headers={"Last-Event-ID": heard}) as stream:
        data = next(line for line in stream.iter_lines() if line.startswith("data: "))
    assert json.loads(data.removeprefix("data: "))["author"] == "ann"


def test_a_tab_is_not_told_what_it_sent_itself(editor: Editor, image: Image, store: Store) -> None:
    first, second = store.annotations(image.id)
    update = {"op": "update", "ref": first.id, "version": 1, "z": 1}
    mine = save(update, {"op": "delete", "ref": second.id, "version": 1})

    async def listen() -> None:
        streams = {tab: events.listen(store, image.id, 0, tab=tab) for tab in ("mine", "theirs")}
        await asyncio.to_thread(editor.gesture, image, mine, tab="mine")
        told = {tab: await next_event(stream) for tab, stream in streams.items()}
        assert told["mine"]["request_ids"] == told["theirs"]["request_ids"] == [mine["request_id"]]
        assert (told["mine"]["annotations"], told["mine"]["deleted"]) == ([], [])
        assert [one["id"] for one in told["theirs"]["annotations"]] == [first.id]
        assert told["theirs"]["deleted"] == [second.id]
        for stream in streams.values():
            await stream.aclose()  # type: ignore[attr-defined]

    run(listen)


def test_a_tab_is_told_all_when_others_had_a_hand_in_it(
    editor: Editor, image: Image, store: Store
) -> None:
    first = store.annotations(image.id)[0]
    edit = {"op": "update", "ref": first.id, "version": 1, "z": 1}
    editor.gesture(image, save(edit), tab="mine")
    move(store, image, to=40, author="bob")

    async def listen() -> None:
        stream = events.listen(store, image.id, 0, tab="mine")
        assert [one["z"] for one in (await next_event(stream))["annotations"]] == [1]
        await stream.aclose()  # type: ignore[attr-defined]

    run(listen)


def test_tabs_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_SENT", 2)
    monkeypatch.setattr(events, "_sent_by", {})
    for number in range(4):
        events.sent_by("mine", f"request-{number}")
    assert list(events._sent_by) == ["request-2", "request-3"]


def test_silence_is_filled_with_heartbeats(
    image: Image, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)

    async def listen() -> None:
        stream = events.listen(store, image.id, 0)
        await anext(stream)
        assert [await anext(stream) for _ in range(3)] == [b":\n\n"] * 3
        await stream.aclose()  # type: ignore[attr-defined]

    run(listen)


def test_the_stream_ends_with_its_image(
    image: Image, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "POLL", 0.05)

    async def listen() -> None:
        stream = events.listen(store, image.id, 0)
        await anext(stream)
        store.delete_dataset("pond")
        assert [piece async for piece in stream if piece != b":\n\n"] == []

    run(listen)


def test_a_slow_store_does_not_hold_up_the_server(
    image: Image, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is only asked in threads: the loop turns while it thinks."""
    go_on = threading.Event()
    asked_in: list[threading.Thread] = []

    def slow(_image_id: int) -> int:
        asked_in.append(threading.current_thread())
        go_on.wait(SOON)
        return 0

    monkeypatch.setattr(store, "image_stamp", slow)
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)

    async def listen() -> None:
        stream = events.listen(store, image.id, 0)
        await anext(stream)
        assert await anext(stream) == b":\n\n"
        go_on.set()
        await stream.aclose()  # type: ignore[attr-defined]

    run(listen)
    assert threading.main_thread() not in asked_in
