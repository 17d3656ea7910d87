"""Annotate in the browser: what was saved stays saved, and nobody is overwritten in silence."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from segcore.store import Store
from segcore.types import Dataset
from tests import toys
from tests.browser.canvas import Canvas
from tests.browser.conftest import WINDOW
from tests.browser.driving import WAIT, go_to, heading, settled, visit
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

INSIDE = (32.0, 32.0)
CORNERS = [(16.0, 16.0), (48.0, 16.0), (48.0, 48.0), (16.0, 48.0)]


@pytest.fixture
def dataset(store: Store) -> Dataset:
    return toys.squares(store)


def open_canvas(page: Page, server: Server, dataset: Dataset) -> Canvas:
    visit(page, f"{server.url}/annotate?dataset={dataset.name}")
    canvas = Canvas(page, width=toys.SIDE)
    canvas.turn_editing_on()
    return canvas


def outline(store: Store, dataset: Dataset) -> list[list[float]]:
    """The square of the first image, as the store has it."""
    [image] = store.images(dataset.id, limit=1)
    [annotation] = store.annotations(image.id)
    points: list[list[float]] = annotation.segmentation.parts[0].outer.tolist()
    return points


def wait_until(page: Page, happened: Callable[[], bool]) -> None:
    """Look again and again, while the page goes on."""
    deadline = time.monotonic() + WAIT / 1000
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        page.wait_for_timeout(100)


def move(canvas: Canvas, corner: int, to: tuple[float, float]) -> None:
    canvas.show_points_of(INSIDE)
    canvas.drag(CORNERS[corner], to)


def test_an_edit_stays_when_the_page_is_left_and_found_again(
    server: Server, page: Page, store: Store, dataset: Dataset
) -> None:
    canvas = open_canvas(page, server, dataset)
    move(canvas, 0, (8, 10))
    canvas.saved(1)

    go_to(page, "Train")
    heading(page, "Train")
    go_to(page, "Annotate")
    canvas.turn_editing_on()
    move(canvas, 2, (56, 57))
    wait_until(page, lambda: outline(store, dataset)[2] != list(CORNERS[2]))

    points = outline(store, dataset)
    assert points[0] == pytest.approx((8, 10), abs=0.7)
    assert points[2] == pytest.approx((56, 57), abs=0.7)
    assert points[1] == list(CORNERS[1])


@pytest.mark.parametrize(("choice", "kept"), [("Keep mine", (56, 57)), ("Take theirs", (48, 48))])
def test_two_tabs_on_one_instance_leave_the_choice_to_the_second(
    choice: str,
    kept: tuple[float, float],
    server: Server,
    page: Page,
    chromium: Browser,
    store: Store,
    dataset: Dataset,
) -> None:
    first = open_canvas(page, server, dataset)
    context = chromium.new_context(viewport=WINDOW)
    second = open_canvas(context.new_page(), server, dataset)
    move(first, 0, (8, 10))
    first.saved(1)

    move(second, 2, (56, 57))
    warning = second.page.get_by_text(re.compile("changed this instance while you edited it"))
    expect(warning).to_be_visible(timeout=WAIT)
    assert outline(store, dataset)[2] == list(CORNERS[2])

    second.page.get_by_role("button", name=choice).click()
    expect(warning).to_be_hidden(timeout=WAIT)
    settled(second.page)
    context.close()
    assert outline(store, dataset)[2] == pytest.approx(kept, abs=0.7)


def test_a_drag_with_editing_off_adds_nothing_and_says_what_would(
    server: Server, page: Page, store: Store, dataset: Dataset
) -> None:
    visit(page, f"{server.url}/annotate?dataset={dataset.name}")
    canvas = Canvas(page, width=toys.SIDE)
    canvas.turn_editing_on()
    canvas.turn_editing_on()  # and off again
    canvas.drag((52, 4), (60, 12))

    expect(page.get_by_text("Correct adds nothing")).to_be_visible(timeout=WAIT)
    assert outline(store, dataset) == [list(corner) for corner in CORNERS]


def test_a_number_key_changes_the_class_and_delete_removes_what_the_link_selected(
    server: Server, page: Page, store: Store, dataset: Dataset
) -> None:
    [image] = store.images(dataset.id, limit=1)
    [square] = store.annotations(image.id)
    visit(page, f"{server.url}/annotate?dataset=toys&image={image.id}&annotation={square.id}")
    delete = page.get_by_role("button", name="Delete instance")
    expect(delete).to_be_enabled(timeout=WAIT)

    page.keyboard.press("1")
    expect(page.get_by_text(re.compile(r"Saved \d"))).to_be_visible(timeout=WAIT)
    settled(page)
    panda = store.categories(dataset.id)[0]
    assert store.annotation(square.id).category_id == panda.id

    page.keyboard.press("Delete")
    expect(page.get_by_text("0 instances")).to_be_visible(timeout=WAIT)
    expect(delete).to_be_disabled()
    assert store.annotations(image.id) == []


def test_many_classes_are_nine_keys_and_a_box_to_search(
    server: Server, page: Page, store: Store, dataset: Dataset
) -> None:
    for number in range(60):
        store.add_category(dataset.id, name=f"kind {number}", author="test")
    visit(page, f"{server.url}/annotate?dataset=toys")

    expect(page.locator(".st-key-class-keys .stButton")).to_have_count(9, timeout=WAIT)
    box = page.get_by_role("combobox", name="More classes")
    box.fill("kind 59")
    box.press("Enter")
    settled(page)
    expect(page.get_by_role("combobox", name="More classes")).to_have_value("kind 59")
