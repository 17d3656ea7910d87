"""Every screen has an address that works as the first one a fresh server ever sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import WAIT, go_to, heading, no_complaint, visit
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

SCREENS = ["Home", "Datasets", "Annotate", "Train", "Review"]
ADDRESSES = {
    "/": "Teach a model to see what you see",
    "/datasets": "Datasets",
    "/annotate?dataset=nowhere&image=7": "Annotate",
    "/train?dataset=nowhere": "Train",
    "/review?run=never-was": "Review",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_deep_link_is_the_right_screen_with_the_whole_navigation(
    server: Server, page: Page, address: str
) -> None:
    visit(page, server.url + address)

    heading(page, ADDRESSES[address])
    links = page.get_by_test_id("stTopNav").get_by_role("link")
    expect(links).to_contain_text(SCREENS)
    no_complaint(page)


def test_an_empty_start_leads_from_home_to_adding_a_dataset(server: Server, page: Page) -> None:
    visit(page, server.url)

    page.get_by_role("button", name="Add a dataset").click()

    heading(page, "Datasets")
    expect(page).to_have_url(server.url + "/datasets", timeout=WAIT)


def test_every_screen_without_data_leads_on(server: Server, page: Page) -> None:
    visit(page, server.url)
    for screen in ("Annotate", "Train", "Review"):
        go_to(page, screen)
        heading(page, screen)
        expect(page.get_by_role("button", name="Add a dataset")).to_be_visible(timeout=WAIT)


def test_a_killed_server_comes_back_on_the_same_address(server: Server, page: Page) -> None:
    visit(page, server.url + "/datasets")
    server.restart()

    visit(page, server.url + "/datasets")

    heading(page, "Datasets")
    no_complaint(page)
