"""Claim: the next image, 12 MP with 60 polygons, is there at once, and memory stays flat.

From the press of the key until the image can be worked on and its picture is on the canvas, whose
pixels are read after each frame. Prefetched: the next one, after a person has stayed for a while.
Not prefetched: one that is ten images ahead. The peer is a Streamlit page that shows the same
pictures by st.image, without polygons. Needs Chromium.

    PYTHONPATH=. python benchmarks/editor_images.py [--times 15] [--images 500] [--stay 2]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from editor_browser import WINDOW, opened_browser, running
from PIL import Image
from playwright.sync_api import Browser, Page

from segcore.folders import DatasetFolder
from segcore.store import NewAnnotation, NewCategory, NewImage, open_store
from segcore.types import Box, Part, Segmentation
from tests.browser.driving import visit
from tests.browser.editing import Editor, open_editor
from tests.browser.serving import Server

WIDTH, HEIGHT = 4000, 3000
POLYGONS, POINTS = 60, 20
AHEAD = 10  # images between those that are new
BLOCK = 300  # pixels of a square in the middle, in the colour that tells the pictures apart
COLORS = ((250, 0, 0), (0, 250, 0), (0, 0, 250), (250, 250, 0), (0, 250, 250), (250, 0, 250))
LIMIT = 60_000  # milliseconds
PEER = Path(__file__).with_name("peer_picture.py")

# Looks after each frame whether the wanted image is open and its picture's middle on the canvas.
WATCH = """
editor => {
  const canvas = editor.querySelector(".surface canvas");
  const isNear = (a, b) => a.every((value, i) => Math.abs(value - b[i]) < 40);
  const isThere = ({ image, color, middle }) => {
    const { x, y, scale, loading } = editor.dataset;
    if (editor.dataset.image !== image || loading !== "false") return false;
    const ratio = canvas.width / canvas.clientWidth;
    const [left, top] = [x, y].map((at, i) => (Number(at) + middle[i] * scale) * ratio);
    const { data } = canvas.getContext("2d").getImageData(left, top, 1, 1);
    return isNear(color, data);
  };
  let pressed = 0;
  addEventListener("keydown", () => { pressed = performance.now(); }, true);
  const look = () => {
    if (window.wanted && pressed && isThere(window.wanted)) {
      window.took = performance.now() - pressed;
      window.wanted = null;
    }
    requestAnimationFrame(look);
  };
  window.want = wanted => { pressed = 0; window.took = null; window.wanted = wanted; };
  look();
}
"""
PEER_WATCH = """
() => {
  const shown = () => document.querySelector('[data-testid="stImage"] img');
  addEventListener("click", async () => {
    const [before, pressed] = [shown().src, performance.now()];
    window.took = null;
    while (shown()?.src === before || !shown()?.complete) await new Promise(requestAnimationFrame);
    await shown().decode();
    window.took = performance.now() - pressed;
  }, true);
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--images", type=int, default=500, help="to walk through for the memory")
    parser.add_argument(
        "--stay", type=float, default=2, help="seconds on an image, for prefetching"
    )
    arguments = parser.parse_args()
    times, stay, count = (
        arguments.times,
        arguments.stay,
        max(arguments.images, arguments.times * (AHEAD + 1)) + AHEAD,
    )
    with _served(count) as (server, ids), opened_browser() as browser:
        page = browser.new_page(viewport=WINDOW)
        walker = Walker(open_editor(page, server, "bench", image=ids[0]), ids)
        ahead = [walker.go(1, "f", stay=stay) for _ in range(times)]
        far = [walker.go(walker.to_next_new(), "Shift+N", stay=stay) for _ in range(times)]
        peer = _st_image(browser, server.data_dir, times)
        for name, waits in (("prefetched", ahead), ("not prefetched", far)):
            ratio = statistics.median(waits) / statistics.median(peer)
            print(f"next image, {name}: {_in_words(waits)}; ratio to st.image {ratio:.2f}")
        print(f"st.image: {_in_words(peer)}")
        page.close()
        _watch_memory(browser, server, ids, arguments.images)


def _in_words(waits: list[float]) -> str:
    return f"median {statistics.median(waits):.0f} ms, worst {max(waits):.0f} ms of {len(waits)}"


class Walker:
    """Somebody who goes from image to image by keys."""

    def __init__(self, editor: Editor, ids: list[int]) -> None:
        self._editor, self._ids, self._place = editor, ids, 0
        editor.root.evaluate(WATCH)

    def to_next_new(self) -> int:
        """How many images away the next new one is."""
        return AHEAD - self._place % AHEAD

    def go(self, by: int, key: str, *, stay: float = 0) -> float:
        """Milliseconds from the key until the image that is `by` ahead can be worked on."""
        page = self._editor.page
        page.wait_for_timeout(stay * 1000)
        self._place += by
        image, color = str(self._ids[self._place]), COLORS[self._place % len(COLORS)]
        wanted = {"image": image, "color": color, "middle": [WIDTH / 2, HEIGHT / 2]}
        page.evaluate("wanted => window.want(wanted)", wanted)
        self._editor.press(key)
        page.wait_for_function("window.took !== null", timeout=LIMIT)
        took: float = page.evaluate("window.took")
        return took


def _watch_memory(browser: Browser, server: Server, ids: list[int], images: int) -> None:
    page = browser.new_page(viewport=WINDOW)
    walker = Walker(open_editor(page, server, "bench", image=ids[0]), ids)
    for number in range(1, images + 1):
        walker.go(1, "f")
        if number in (images // 10, images // 2, images):
            print(f"after {number} images: {_memory(browser, page)}")
    page.close()


def _memory(browser: Browser, page: Page) -> str:
    """Of the page's script after a collection, and of the largest renderer's process."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = page.evaluate("performance.memory.usedJSHeapSize")
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    resident = max(_resident(one["id"]) for one in processes if one["type"] == "renderer")
    return f"script {heap / 1e6:.0f} MB, renderer {resident / 1e6:.0f} MB"


def _resident(pid: int) -> int:
    """Bytes of a process in memory (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _st_image(browser: Browser, data_dir: Path, times: int) -> list[float]:
    peer = Server(data_dir, script=str(PEER), health="/_stcore/health")
    with running(peer):
        page = browser.new_page(viewport=WINDOW)
        visit(page, f"{peer.url}?folder={DatasetFolder.of('bench').images}")
        page.locator('[data-testid="stImage"] img').wait_for()
        page.evaluate(PEER_WATCH)
        waits: list[float] = []
        for _ in range(times):
            page.get_by_role("button", name="Next").click()
            page.wait_for_function("window.took > 0", timeout=LIMIT)
            waits.append(page.evaluate("window.took"))
        page.close()
    return waits


@contextmanager
def _served(count: int) -> Iterator[tuple[Server, list[int]]]:
    """A server, and its images in order; every tenth is new, the others are accepted."""
    with tempfile.TemporaryDirectory() as name:
        data_dir = Path(name) / "datasets"
        data_dir.mkdir()
        os.environ["SEGCORE_DATA_DIR"] = str(data_dir)
        os.environ.pop("SEGCORE_DATABASE_URL", None)
        store = open_store()
        images = [_image(number) for number in range(count)]
        dataset = store.load(
            "bench",
            categories=[NewCategory("thing")],
            images=images,
            annotations=[
                _polygon(image, place) for image in range(count) for place in range(POLYGONS)
            ],
        )
        _draw(DatasetFolder.of("bench").images, [image.file_name for image in images])
        with running(Server(data_dir)) as server:
            yield server, [image.id for image in store.images(dataset.id, limit=count)]


def _image(number: int) -> NewImage:
    state = "new" if number % AHEAD == 0 else "accepted"
    return NewImage(f"{number:04}.jpg", WIDTH, HEIGHT, state=state)


def _polygon(image: int, place: int) -> NewAnnotation:
    """Round ones in rows around the middle of the picture, which stays free."""
    column, row = place % 10, place // 10
    x, y = 200 + column * 400, 250 + row * 500
    angles = np.linspace(0, 2 * np.pi, POINTS, endpoint=False)
    points = np.stack([x + 120 * np.cos(angles), y + 150 * np.sin(angles)], axis=1).round(2)
    box = Box(x - 120, y - 150, x + 120, y + 150)
    return NewAnnotation(image, 0, box, 56_000, segmentation=Segmentation((Part(points),)))


def _draw(folder: Path, names: list[str]) -> None:
    """Six different pictures, as hard to decode as photographs, each under many names."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(51)
    coarse = rng.integers(0, 255, (HEIGHT // 8, WIDTH // 8, 3), dtype=np.uint8)
    ground = np.asarray(Image.fromarray(coarse).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    top, left = (HEIGHT - BLOCK) // 2, (WIDTH - BLOCK) // 2
    for number, name in enumerate(names):
        first = names[number % len(COLORS)]
        if name != first:
            os.link(folder / first, folder / name)
            continue
        pixels = ground.copy()
        pixels[top : top + BLOCK, left : left + BLOCK] = COLORS[number]
        Image.fromarray(pixels).save(folder / name, quality=85)


if __name__ == "__main__":
    main()
