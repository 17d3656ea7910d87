"""Datasets in the browser: in by file and by path, out by download, gone by its name typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from segcore.store import Store
from tests.browser.driving import WAIT, no_complaint, settled, visit
from tests.browser.serving import Server
from tests.builders import coco_annotation, coco_document, write_coco, write_zip

pytestmark = pytest.mark.browser

BOW_TIE = [[1, 1, 9, 9, 9, 1, 1, 9]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A COCO folder of one picture with a triangle and an annotation that crosses itself."""
    document = coco_document(coco_annotation(7), coco_annotation(8, segmentation=BOW_TIE))
    return write_coco(tmp_path / "toys", document)


def choose(page: Page, source: str) -> None:
    page.get_by_role("radio", name=source).click()
    settled(page)


def fill(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Enter")


def bring_in(page: Page, server: Server, folder: Path, *, name: str) -> None:
    """Import `folder` by its path as `name`."""
    visit(page, server.url + "/datasets")
    choose(page, "A path on this machine")
    fill(page, "Folder, zip, COCO JSON or picture", str(folder))
    page.get_by_label("Name", exact=True).wait_for(timeout=WAIT)
    fill(page, "Name", name)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=WAIT)


def test_a_zip_is_shown_with_its_repairs_and_then_imported(
    server: Server, page: Page, folder: Path, store: Store, tmp_path: Path
) -> None:
    visit(page, server.url + "/datasets")
    page.locator("input[type=file]").set_input_files(write_zip(tmp_path / "toys.zip", folder))

    expect(page.get_by_text("crossed itself")).to_be_visible(timeout=WAIT)
    assert store.datasets() == []
    page.get_by_role("button", name="Import", exact=True).click()

    expect(page.get_by_role("heading", name="toys")).to_be_visible(timeout=WAIT)
    assert store.summary("toys").annotations == 2
    no_complaint(page)


def test_pictures_and_their_json_can_be_chosen_together(
    server: Server, page: Page, folder: Path, store: Store
) -> None:
    files = [folder / "labels.json", folder / "images" / "a.png"]
    visit(page, server.url + "/datasets")
    page.locator("input[type=file]").set_input_files(files)

    page.get_by_role("button", name="Import", exact=True).click(timeout=WAIT)

    expect(page.locator(".sc-card")).to_have_count(1, timeout=WAIT)
    assert [store.summary(one.name).annotations for one in store.datasets()] == [2]


def test_what_cannot_be_read_is_refused_in_place(
    server: Server, page: Page, tmp_path: Path, store: Store
) -> None:
    broken = write_coco(tmp_path / "broken", '{"images": [')
    visit(page, server.url + "/datasets")
    choose(page, "A path on this machine")
    fill(page, "Folder, zip, COCO JSON or picture", str(broken))

    expect(page.get_by_test_id("stAlert")).to_contain_text("labels.json", timeout=WAIT)
    assert store.datasets() == []


def test_a_card_shows_pictures_and_counts(server: Server, page: Page, folder: Path) -> None:
    bring_in(page, server, folder, name="toys")

    card = page.locator(".sc-card")
    expect(card.locator("img")).to_have_js_property("complete", True, timeout=WAIT)
    assert card.locator("img").evaluate("image => image.naturalWidth") > 0
    expect(card.locator(".sc-chip")).to_have_text("duck2")


def test_an_export_downloads_what_came_in(
    server: Server, page: Page, folder: Path, tmp_path: Path
) -> None:
    bring_in(page, server, folder, name="toys")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("dialog").get_by_role("button", name="Export", exact=True).click(timeout=WAIT)
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("link", name="Download toys.json").click(timeout=WAIT)

    download.value.save_as(tmp_path / "out.json")
    exported = json.loads((tmp_path / "out.json").read_text())
    imported = json.loads((folder / "labels.json").read_text())
    assert exported["annotations"][0] == imported["annotations"][0]
    assert exported["images"] == imported["images"]


def test_an_export_with_pictures_downloads_as_a_zip(
    server: Server, page: Page, folder: Path
) -> None:
    bring_in(page, server, folder, name="toys")
    page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("With the pictures").click(timeout=WAIT)
    dialog.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("link", name="Download toys.zip").click(timeout=WAIT)

    assert download.value.suggested_filename == "toys.zip"


def test_a_dataset_goes_only_when_its_name_is_typed(
    server: Server, page: Page, folder: Path, store: Store, data_dir: Path
) -> None:
    bring_in(page, server, folder, name="toys")
    page.get_by_role("button", name="Delete toys").click()
    dialog = page.get_by_role("dialog")
    button = dialog.get_by_role("button", name="Delete for good")
    expect(button).to_be_disabled(timeout=WAIT)
    fill(page, "Type toys to confirm", "toy")
    expect(button).to_be_disabled()

    fill(page, "Type toys to confirm", "toys")
    button.click(timeout=WAIT)

    expect(page.get_by_text("Your first dataset")).to_be_visible(timeout=WAIT)
    assert store.datasets() == []
    assert not (data_dir / "toys").exists()
