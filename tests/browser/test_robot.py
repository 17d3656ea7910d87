"""The robot annotator: by pointer and keys it puts every mistake right, fastest by strokes."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import PIL.Image
import pytest
from playwright.sync_api import Browser

from benchmarks.robot.correcting import Robot, ToolName
from benchmarks.robot.hand import Hand
from benchmarks.robot.spoiling import spoil
from segcore.folders import DatasetFolder
from segcore.store import NewAnnotation, NewCategory, NewImage, Store
from segcore.types import Box, Dataset, Part, Segmentation
from tests.browser.conftest import WINDOW
from tests.browser.editing import open_editor
from tests.browser.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTH, HEIGHT = 800, 600
RADII = (80, 60)
AREA = math.pi * 80 * 60
SEED = 10  # spoils instances in each of the four ways


def ellipses(store: Store, name: str) -> Dataset:
    """A grey picture with eight ellipses in two rows, well apart, of two classes in turn."""
    path = DatasetFolder.of(name).image("0.png")
    path.parent.mkdir(parents=True)
    PIL.Image.new("RGB", (WIDTH, HEIGHT), (90, 90, 90)).save(path)
    return store.load(
        name,
        categories=[NewCategory("Panda"), NewCategory("Dice")],
        images=[NewImage("0.png", WIDTH, HEIGHT)],
        annotations=list(_annotations()),
    )


def _annotations() -> Iterator[NewAnnotation]:
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for place in range(8):
        x, y = 100.0 + place % 4 * 200, 150.0 + place // 4 * 300
        outline = Segmentation((Part(((x, y) + circle * RADII).round(2)),))
        box = Box(x - RADII[0], y - RADII[1], x + RADII[0], y + RADII[1])
        yield NewAnnotation(0, place % 2, box, AREA, segmentation=outline)


def corrected(
    tool: ToolName, server: Server, chromium: Browser, store: Store
) -> tuple[set[str], float]:
    """The kinds of mistakes that were put right, and the modelled seconds of the outlines."""
    rng = np.random.default_rng(SEED)
    tasks = spoil(store, ellipses(store, tool), rng, limit=8)
    tab = chromium.new_page(viewport=WINDOW)
    robot = Robot(Hand(open_editor(tab, server, tool), rng), store, tool)
    robot.settle_in()
    costs = [robot.correct(task) for task in tasks]
    tab.close()
    assert [task for task in tasks if not robot.is_right(task)] == []
    pairs = zip(tasks, costs, strict=True)
    seconds = sum(cost.seconds for task, cost in pairs if task.kind == "outline")
    return {task.kind for task in tasks}, seconds


def test_every_mistake_is_put_right_and_strokes_take_less_than_dragging_vertices(
    server: Server, chromium: Browser, store: Store
) -> None:
    tools: tuple[ToolName, ...] = ("stroke", "push", "vertices")
    found = {tool: corrected(tool, server, chromium, store) for tool in tools}
    assert found["stroke"][0] == {"outline", "missing", "doubled", "class"}
    assert found["stroke"][1] < found["vertices"][1]
    assert found["push"][1] < found["vertices"][1]
