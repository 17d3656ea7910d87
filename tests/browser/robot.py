"""Somebody at the editor who knows what each gesture does: what is there, and what was before."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from tests.browser.driving import until
from tests.browser.editing import Editor
from tests.browser.scenes import Point, square

SIDE = 40
COLUMNS, ROWS, PITCH = 5, 3, 72  # cells so far apart that nothing snaps to a neighbour
CELLS = range(COLUMNS * ROWS)
DRIFT = 9  # image pixels that a corner is away from home at most: no outline crosses itself
DRAG = 4  # image pixels: more than a click may slip
KEYS = {"undo": "Control+z", "redo": "Control+Shift+z"}

Direction = Literal["undo", "redo"]


@dataclass(frozen=True)
class Known:
    """What an instance's outline and class should be."""

    outline: tuple[Point, ...]
    category: int


Board = dict[int, Known]  # by cell


class Step(NamedTuple):
    """The board that an undo or redo leads to, and whether this tab alone can do it."""

    board: Board
    is_own: bool


def home(cell: int) -> list[Point]:
    """The corners of a cell's square."""
    return square(28 + cell % COLUMNS * PITCH, 20 + cell // COLUMNS * PITCH, SIDE)


def middle(cell: int) -> Point:
    (x, y), *_ = home(cell)
    return x + SIDE / 2, y + SIDE / 2


@dataclass
class Robot:
    """Each gesture is made by pointer or keys, and must be the one more that the editor counts."""

    editor: Editor
    chance: random.Random
    board: Board
    categories: int
    steps: dict[Direction, list[Step]] = field(default_factory=lambda: {"undo": [], "redo": []})
    done: Counter[str] = field(default_factory=Counter)  # gestures, by the kind of their request

    def sit_down(self, editor: Editor) -> None:
        """At a tab just opened, which must ask the store for what was done before it."""
        self.editor = editor
        for steps in self.steps.values():
            steps[:] = [step._replace(is_own=False) for step in steps]

    def act(self, *, online: bool) -> None:
        """One gesture, chosen by chance among those that are possible now."""
        possible: list[Callable[[], None]] = []
        if self.board:
            possible += [self.drag_corner] * 4 + [self.recolour, self.delete]
        if len(self.board) < len(CELLS):
            possible += [self.draw] * 2
        possible += [
            lambda direction=direction: self.step(direction)
            for direction, steps in self.steps.items()
            if steps and (online or steps[-1].is_own)
        ] * 2
        self.chance.choice(possible)()

    def drag_corner(self) -> None:
        cell = self._pick()
        corner = self.chance.randrange(4)
        outline = list(self.board[cell].outline)
        goal = self._place_near(home(cell)[corner], away_from=outline[corner])
        with self.counted("save"):
            outline[corner] = self._drag(outline[corner], goal)
        self._leads_to({**self.board, cell: replace(self.board[cell], outline=tuple(outline))})

    def recolour(self) -> None:
        cell = self._pick()
        step = self.chance.randint(1, self.categories - 1)
        category = (self.board[cell].category + step) % self.categories
        with self.counted("save"):
            self.editor.press(str(category + 1))
        self._leads_to({**self.board, cell: replace(self.board[cell], category=category)})

    def delete(self) -> None:
        cell = self._pick()
        with self.counted("save"):
            self.editor.press("Delete")
        self._leads_to({key: known for key, known in self.board.items() if key != cell})

    def draw(self) -> None:
        """A square in a free cell, its class chosen after the first point."""
        cell = self.chance.choice([cell for cell in CELLS if cell not in self.board])
        category = self.chance.randrange(self.categories)
        with self.counted("save"):
            self.editor.press("n")
            outline = []
            for corner in home(cell):
                outline.append(self._click(corner))
                self.editor.press(str(category + 1))
            self.editor.press("Enter")
        self.editor.press("v")
        self._leads_to({**self.board, cell: Known(tuple(outline), category)})

    def step(self, direction: Direction) -> None:
        """Undo or redo. What only the store can do waits until it knows everything."""
        other: Direction = "redo" if direction == "undo" else "undo"
        board, is_own = self.steps[direction].pop()
        if not is_own:
            self.editor.comes_to_say("unsent", "0")
        with self.counted(direction):
            self.editor.press(KEYS[direction])
        self.steps[other].append(Step(self.board, is_own))
        self.board = board

    @contextmanager
    def counted(self, kind: str) -> Iterator[None]:
        """What is done meanwhile is one gesture: kept or acknowledged, it counts once."""
        before = self._gestures()
        yield
        until(self.editor.page, lambda: self._gestures() > before)
        assert self._gestures() == before + 1
        self.done[kind] += 1

    def _leads_to(self, board: Board) -> None:
        self.steps["undo"].append(Step(self.board, is_own=True))
        self.steps["redo"].clear()
        self.board = board

    def _gestures(self) -> int:
        """Those this tab knows of, in one look."""
        count: int = self.editor.root.evaluate(
            "({ dataset }) => Number(dataset.unsent) + Number(dataset.acknowledged)"
        )
        return count

    def _place_near(self, corner: Point, *, away_from: Point) -> Point:
        """Within DRIFT of `corner`, and so far from where a point is that it takes a drag."""
        while True:
            x, y = (n + self.chance.uniform(-DRIFT, DRIFT) for n in corner)
            if math.dist((x, y), away_from) > DRAG:
                return x, y

    def _pick(self) -> int:
        cell = self.chance.choice(sorted(self.board))
        self._click(middle(cell))
        return cell

    def _click(self, point: Point) -> Point:
        """Click the whole screen pixel nearest to an image point: the image point it hits."""
        pixel = self._pixel(point)
        self.editor.page.mouse.click(*pixel)
        return self.editor.image_point(pixel)

    def _drag(self, start: Point, goal: Point) -> Point:
        """Drag by whole screen pixels: where what was at `start` lies then."""
        first, last = self._pixel(start), self._pixel(goal)
        mouse = self.editor.page.mouse
        mouse.move(*first)
        mouse.down()
        mouse.move(*last, steps=3)
        mouse.up()
        (from_x, from_y), (to_x, to_y) = map(self.editor.image_point, (first, last))
        return start[0] + to_x - from_x, start[1] + to_y - from_y

    def _pixel(self, point: Point) -> Point:
        x, y = self.editor.at(point)
        return round(x), round(y)
