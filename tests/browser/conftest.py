"""Real Chromium before a real server: `server` (killable, restartable) and `page`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright drives the browser tests and is not installed"
)

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from segcore import jobs  # noqa: E402
from segcore.store import open_store  # noqa: E402
from segcore.types import ENDED  # noqa: E402
from tests.browser.serving import Server  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOW = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests. Skips where there is none."""
    path = shutil.which(CHROMIUM) or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium: install it (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server(data_dir: Path) -> Iterator[Server]:
    """A running server on `data_dir`; fill the store before or while it runs."""
    running = Server(data_dir)
    running.start()
    yield running
    running.stop()
    _end_trainings(data_dir)


def _end_trainings(data_dir: Path) -> None:
    """A training outlives its server; it must not outlive its test."""
    store = open_store(f"sqlite:///{data_dir / 'segcore.db'}")
    for run in store.runs():
        if run.state not in ENDED:
            jobs.cancel(store, run.id)
            jobs.follow(store, run.id)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh tab without any memory."""
    context = chromium.new_context(viewport=WINDOW, accept_downloads=True)
    yield context.new_page()
    context.close()
