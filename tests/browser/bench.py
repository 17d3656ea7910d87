"""One server and one tab for all tests of a module; each opens a dataset of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from segcore.store import Store, open_store
from segcore.types import Annotation, Dataset, Image
from tests.browser import scenes
from tests.browser.conftest import WINDOW
from tests.browser.driving import WAIT, until
from tests.browser.editing import Editor, open_editor
from tests.browser.scenes import CLASSES, Point, Shape
from tests.browser.serving import Server


class Bench:
    """The editor on a dataset, and what the store has of the image on screen."""

    def __init__(self, server: Server, store: Store, page: Page) -> None:
        self.server = server
        self.store = store
        self.page = page
        self.count = 0
        self.dataset: Dataset
        self.images: list[Image]
        self.editor: Editor

    def open(self, *images: Sequence[Shape], classes: Sequence[str] = CLASSES) -> Editor:
        """A new dataset of these images, the first of them on screen in a tab without memory."""
        self.count += 1
        self.dataset = scenes.build(self.store, f"bench{self.count}", images, classes=classes)
        self.images = list(self.store.images(self.dataset.id))
        self.editor = open_editor(self.page, self.server, self.dataset.name)
        return self.editor

    def forget(self) -> None:
        """Leave the editor, and nothing of it in the browser."""
        self.page.goto(f"{self.server.url}/segcore/health")
        self.page.evaluate("localStorage.clear(), sessionStorage.clear()")

    @property
    def here(self) -> Image:
        """The image on screen."""
        return next(one for one in self.images if str(one.id) == self.editor.says("image"))

    def annotations(self, image: Image | None = None) -> list[Annotation]:
        """In draw order, of the image on screen by default."""
        return list(self.store.annotations((image or self.here).id))

    def outline(self, at: int = 0, part: int = 0, ring: int = 0) -> list[Point]:
        return scenes.points(self.annotations()[at], part, ring)

    def classes(self) -> list[str]:
        names = {one.id: one.name for one in self.store.categories(self.dataset.id)}
        return [names[one.category_id] for one in self.annotations()]

    def labels(self) -> list[str]:
        """Of the gestures on the image, the newest first."""
        return [change.label for change in reversed(self.store.history(self.here.id))]

    # What the editor says

    def said(self, words: str) -> None:
        """The live text comes to have `words` in it."""
        status = self.editor.root.locator("main").get_by_role("status")
        expect(status).to_contain_text(words, timeout=WAIT)

    def hint(self, words: str) -> None:
        """The bottom line comes to have `words` in it."""
        expect(self.editor.root.locator(".hint")).to_contain_text(words, timeout=WAIT)

    def options(self) -> Locator:
        """Rows of the instance list."""
        return self.editor.root.get_by_role("listbox", name="Instances").get_by_role("option")

    def selected(self) -> list[int]:
        """Their ids."""
        return [int(key) for key in self.editor.says("selected").split()]

    def view(self) -> tuple[float, ...]:
        """Scale and place of the picture."""
        return tuple(float(self.editor.says(name)) for name in ("scale", "x", "y"))

    def view_changes(self, before: tuple[float, ...]) -> tuple[float, ...]:
        until(self.page, lambda: self.view() != before)
        return self.view()


@pytest.fixture(scope="module")
def module_bench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The server and the tab: `bench` cleans up after each test."""
    folder: Path = tmp_path_factory.mktemp("bench") / "datasets"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGCORE_DATA_DIR", str(folder))
        patch.delenv("SEGCORE_DATABASE_URL", raising=False)
        store, server = open_store(), Server(folder)
        server.start()
        context = chromium.new_context(viewport=WINDOW, has_touch=True)
        yield Bench(server, store, context.new_page())
        context.close()
        server.stop()
        store.close()


@pytest.fixture
def bench(module_bench: Bench) -> Iterator[Bench]:
    yield module_bench
    module_bench.forget()
