"""Images by a real pointer: selected, tagged, saved as a selection, and trained on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from segcore.store import Store
from segcore.types import Dataset
from tests import toys
from tests.browser.driving import WAIT, heading, no_complaint, settled, visit
from tests.browser.editing import Editor
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

TRAIN, VAL = 8, 2


@pytest.fixture
def dataset(store: Store) -> Dataset:
    """0.png to 9.png, the last two in val."""
    return toys.squares(store, train=TRAIN, val=VAL)


def open_images(page: Page, server: Server, dataset: Dataset) -> Locator:
    """The page Images; its tiles."""
    visit(page, f"{server.url}/images?dataset={dataset.name}")
    tiles = page.get_by_role("listbox", name="Images").get_by_role("option")
    expect(tiles).to_have_count(TRAIN + VAL, timeout=WAIT)
    return tiles


def selected(page: Page, *names: str) -> None:
    """Exactly these are: at once in the gallery, then in the bar, which the server draws."""
    shown = page.locator('.tile[aria-selected="true"] .name')
    expect(shown).to_have_text([f"{name}.png" for name in names], timeout=WAIT)
    count = f"{len(names)} selected" if names else "drag a box to select"
    expect(page.locator(".st-key-chosen-bar")).to_contain_text(count, timeout=WAIT)
    settled(page)


def drag(page: Page, start: Locator, end: Locator) -> None:
    """From the middle of one tile to the middle of another, in steps as a hand does."""
    boxes = [one.bounding_box() for one in (start, end)]
    (x1, y1), (x2, y2) = (
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box
    )
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2, steps=5)
    page.mouse.move(x2, y2, steps=5)
    page.mouse.up()


def test_pointer_and_keys_select_as_with_files(
    server: Server, page: Page, dataset: Dataset
) -> None:
    tiles = open_images(page, server, dataset)
    tiles.nth(1).click()
    selected(page, "1")
    tiles.nth(4).click(modifiers=["Shift"])
    selected(page, "1", "2", "3", "4")
    tiles.nth(2).click(modifiers=["Control"])
    selected(page, "1", "3", "4")
    tiles.nth(5).click()
    tiles.nth(3).click(modifiers=["Control"])  # before the server has heard of the first
    selected(page, "3", "5")
    tiles.nth(0).locator(".mark").click()
    selected(page, "0", "3", "5")
    page.keyboard.press("Escape")
    selected(page)
    drag(page, tiles.nth(0), tiles.nth(2))
    selected(page, "0", "1", "2")
    tiles.nth(4).click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    selected(page, "4", "5")
    page.keyboard.press("Shift+ArrowRight")
    selected(page, "5", "6")
    page.keyboard.press("Control+a")
    selected(page, *map(str, range(TRAIN + VAL)))
    page.get_by_role("button", name="Clear").click()
    selected(page)
    no_complaint(page)


def test_tagged_saved_and_trained_on(
    server: Server, page: Page, dataset: Dataset, store: Store
) -> None:
    ids = store.image_ids(dataset.id)
    tiles = open_images(page, server, dataset)
    drag(page, tiles.nth(1), tiles.nth(3))
    selected(page, "1", "2", "3")
    _tag(page, "night", count=3)
    expect(page.locator(".tile .tags")).to_have_text(["", *["night"] * 3, *[""] * 6], timeout=WAIT)
    assert store.image_ids(dataset.id, tag="night") == ids[1:4]

    tiles.nth(9).click(modifiers=["Control"])
    selected(page, "1", "2", "3", "9")
    page.get_by_role("button", name="Selection", exact=True).click()
    page.get_by_label("Save under a new name").fill("hard ones")
    page.get_by_role("button", name="Save as selection").click()
    expect(page.get_by_text("The selection hard ones has 4 images")).to_be_visible(timeout=WAIT)
    assert store.selection_images(store.selection(dataset.id, "hard ones").id) == [
        *ids[1:4],
        ids[9],
    ]

    page.reload()
    page.get_by_role("button", name="Selections (1)").click(timeout=WAIT)
    page.locator(".st-key-selection-annotate button").click()
    editor = Editor(page)
    editor.stands(ids[1])
    for there in (ids[2], ids[3], ids[9]):
        editor.press("f")
        editor.stands(there)

    visit(page, f"{server.url}/images?dataset={dataset.name}")
    page.get_by_role("button", name="Selections (1)").click(timeout=WAIT)
    page.get_by_role("button", name="Train on it").click()
    heading(page, "Train")
    expect(page.get_by_role("combobox", name="Train on")).to_have_value(
        "hard ones (4)", timeout=WAIT
    )
    numbers = page.locator(".sc-numbers").first
    expect(numbers).to_contain_text("train images3", use_inner_text=False, timeout=WAIT)
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text("Trained on the selection hard ones")).to_be_visible(timeout=WAIT)
    no_complaint(page)


def _tag(page: Page, tag: str, *, count: int) -> None:
    page.get_by_role("button", name="Tags").click()
    page.get_by_role("combobox", name="Add tags").fill(tag)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Tag {count} images").click()
    expect(page.get_by_text(f"{count} tags changed")).to_be_visible(timeout=WAIT)
    page.keyboard.press("Escape")
