"""Sentences for tests in a browser."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
WAIT = 60_000  # milliseconds: long, because the machine is shared


def settled(page: Page) -> None:
    """Wait until the script of the page has run to its end."""
    page.locator(f'{SETTLED}[data-test-connection-state="CONNECTED"]').wait_for(timeout=WAIT)


def visit(page: Page, url: str) -> None:
    """Open `url` as somebody who typed it, and wait until it stands."""
    page.goto(url)
    settled(page)


def heading(page: Page, title: str) -> None:
    """The page's title is `title`."""
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=WAIT)


def go_to(page: Page, screen: str) -> None:
    """Click `screen` in the navigation."""
    page.get_by_test_id("stTopNav").get_by_role("link", name=screen).click()
    settled(page)


def no_complaint(page: Page) -> None:
    """Nothing on the page says that something went wrong."""
    expect(page.get_by_test_id("stAlert").filter(has_text="failed")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def until(page: Page, happened: Callable[[], bool]) -> None:
    """Look again and again, while the page goes on; fail when it has not happened in time."""
    deadline = time.monotonic() + WAIT / 1000
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        page.wait_for_timeout(50)
