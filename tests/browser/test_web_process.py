"""The web process shows every screen without loading what only a training needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from segcore.store import Store
from tests import toys
from tests.browser.driving import no_complaint, visit
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

SCREENS = ("", "datasets", "annotate?dataset=toys", "train?dataset=toys", "review")


def test_no_screen_loads_torch(store: Store, server: Server, page: Page) -> None:
    toys.squares(store)
    for screen in SCREENS:
        visit(page, f"{server.url}/{screen}")
        no_complaint(page)
    mapped = Path(f"/proc/{server.pid}/maps").read_text()
    assert "/numpy/" in mapped
    assert [name for name in ("torch", "detectron2", "fiftyone") if f"/{name}/" in mapped] == []
