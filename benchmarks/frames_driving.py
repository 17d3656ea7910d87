"""A hand that moves once a frame, and what the frames cost meanwhile."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, Page

Place = tuple[float, float]  # CSS pixels of the page
Button = Literal["left", "middle"]
HELD = {"left": 1, "middle": 4}  # as `buttons` of an event has them
WAIT = 60_000  # milliseconds
LIMIT = 8_000  # milliseconds of a gesture: some peers need seconds a frame
WARM = 10  # frames before those that count

# Press and release are the browser's own. Between them the events are dispatched in the page, one
# in each frame: a process outside comes too late on a busy machine, and a frame without an event
# would look like a quick one.
HAND = """
(() => {
  const capture = Element.prototype.setPointerCapture;
  Element.prototype.setPointerCapture = function (id) {
    window.held = this;
    capture.call(this, id);
  };
  addEventListener("pointerup", () => { window.held = null; }, true);
  const frame = () => new Promise(requestAnimationFrame);
  const inside = (root, x, y) => {
    const found = root.elementFromPoint(x, y);
    return found?.shadowRoot ? inside(found.shadowRoot, x, y) : found;
  };
  const circle = (i, radius) => {
    const angle = i / 20;
    return [radius * (Math.cos(angle) - 1), radius * Math.sin(angle)];
  };
  const move = ({ at: [x, y], buttons, radius }, i) => {
    const [dx, dy] = circle(i, radius);
    const what = { clientX: x + dx, clientY: y + dy, buttons, button: -1, pointerId: 1,
      pointerType: "mouse", isPrimary: true, bubbles: true, composed: true, cancelable: true };
    const target = window.held ?? inside(document, x + dx, y + dy);
    target.dispatchEvent(new PointerEvent("pointermove", what));
    target.dispatchEvent(new MouseEvent("mousemove", { ...what, button: 0 }));
  };
  const turn = ({ at: [x, y] }, i) => {
    const deltaY = i % 60 < 30 ? -40 : 40;
    inside(document, x, y).dispatchEvent(new WheelEvent("wheel",
      { clientX: x, clientY: y, deltaY, bubbles: true, composed: true, cancelable: true }));
  };
  window.drive = async (hand) => {
    const act = hand.buttons ? move : turn;
    const intervals = [];
    const start = await frame();
    let last = start;
    for (let i = 1; i <= hand.frames && (i < 3 || last - start < hand.limit); i += 1) {
      act(hand, i);
      const now = await frame();
      intervals.push(now - last);
      last = now;
    }
    return intervals;
  };
})()
"""


@dataclass(frozen=True)
class Frames:
    """Milliseconds between frames, and of processor time a frame, the page's and the raster's."""

    intervals: Sequence[float]
    cpu: float

    @property
    def p50(self) -> float:
        return statistics.median(self.intervals)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.intervals, n=20)[-1]


class Hand:
    """On a page that was opened with `HAND` as its first script."""

    def __init__(self, browser: Browser, page: Page, frames: int) -> None:
        self.page = page
        self._processes = browser.new_browser_cdp_session()
        self._frames = frames

    def drag(self, at: Place, *, button: Button = "left", radius: float = 40) -> Frames:
        """Pressed at `at` and moved in circles of `radius` CSS pixels through it."""
        self.page.mouse.move(*at)
        before = self.page.screenshot()
        self.page.mouse.down(button=button)
        found = self._drive({"at": at, "buttons": HELD[button], "radius": radius}, before)
        self.page.mouse.move(at[0] - radius, at[1])  # back at the start nothing would be changed
        self.page.mouse.up(button=button)
        return found

    def zoom(self, at: Place) -> Frames:
        """In and out again."""
        self.page.mouse.move(*at)
        return self._drive({"at": at, "buttons": 0}, self.page.screenshot())

    def _drive(self, hand: dict[str, object], before: bytes) -> Frames:
        self._move(hand, WARM)
        started = self._cpu()
        intervals = self._move(hand, self._frames)
        cpu = (self._cpu() - started) / len(intervals)
        if self.page.screenshot() == before:
            raise RuntimeError("the hand moved nothing: there is nothing to measure")
        return Frames(intervals, cpu)

    def _move(self, hand: dict[str, object], frames: int) -> list[float]:
        intervals: list[float] = self.page.evaluate(
            "hand => window.drive(hand)", hand | {"frames": frames, "limit": LIMIT}
        )
        return intervals

    def _cpu(self) -> float:
        """Milliseconds so far of all processes that run and draw pages."""
        processes = self._processes.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(1000 * one["cpuTime"] for one in processes if one["type"] in ("renderer", "GPU"))


@contextmanager
def opened_hand(browser: Browser, frames: int, window: dict[str, int]) -> Iterator[Hand]:
    """A fresh tab; the others must be closed, for their work would be counted too."""
    page = browser.new_page(viewport={"width": window["width"], "height": window["height"]})
    page.set_default_timeout(WAIT)
    page.add_init_script(HAND)
    yield Hand(browser, page, frames)
    page.close()
