"""The polygon editor under a real pointer and real keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import WAIT, settled, visit
from tests.browser.serving import Server

Point = tuple[float, float]
Key = Literal["Shift", "Alt", "Control"]
TOOLS = {
    "select": "Select and move",
    "stroke": "Redraw a stretch",
    "push": "Push the outline",
    "brush": "Paint; Alt erases",
    "polygon": "Draw a polygon",
    "rectangle": "Draw a rectangle",
    "ellipse": "Draw an ellipse",
    "slice": "Slice",
    "hole": "Cut a hole",
    "part": "Add a part",
}


class Editor:
    """Points are image pixels. What the editor says of itself is read from its element."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".segcore-editor")
        self.surface = self.root.locator(".surface")
        self._acknowledged = 0

    # What it shows

    def says(self, name: str) -> str:
        """The element's `data-name`: image, tool, selected, scale, unsent, ..."""
        return self.root.get_attribute(f"data-{name}") or ""

    def comes_to_say(self, name: str, value: str) -> None:
        expect(self.root).to_have_attribute(f"data-{name}", value, timeout=WAIT)

    def begins(self, image_id: int | None = None) -> None:
        """The image can be worked on, whatever is still unsent."""
        image = re.compile(r"\d+") if image_id is None else str(image_id)
        expect(self.root).to_have_attribute("data-image", image, timeout=WAIT)
        self.comes_to_say("loading", "false")

    def stands(self, image_id: int | None = None) -> None:
        """The image can be worked on and everything is saved."""
        self.begins(image_id)
        self.comes_to_say("unsent", "0")
        self._acknowledged = int(self.says("acknowledged"))

    def saved(self, limit: float = WAIT) -> None:
        """The store has acknowledged something since the last call, and nothing is left to send.

        Within `limit` milliseconds, or Playwright's TimeoutError is raised.
        """
        self.page.wait_for_function(
            "([editor, before]) => editor.dataset.unsent === '0' && "
            "Number(editor.dataset.acknowledged) > before",
            arg=[self.root.element_handle(timeout=WAIT), self._acknowledged],
            timeout=limit,
        )
        self._acknowledged = int(self.says("acknowledged"))

    def kept(self) -> int:
        """How many unsent gestures lie in the browser's own database."""
        count: int = self.page.evaluate(
            """async () => {
              const opened = indexedDB.open("segcore-editor");
              await new Promise((done) => (opened.onsuccess = done));
              const counted = opened.result.transaction("entries").objectStore("entries").count();
              await new Promise((done) => (counted.onsuccess = done));
              opened.result.close();
              return counted.result;
            }"""
        )
        return count

    # Pointer and keys

    def at(self, point: Point) -> Point:
        """Where on the screen an image point is."""
        box = self.surface.bounding_box()
        assert box is not None
        scale = float(self.says("scale"))
        x, y = (float(self.says(name)) for name in ("x", "y"))
        return box["x"] + x + point[0] * scale, box["y"] + y + point[1] * scale

    def image_point(self, place: Point) -> Point:
        """Which image point is at a place on the screen."""
        x, y = self.at((0, 0))
        scale = float(self.says("scale"))
        return (place[0] - x) / scale, (place[1] - y) / scale

    def click(self, point: Point, *held: Key) -> None:
        with self.holding(held):
            self.page.mouse.click(*self.at(point))

    def double_click(self, point: Point) -> None:
        self.page.mouse.dblclick(*self.at(point))

    def drag(self, *points: Point, held: Sequence[Key] = (), steps: int = 8) -> None:
        """Press at the first point, go along the others, let go at the last."""
        with self.holding(held):
            start, *others = (self.at(point) for point in points)
            self.page.mouse.move(*start)
            self.page.mouse.down()
            for place in others:
                self.page.mouse.move(*place, steps=steps)
            self.page.mouse.up()

    def wheel(self, point: Point, notches: int) -> None:
        """Zoom in by `notches` at a point; out where they are negative."""
        self.page.mouse.move(*self.at(point))
        self.page.mouse.wheel(0, -100 * notches)

    def press(self, *keys: str) -> None:
        """Keys in the canvas, as Playwright names them: "Delete", "Control+z"."""
        self.surface.focus()
        for key in keys:
            self.page.keyboard.press(key)

    @contextmanager
    def holding(self, keys: Sequence[Key]) -> Iterator[None]:
        for key in keys:
            self.page.keyboard.down(key)
        yield
        for key in keys:
            self.page.keyboard.up(key)

    # Around the canvas

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name)

    def take(self, tool: str) -> None:
        """The tool of that id, from the bar."""
        self.button(TOOLS[tool]).click()
        self.comes_to_say("tool", tool)


def open_editor(
    page: Page,
    server: Server,
    dataset: str,
    *,
    image: int | None = None,
    annotation: int | None = None,
) -> Editor:
    """Visit Annotate as somebody who typed its address, and wait until one can begin."""
    asked = {"dataset": dataset, "image": image, "annotation": annotation}
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value is not None)
    visit(page, f"{server.url}/annotate?{query}")
    editor = Editor(page)
    editor.stands(image)
    return editor


def runs_of_the_page(page: Page) -> Callable[[], int]:
    """How often the browser asked for the page's script since now; call it before the visit."""
    sent = 0

    def count(_frame: str | bytes) -> None:
        nonlocal sent
        sent += 1

    page.on("websocket", lambda socket: socket.on("framesent", count))

    def asked() -> int:
        settled(page)
        return sent

    return asked
