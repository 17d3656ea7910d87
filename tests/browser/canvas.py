"""The canvas of Annotate under a real pointer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import WAIT, settled

Point = tuple[float, float]


class Canvas:
    """Points are image pixels; `width` is the image's."""

    def __init__(self, page: Page, *, width: int) -> None:
        self.page = page
        self.width = width

    @property
    def _surface(self) -> Locator:
        return self.page.locator("canvas.upper-canvas")

    def at(self, point: Point) -> Point:
        """Where on the screen an image point is."""
        box = self._surface.bounding_box()
        assert box is not None
        scale = box["width"] / self.width
        return box["x"] + point[0] * scale, box["y"] + point[1] * scale

    def turn_editing_on(self) -> None:
        self._surface.wait_for(timeout=WAIT)
        self._surface.scroll_into_view_if_needed()
        self._surface.hover()
        self.page.get_by_role("button", name="Edit", exact=True).click()

    def show_points_of(self, inside: Point) -> None:
        """Two clicks inside a polygon: the first selects it, the second shows its points."""
        self.page.mouse.click(*self.at(inside))
        self.page.mouse.click(*self.at(inside))

    def drag(self, start: Point, end: Point) -> None:
        self.page.mouse.move(*self.at(start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(end), steps=8)
        self.page.mouse.up()

    def draw(self, points: Sequence[Point]) -> None:
        """Click point by point and the first once more."""
        self.page.get_by_role("radio", name="Draw").click()
        expect(self.page.get_by_text("Click point by point")).to_be_visible(timeout=WAIT)
        settled(self.page)
        for point in [*points, points[0]]:
            self.page.mouse.click(*self.at(point))

    def saved(self, instances: int) -> None:
        """The store has acknowledged, and the image has that many instances."""
        expect(self.page.get_by_text(re.compile(r"Saved \d"))).to_be_visible(timeout=WAIT)
        word = "instance" if instances == 1 else "instances"
        expect(self.page.get_by_text(f"{instances} {word}", exact=True)).to_be_visible(timeout=WAIT)
        settled(self.page)
