"""Somebody at the editor who can hold still: hold a gesture, take the picture."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from playwright.sync_api import FloatRect, Locator
from shooting import DATASET, Shoot, keep

from segcore.store import Store, open_store
from segcore.types import Annotation
from tests.browser.editing import Editor, Point, open_editor

HEAVIEST = 60_000  # bytes a picture
WIDTH, HEIGHT = 480, 320  # of a picture, CSS pixels
ARROW = ((0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (12, 12))  # pixels


@dataclass
class Studio:
    """The editor in a tab, and what the store knows of the sample."""

    shooting: Shoot
    store: Store
    run: str
    editor: Editor
    pointer: Point | None = None  # on the screen; None: the editor draws it, or there is none

    @classmethod
    def on(cls, shooting: Shoot, run: str) -> Studio:
        return cls(shooting, open_store(), run, Editor(shooting.page))

    def annotations(self, file_name: str, category: str) -> list[Annotation]:
        """Those of the category on the image, as imported."""
        dataset = self.store.dataset(DATASET)
        ids = {one.id for one in self.store.categories(dataset.id) if one.name == category}
        found = self.store.annotations(self.image(file_name))
        return [one for one in found if one.category_id in ids]

    def image(self, file_name: str) -> int:
        images = self.store.images(self.store.dataset(DATASET).id)
        return next(one.id for one in images if one.file_name == file_name)

    def open(
        self, file_name: str, at: Point, *, closer: int = 0, chosen: Annotation | None = None
    ) -> Editor:
        """The image, `at` in the middle of the canvas, zoomed in by notches of the wheel."""
        self.pointer = None
        image, annotation = self.image(file_name), chosen.id if chosen else None
        self.editor = open_editor(
            self.shooting.page, self.shooting.server, DATASET, image=image, annotation=annotation
        )
        if chosen:
            self.editor.comes_to_say("selected", str(chosen.id))
        self.editor.press("v", "0")  # the wheel is the brushes' size in their hand
        self.centre(at)
        self.editor.wheel(at, closer)
        return self.editor

    def centre(self, at: Point) -> None:
        """Pan, as with the middle button."""
        box = self.canvas()
        mouse = self.shooting.page.mouse
        mouse.move(*self.editor.at(at))
        mouse.down(button="middle")
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
        mouse.up(button="middle")

    def hold(self, *points: Point, steps: int = 6) -> None:
        """Press at the first point, go along the others, and do not let go."""
        mouse = self.shooting.page.mouse
        mouse.move(*self.editor.at(points[0]))
        mouse.down()
        self.go(*points[1:], steps=steps)

    def go(self, *points: Point, steps: int = 6) -> None:
        for point in points:
            self.pointer = self.editor.at(point)
            self.shooting.page.mouse.move(*self.pointer, steps=steps)

    def give_up(self) -> None:
        """Escape leaves no trace of what is held."""
        self.shooting.page.keyboard.press("Escape")
        self.shooting.page.mouse.up()

    def take_back(self, gestures: int) -> None:
        self.editor.press(*["Control+z"] * gestures)
        self.editor.stands()

    def canvas(self) -> FloatRect:
        box = self.editor.surface.bounding_box()
        assert box is not None
        return box

    def middle(self, width: int = WIDTH, height: int = HEIGHT) -> FloatRect:
        """The middle of the canvas."""
        box = self.canvas()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        return {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height}

    def right(self, width: int, height: int) -> FloatRect:
        """The canvas' right end with the panel beside it, from the top."""
        panels, canvas = around(self.panels, 0), self.canvas()
        x = panels["x"] + panels["width"] - width
        return {"x": x, "y": canvas["y"], "width": width, "height": height}

    def panel(self, height: int) -> FloatRect:
        """The panel at the right, as far down as `height`."""
        return {**around(self.panels, 0), "height": height}

    @property
    def panels(self) -> Locator:
        return self.editor.root.get_by_role("complementary", name="Panels")

    def keep(self, name: str, clip: FloatRect) -> None:
        """The picture, when two frames in a row have brought nothing new."""
        before, now = b"", self.shooting.page.screenshot(clip=clip)
        while before != now:
            self.shooting.page.wait_for_timeout(200)
            before, now = now, self.shooting.page.screenshot(clip=clip)
        if self.pointer:
            now = with_arrow(now, self.pointer[0] - clip["x"], self.pointer[1] - clip["y"])
        keep(now, self.shooting.out / "editor" / f"{name}.webp", heaviest=HEAVIEST)


def around(locator: Locator, margin: int = 8) -> FloatRect:
    """Where on the screen it is."""
    box = locator.bounding_box()
    assert box is not None
    return {
        "x": box["x"] - margin,
        "y": box["y"] - margin,
        "width": box["width"] + 2 * margin,
        "height": box["height"] + 2 * margin,
    }


def with_arrow(png: bytes, x: float, y: float) -> bytes:
    """The picture with the system's pointer, which a screenshot lacks, at a place of it."""
    with Image.open(io.BytesIO(png)) as picture:
        drawn = picture.convert("RGB")
    corners = [(x + dx, y + dy) for dx, dy in ARROW]
    ImageDraw.Draw(drawn).polygon(corners, fill="white", outline="black")
    packed = io.BytesIO()
    drawn.save(packed, "PNG")
    return packed.getvalue()


def pairs(ring: np.ndarray) -> list[Point]:
    """The points of a ring, (n, 2) float."""
    return [(float(x), float(y)) for x, y in ring]
