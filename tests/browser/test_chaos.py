"""Whatever dies meanwhile: what a person did is in the store, all of it, and once."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from segcore.store import Store
from tests.browser import scenes
from tests.browser.conftest import WINDOW
from tests.browser.driving import settled, until, visit
from tests.browser.editing import Editor
from tests.browser.robot import CELLS, Board, Known, Robot, home, middle
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

SEED = 4
ROUNDS, GESTURES = 10, 20  # a round kills the server once and leaves the page once
LEAVING = ("reload", "crash", "reload while away", "crash while away", "leave while away")


class World:
    """A server and a tab, both of which may go at any moment and come back."""

    def __init__(self, server: Server, context: BrowserContext, address: str) -> None:
        self.server = server
        self.context = context
        self.address = address
        self.page = self.tab()
        self.comes: Thread | None = None
        self.is_up = True
        self.open()

    def tab(self) -> Page:
        """A new one, which is left although something is unsent."""
        page = self.context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def open(self) -> None:
        """Visit the page and wait until one can begin, whatever is still unsent."""
        visit(self.page, self.address)
        self.begin()

    def begin(self) -> None:
        settled(self.page)
        self.editor = Editor(self.page)
        self.editor.begins()

    @property
    def is_online(self) -> bool:
        """The server is known to answer."""
        if self.comes and not self.comes.is_alive():
            self.comes.join()
            self.comes, self.is_up = None, True
        return self.is_up

    def power_cut(self) -> None:
        self.power_back()
        self.server.kill()
        self.is_up = False

    def power_coming(self) -> None:
        """The server starts while one goes on."""
        if not self.is_up and not self.comes:
            self.comes = Thread(target=self.server.start)
            self.comes.start()

    def power_back(self) -> None:
        self.power_coming()
        if self.comes:
            self.comes.join()
        assert self.is_online

    def leave(self, how: str) -> None:
        """Leave the page, or lose it, and come back as soon as it can be had."""
        if how == "reload" and self.is_online:
            self.page.reload()
            self.begin()
        elif how.startswith("crash"):
            self.lose()
            self.power_back()
            self.page = self.tab()
            self.open()
        else:
            self.page.goto("about:blank")
            self.power_back()
            self.open()

    def lose(self) -> None:
        """The tab crashes, as soon as the browser has written down what is unsent."""
        until(self.page, lambda: self.editor.kept() >= int(self.editor.says("unsent")))
        with self.page.expect_event("crash"), pytest.raises(Error, match="ERR_ABORTED"):
            self.page.goto("chrome://crash")
        self.page.close()


def requests(store_file: Path) -> Counter[str]:
    """How many gestures the store has, by kind."""
    with sqlite3.connect(store_file) as connection:
        return Counter(dict(connection.execute("SELECT kind, count(*) FROM request GROUP BY kind")))


def plan(chance: random.Random) -> list[tuple[int, str]]:
    """What happens before which gesture of all, in order."""
    events: list[tuple[int, str]] = []
    for turn in range(ROUNDS):
        start = turn * GESTURES
        cut = start + chance.randrange(1, GESTURES - 8)
        back = cut + chance.randrange(2, 8)
        how = LEAVING[turn % len(LEAVING)]
        away = "while away" in how
        leaving = chance.randrange(cut + 1, back) if away else start + chance.randrange(GESTURES)
        events += [(cut, "cut"), (leaving, how), (back, "coming")]
    return sorted(events, key=lambda event: event[0])


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=WINDOW)
    yield context
    context.close()


@pytest.fixture
def start() -> Board:
    """What is there at first: a square in every other cell."""
    return {cell: Known(tuple(home(cell)), cell % len(scenes.CLASSES)) for cell in CELLS[::2]}


def found(store: Store, image_id: int) -> dict[int, tuple[list[float], int]]:
    """By cell, the outline (as flat numbers) and the class that the store has."""
    dataset = store.dataset("chaos")
    places = {one.id: place for place, one in enumerate(store.categories(dataset.id))}
    board: dict[int, tuple[list[float], int]] = {}
    for one in store.annotations(image_id):
        x, y = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
        cell = min(CELLS, key=lambda cell: abs(middle(cell)[0] - x) + abs(middle(cell)[1] - y))
        assert cell not in board, "an instance is there twice"
        flat = [number for point in scenes.points(one) for number in point]
        board[cell] = (flat, places[one.category_id])
    return board


def expected(board: Board) -> dict[int, tuple[object, int]]:
    """The same of what the robot did; the editor keeps hundredths of a pixel."""
    flat = {cell: [n for point in known.outline for n in point] for cell, known in board.items()}
    return {cell: (pytest.approx(flat[cell], abs=0.05), board[cell].category) for cell in board}


def listed(page: Page) -> list[str]:
    """The instances as the editor tells a screen reader of them, the selection left out."""
    options = page.get_by_role("listbox", name="Instances of the image").get_by_role("option")
    labels = [
        label or "" for label in options.evaluate_all("all => all.map((one) => one.ariaLabel)")
    ]
    return sorted(label.replace(", selected", "") for label in labels)


def test_all_that_was_done_is_there_once_whatever_dies_meanwhile(
    server: Server, context: BrowserContext, chromium: Browser, store: Store, start: Board
) -> None:
    shapes = [scenes.shape(known.outline, category=known.category) for known in start.values()]
    dataset = scenes.build(store, "chaos", [shapes])
    [image] = store.images(dataset.id)
    file = server.data_dir / "segcore.db"
    chance = random.Random(SEED)
    events = plan(chance)
    address = f"{server.url}/annotate?dataset=chaos&image={image.id}"
    world = World(server, context, address)
    robot = Robot(world.editor, chance, start, len(scenes.CLASSES))

    for turn in range(ROUNDS * GESTURES):
        while events and events[0][0] <= turn:
            _, event = events.pop(0)
            if event == "cut":
                world.power_cut()
                acknowledged = robot.done.total() - int(world.editor.says("unsent"))
                assert requests(file).total() >= acknowledged
            elif event == "coming":
                world.power_coming()
            else:
                world.leave(event)
                robot.sit_down(world.editor)
        robot.act(online=world.is_online)

    world.power_back()
    world.editor.stands(image.id)
    assert world.editor.says("conflict") == ""
    assert requests(file) == robot.done
    assert found(store, image.id) == expected(robot.board)

    fresh = chromium.new_context(viewport=WINDOW)
    other = World(server, fresh, address)
    assert listed(other.page) == listed(world.page)
    assert len(listed(other.page)) == len(robot.board)
    fresh.close()
