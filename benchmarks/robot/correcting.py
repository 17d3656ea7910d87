"""What the robot does to each kind of mistake, looking at what the store has after each gesture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
import shapely
from playwright.sync_api import TimeoutError as NothingHappened

from benchmarks.robot import outlines
from benchmarks.robot.hand import Cost, Hand
from benchmarks.robot.outlines import Points, Stretch
from benchmarks.robot.spoiling import Task
from segcore.geometry import mask_iou, segmentation_to_mask
from segcore.store import Store
from segcore.types import Annotation, Part, Ring

ToolName = Literal["stroke", "push", "vertices"]
KEYS: dict[ToolName, str] = {"stroke": "s", "push": "p", "vertices": "v"}
WANTED = 0.95  # mask IoU
TOLERANCES = (4.0, 2.0, 1.0)  # pixels off that the robot sees; finer while the IoU is short
MOST = 30  # corrections of one outline before the robot gives up
WALK = 2  # Tabs it presses at most to come to an instance
CLICKS = 4  # on a place where instances lie on each other
VERTEX = 24.0  # CSS pixels: what there is to hit of a vertex
OWN_SHARE = 2 / 3  # of the way to the next vertex: a press farther off takes the edge between them
RADIUS = 24.0  # image pixels of the push cursor
SMALL = 120.0  # CSS pixels: of a smaller instance it takes a closer look
ACKNOWLEDGED = 2_500  # milliseconds; a gesture that is not saved by then has changed nothing


class Robot:
    """Corrects the outlines with one tool. It knows the truth and acts by pointer and keys."""

    def __init__(self, hand: Hand, store: Store, tool: ToolName) -> None:
        self._hand, self._store, self._tool = hand, store, tool
        self._editor = hand.editor
        self._radius = 24.0  # CSS pixels, as the editor begins
        self._drags = 0  # of the outline in hand
        self._correct: dict[str, Callable[[Task], None]] = {
            "class": self._change_class,
            "doubled": self._remove_double,
            "missing": self._draw,
            "outline": self._redraw,
        }

    def settle_in(self) -> None:
        """Once a tab: nothing may lie over the picture, so the minimap is put away."""
        self._editor.press("Shift+M")

    def correct(self, task: Task) -> Cost:
        """Put one instance right as far as it can; what that would have cost a person."""
        self._hand.spent()
        self._hand.think()
        self._correct[task.kind](task)
        return self._hand.spent()

    def is_right(self, task: Task) -> bool:
        """Exactly one instance is like the truth, in its class."""
        alike = [one for one in self._present(task) if self._iou(one, task) >= WANTED]
        return [one.category_id for one in alike] == [task.truth.category_id]

    # The kinds of mistakes

    def _change_class(self, task: Task) -> None:
        self._select(task)
        self._hand.press(self._class_key(task))
        self._saved()

    def _remove_double(self, task: Task) -> None:
        self._select(task)
        self._hand.press("Delete")
        self._saved()

    def _draw(self, task: Task) -> None:
        """Each ring click by click: the first part anew, holes and other parts added to it."""
        known = {one.id for one in self._present(task)}
        first, *others = task.truth.segmentation.parts
        self._click_around("n", first.outer, meanwhile=self._class_key(task))
        for part in others:
            self._click_around("a", part.outer)
        for hole in (hole for part in (first, *others) for hole in part.holes):
            self._click_around("o", hole)
        for one in self._present(task):
            if one.id not in known:
                self._redraw(replace(task, annotation_id=one.id))

    def _click_around(self, tool: str, ring: Ring, *, meanwhile: str | None = None) -> None:
        """`meanwhile` is a key that means the new outline once it is begun."""
        self._hand.press(tool)
        for place, point in enumerate(ring):
            self._hand.click(point)
            if place == 0 and meanwhile:
                self._hand.press(meanwhile)
        self._hand.press("Enter")
        self._saved()

    def _redraw(self, task: Task) -> None:
        self._drags = 0
        act = {"stroke": self._stroke, "push": self._push, "vertices": self._drag_vertices}
        for turn in range(MOST):
            stretch = self._wrong(task)
            if stretch is None:
                return
            if turn > 0:
                self._hand.think()
            act[self._tool](task, stretch)

    # The tools

    def _stroke(self, task: Task, stretch: Stretch) -> None:
        others = self._others_as_they_are(task)
        path = outlines.along(_line(self._true_ring(task)), stretch, every=2)
        if self._is_crowded(task, path):
            self._select(task)
        self._take("stroke")
        self._hand.trace(path)
        if self._saved() and self._others_as_they_are(task) != others:
            self._hand.think()
            self._hand.press("Control+z")
            self._saved()
            self._select(task)
            self._take("stroke")
            self._hand.trace(path, held="Alt")
            self._saved()

    def _push(self, task: Task, stretch: Stretch) -> None:
        self._select(task)
        self._take("push")
        self._resize_cursor(task)
        radius = self._radius / self._hand.scale
        line = outlines.beside(self._true_ring(task), by=radius if stretch.is_outside else -radius)
        if line is None:
            return
        self._hand.trace(outlines.along(line, stretch, every=2))
        self._saved()

    def _drag_vertices(self, task: Task, stretch: Stretch) -> None:
        """All vertices of the stretch, the next one always the nearest, while it is wrong."""
        self._select(task)
        self._take("vertices")
        at = stretch.start
        while self._drags < MOST and (wrong := self._wrong(task)) is not None:
            ring, truth = self._ring(task), self._true_ring(task)
            far = [one for one in outlines.off_vertices(ring, truth) if one.off > TOLERANCES[0]]
            if far:
                vertex, place, _ = min(far, key=lambda one: float(np.hypot(*(one.vertex - at))))
            else:  # the edge between two good ones is off: a new vertex is drawn out of it
                [(vertex, place, _)] = outlines.off_vertices(wrong.via[None], truth)
            gaps = np.hypot(*(ring - vertex).T)
            gap = np.sort(gaps)[1 if far else 0] * self._hand.scale
            self._hand.drag(vertex, place, width=min(VERTEX, gap * OWN_SHARE))
            if not self._saved():
                self._hand.press("Escape")  # too short for a drag: it was a click that took it up
            self._drags, at = self._drags + 1, vertex

    def _take(self, tool: ToolName) -> None:
        named = {"vertices": "select"}.get(tool, tool)
        if self._editor.says("tool") != named:
            self._hand.press(KEYS[tool])

    def _resize_cursor(self, task: Task) -> None:
        """By wheel, once an image; to what the instance and the zoom need."""
        x1, y1, x2, y2 = task.truth.box
        wanted = min(RADIUS, min(x2 - x1, y2 - y1) / 3) * self._hand.scale
        notches = round(np.log(wanted / self._radius) / np.log(1.15))
        if abs(notches) < 3:
            return
        self._hand.turn_wheel(notches)
        for _ in range(abs(notches)):
            self._radius = float(np.clip(round(self._radius * 1.15 ** np.sign(notches)), 2, 200))

    # Selecting

    def _select(self, task: Task) -> None:
        """By Tab when it is near in the draw order, else by clicks with the select tool."""
        wanted = [str(one.id) for one in self._copies(task)]
        if self._editor.says("selected") in wanted:
            return
        if self._editor.says("tool") != "select":
            for key in self._walk_to(task):
                self._hand.press(key)
            if self._editor.says("selected") in wanted:
                return
        self._take("vertices")
        for _ in range(CLICKS):
            self._hand.click(self._inside(task), width=VERTEX)
            if self._editor.says("selected") in wanted:
                return

    def _copies(self, task: Task) -> list[Annotation]:
        """It, and what lies exactly on it: one is as good as the other."""
        now = self._now(task)
        return [one for one in self._present(task) if one.segmentation == now.segmentation]

    def _walk_to(self, task: Task) -> list[str]:
        """The keys that walk there from what is selected; none when it is far."""
        keys = [str(one.id) for one in self._present(task)]
        selected = self._editor.says("selected")
        if selected not in keys:
            return []
        ahead = (keys.index(str(task.annotation_id)) - keys.index(selected)) % len(keys)
        back = len(keys) - ahead
        return ["Tab"] * ahead if ahead <= WALK else ["Shift+Tab"] * (back if back <= WALK else 0)

    def _inside(self, task: Task) -> Points:
        """A point of the instance that no other covers, far from the outline, if there is one."""
        own, others = _shape(self._now(task)), [_shape(one) for one in self._others(task)]
        free = own.difference(shapely.union_all(others)) if others else own
        pieces = shapely.get_parts(free if free.area > 1 else own)
        largest = max(pieces, key=lambda piece: piece.area)
        deep = shapely.maximum_inscribed_circle(largest, tolerance=1)
        return np.array(deep.coords[0])

    def _is_crowded(self, task: Task, path: Points) -> bool:
        """Whether a stroke there would be taken for another instance."""
        ends = shapely.points(path[[0, -1]])
        reach = 24 / self._hand.scale
        selected = self._editor.says("selected")
        own = sum(shapely.distance(_shape(self._now(task)).boundary, ends))
        for one in self._others(task):
            away = shapely.distance(_shape(one).boundary, ends)
            if max(away) <= reach + 4 and (str(one.id) == selected or sum(away) < own + 8):
                return True
        return False

    # What the store has

    def _wrong(self, task: Task) -> Stretch | None:
        """None when the outline is as good as wanted and no stretch is visibly off."""
        ring, truth = self._ring(task), self._true_ring(task)
        is_short = self._iou(self._now(task), task) < WANTED
        for tolerance in TOLERANCES if is_short else TOLERANCES[:1]:
            stretch = outlines.worst_stretch(ring, truth, tolerance=tolerance)
            if stretch is not None:
                return stretch
        return None

    def _iou(self, one: Annotation, task: Task) -> float:
        now, truth = (
            segmentation_to_mask(each.segmentation, task.image.size) for each in (one, task.truth)
        )
        return mask_iou(now, truth)

    def _now(self, task: Task) -> Annotation:
        assert task.annotation_id is not None
        return self._store.annotation(task.annotation_id)

    def _ring(self, task: Task) -> Ring:
        return _largest(self._now(task)).outer

    def _true_ring(self, task: Task) -> Ring:
        return _largest(task.truth).outer

    def _present(self, task: Task) -> list[Annotation]:
        return self._store.annotations(task.image.id)

    def _others(self, task: Task) -> list[Annotation]:
        return [one for one in self._present(task) if one.id != task.annotation_id]

    def _others_as_they_are(self, task: Task) -> list[tuple[int, int]]:
        return [(one.id, one.version) for one in self._others(task)]

    def _class_key(self, task: Task) -> str:
        categories = self._store.categories(task.image.dataset_id)
        return str(1 + [one.id for one in categories].index(task.truth.category_id))

    def _saved(self) -> bool:
        """Wait for the store's acknowledgement; False when there was nothing to save."""
        try:
            self._editor.saved(ACKNOWLEDGED)
        except NothingHappened:
            return False
        return True


def _largest(one: Annotation) -> Part:
    return max(one.segmentation.parts, key=lambda part: shapely.Polygon(part.outer).area)


def _shape(one: Annotation) -> shapely.Geometry:
    parts = (shapely.Polygon(part.outer, part.holes) for part in one.segmentation.parts)
    return shapely.union_all([shapely.make_valid(part) for part in parts])


def _line(ring: Ring) -> shapely.LinearRing:
    return shapely.LinearRing(ring)
