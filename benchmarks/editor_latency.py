"""Claim: a gesture is acknowledged by the store within a blink, in any size of store or image.

From the pointer's release to the editor's tick, measured inside the page, with a durable save in
between; no Streamlit rerun. The peer is the way it was done before: a component's trigger that
reruns a fragment, which saves the same outline to the same kind of store and answers. Needs
Chromium.

    PYTHONPATH=. python benchmarks/editor_latency.py [--gestures 60] [--images 10 100000]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from editor_browser import WINDOW, opened_browser, running
from PIL import Image
from playwright.sync_api import Browser, CDPSession
from store_data import filled_store

from segcore.folders import DatasetFolder
from segcore.store import Store
from segcore.types import Create, Part, Segmentation
from tests.browser.driving import visit
from tests.browser.editing import Editor, open_editor, runs_of_the_page
from tests.browser.serving import Server

SQUARE = ((600.0, 220.0), (630.0, 220.0), (630.0, 250.0), (600.0, 250.0))
PEER = Path(__file__).with_name("peer_trigger.py")

# Keeps when the pointer was last released and when the tick came after it.
WATCH = """
editor => {
  window.waits = [];
  let released = 0, before = 0;
  const count = () => Number(editor.dataset.acknowledged);
  addEventListener("pointerup", () => { released = performance.now(); before = count(); }, true);
  new MutationObserver(() => {
    if (!released || count() === before) return;
    window.waits.push(performance.now() - released);
    released = 0;
  }).observe(editor, { attributes: true, attributeFilter: ["data-acknowledged"] });
}
"""


class Found(NamedTuple):
    waits: list[float]  # milliseconds
    body: float  # bytes a gesture, both ways
    headers: float
    reruns: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gestures", type=int, default=60)
    parser.add_argument("--images", type=int, nargs="+", default=[10, 100_000], help="in the store")
    parser.add_argument("--annotations", type=int, nargs="+", default=[10, 2000], help="on it")
    arguments = parser.parse_args()
    with opened_browser() as browser:
        for images in arguments.images:
            with _served(images) as (store, server):
                for place, annotations in enumerate(arguments.annotations):
                    name = f"{images:,} images, {annotations:,} annotations on the image"
                    image_id = _prepared(store, place, annotations)
                    _compare(name, browser, server, image_id, arguments.gestures)


def _compare(name: str, browser: Browser, server: Server, image_id: int, gestures: int) -> None:
    found = _measured(browser, server, image_id, gestures)
    peer = _triggered(browser, server, image_id, gestures)
    print(f"{name}: {_in_words(found.waits)}")
    print(
        f"  {found.body:.0f} bytes of bodies and {found.headers:.0f} of headers a gesture; "
        f"{found.reruns} Streamlit reruns"
    )
    ratio = statistics.median(found.waits) / statistics.median(peer)
    print(f"  a trigger and a fragment's rerun: {_in_words(peer)}; ratio {ratio:.2f}")


def _in_words(waits: list[float]) -> str:
    p95 = statistics.quantiles(waits, n=20)[-1]
    return f"median {statistics.median(waits):.0f} ms, p95 {p95:.0f} ms of {len(waits)}"


def _measured(browser: Browser, server: Server, image_id: int, gestures: int) -> Found:
    """The square's corner, dragged to and fro."""
    page = browser.new_page(viewport=WINDOW)
    asked = runs_of_the_page(page)
    editor = open_editor(page, server, "bench", image=image_id)
    editor.click((615, 235))
    _drag(editor, 0)  # warms both sides
    wire = Wire(page.context.new_cdp_session(page))
    editor.root.evaluate(WATCH)
    before = asked()
    for turn in range(1, gestures + 1):
        _drag(editor, turn)
    waits: list[float] = page.evaluate("window.waits")
    reruns = asked() - before
    page.close()
    return Found(waits, wire.bodies / gestures, wire.headers / gestures, reruns)


def _drag(editor: Editor, turn: int) -> None:
    x, y = SQUARE[2]
    there = (x + 5, y + 5)
    editor.drag(*((there, (x, y)) if turn % 2 else ((x, y), there)))
    editor.saved()


class Wire:
    """Bytes of the gestures' requests and answers, as the browser's own network log has them."""

    def __init__(self, session: CDPSession) -> None:
        self._wanted: set[str] = set()
        self._bodies, self._headers = Counter[str](), Counter[str]()  # by request
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.dataReceived", self._received)
        session.on("Network.requestWillBeSentExtraInfo", self._told)
        session.on("Network.responseReceivedExtraInfo", self._told)

    @property
    def bodies(self) -> int:
        return sum(self._bodies[one] for one in self._wanted)

    @property
    def headers(self) -> int:
        """The addresses included, which carry the token."""
        return sum(self._headers[one] for one in self._wanted)

    def _sent(self, event: dict[str, Any]) -> None:
        request, key = event["request"], event["requestId"]
        if request["url"].split("?")[0].endswith("/gestures"):
            self._wanted.add(key)
            self._bodies[key] += len(request.get("postData", "").encode())
            self._headers[key] += len(request["url"])

    def _received(self, event: dict[str, Any]) -> None:
        self._bodies[event["requestId"]] += event["dataLength"]

    def _told(self, event: dict[str, Any]) -> None:
        lines = event["headers"].items()
        self._headers[event["requestId"]] += sum(
            len(name) + len(value) + 4 for name, value in lines
        )


def _triggered(browser: Browser, server: Server, image_id: int, gestures: int) -> list[float]:
    """The same save by a component's trigger, from click to the answer in its data."""
    peer = Server(server.data_dir, script=str(PEER), health="/_stcore/health")
    with running(peer):
        page = browser.new_page(viewport=WINDOW)
        visit(page, f"{peer.url}?image={image_id}")
        button = page.get_by_role("button", name="Save")
        button.wait_for()
        for turn in range(gestures):
            button.click()
            page.wait_for_function("turn => (window.waits ?? []).length > turn", arg=turn)
        waits: list[float] = page.evaluate("window.waits")
        page.close()
    return waits[1:]


def _prepared(store: Store, place: int, annotations: int) -> int:
    """An image with its picture, a square that stands alone, and others up to that number."""
    [image] = store.images(store.dataset("bench").id, limit=1, offset=place)
    path = DatasetFolder.of("bench").image(image.file_name)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", image.size, (90, 90, 90)).save(path)
    [known] = store.annotations(image.id)
    square = Create(known.category_id, Segmentation((Part(SQUARE),)))
    other = Create(known.category_id, known.segmentation)
    edits = [square, *[other] * (annotations - 2)]
    store.save(image.id, edits, author="bench", request_id=f"prepared-{image.id}")
    return image.id


@contextmanager
def _served(images: int) -> Iterator[tuple[Store, Server]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "datasets"
        folder.mkdir()
        os.environ["SEGCORE_DATA_DIR"] = str(folder)
        os.environ.pop("SEGCORE_DATABASE_URL", None)
        store = filled_store(folder, images=images, annotations=1)
        with running(Server(folder)) as server:
            yield store, server


if __name__ == "__main__":
    main()
