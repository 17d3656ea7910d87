"""The robot's hand: real pointer and key events, and what each would cost a person."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from benchmarks.robot import timing
from benchmarks.robot.outlines import Points
from tests.browser.editing import Editor

ACCURACY = 8.0  # CSS pixels: the width within which a hand ends a movement or keeps to a line
_STEP = 5.0  # CSS pixels between the events of a drawn line


class View(NamedTuple):
    """Where the picture is on the screen: screen = offset + scale * image pixels."""

    offset: Points  # (2,)
    scale: float  # CSS pixels an image pixel


class Cost(NamedTuple):
    """`seconds` has one look a mistake; `careful` has one before every drag as well."""

    gestures: int
    seconds: float
    careful: float


class Hand:
    """Its movements end beside the aim as a person's do, spread over the width of the target."""

    def __init__(self, editor: Editor, rng: Generator) -> None:
        self.editor = editor
        self._rng = rng
        self._place = np.array([700.0, 450.0])
        self._gestures, self._seconds = 0, 0.0
        self._unseen = 0  # drags without a look before them
        self._has_looked = False

    def spent(self) -> Cost:
        """Since the last call."""
        careful = self._seconds + timing.THINK * self._unseen
        cost = Cost(self._gestures, self._seconds, careful)
        self._gestures, self._seconds, self._unseen = 0, 0.0, 0
        return cost

    def think(self) -> None:
        self._seconds += timing.THINK
        self._has_looked = True

    def press(self, key: str) -> None:
        """A key with its modifiers, as Playwright names it."""
        self.editor.press(key)
        self._did(timing.KEY * len(key.split("+")))

    def click(self, point: Points, *, width: float = ACCURACY) -> None:
        """Click at an image point; `width` in CSS pixels is what there is to hit."""
        self._go_to(self._near(self._on_screen(point), width), width)
        self._button_down()
        self._button_up()
        self._did(0)

    def drag(self, start: Points, end: Points, *, width: float) -> None:
        """From an image point, `width` CSS pixels wide, straight to another."""
        self._go_to(self._near(self._on_screen(start), width), width)
        self._button_down()
        target = self._near(self._on_screen(end), ACCURACY)
        self._seconds += timing.dragging(self._distance(target), ACCURACY)
        self._move(target, steps=6)
        self._button_up()
        self._dragged()

    def trace(self, line: Points, *, held: str | None = None) -> None:
        """Draw along image points with the button, and perhaps a key, held."""
        path = self._shaky(self._view().offset + line * self._view().scale)
        self._go_to(path[0], ACCURACY)
        if held:
            self.editor.page.keyboard.down(held)
            self._seconds += timing.KEY
        self._button_down()
        for place in path[1:]:
            self._move(place)
        self._seconds += timing.steering(_length(path), ACCURACY)
        self._button_up()
        if held:
            self.editor.page.keyboard.up(held)
        self._dragged()

    def turn_wheel(self, notches: int) -> None:
        """In one go; towards the screen where they are negative."""
        for _ in range(abs(notches)):
            self.editor.page.mouse.wheel(0, -100 if notches > 0 else 100)
        self._did(timing.PRESS * abs(notches))

    @property
    def scale(self) -> float:
        return self._view().scale

    def _dragged(self) -> None:
        self._unseen += not self._has_looked
        self._has_looked = False
        self._did(0)

    def _did(self, seconds: float) -> None:
        self._gestures += 1
        self._seconds += seconds

    def _go_to(self, target: Points, width: float) -> None:
        self._seconds += timing.pointing(self._distance(target), width)
        self._move(target)

    def _distance(self, target: Points) -> float:
        return float(np.hypot(*(target - self._place)))

    def _move(self, target: Points, *, steps: int = 1) -> None:
        self.editor.page.mouse.move(*map(float, target), steps=steps)
        self._place = target

    def _button_down(self) -> None:
        self.editor.page.mouse.down()
        self._seconds += timing.PRESS

    def _button_up(self) -> None:
        self.editor.page.mouse.up()
        self._seconds += timing.PRESS

    def _near(self, target: Points, width: float) -> Points:
        miss = self._rng.normal(0, width / timing.SPREAD, 2)
        return target + np.clip(miss, -width / 2, width / 2)

    def _shaky(self, line: Points) -> Points:
        """The line as a hand draws it: it sways around it within the accuracy."""
        lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
        places = np.linspace(0, lengths[-1], max(2, int(lengths[-1] / _STEP) + 1))
        exact = np.stack([np.interp(places, lengths, line[:, axis]) for axis in (0, 1)], axis=1)
        width = 9  # events that one sway lasts
        white = self._rng.normal(0, 1, (len(exact) + width - 1, 2))
        kernel = np.hanning(width + 2)[1:-1]
        kernel /= np.hypot.reduce(kernel)
        sway = np.stack([np.convolve(white[:, axis], kernel, "valid") for axis in (0, 1)], axis=1)
        bound = ACCURACY / 2
        return exact + np.clip(sway * ACCURACY / timing.SPREAD, -bound, bound)

    def _on_screen(self, point: Points) -> Points:
        view = self._view()
        return view.offset + point * view.scale

    def _view(self) -> View:
        left, top, scale = self.editor.root.evaluate(
            """editor => {
              const box = editor.querySelector(".surface").getBoundingClientRect();
              const { x, y, scale } = editor.dataset;
              return [box.left + Number(x), box.top + Number(y), Number(scale)];
            }"""
        )
        return View(np.array([left, top]), scale)


def _length(path: Points) -> float:
    return float(np.hypot(*np.diff(path, axis=0).T).sum())
