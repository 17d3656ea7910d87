"""FiftyOne's App, opened from a card of Datasets; what is done in it comes back."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from segcore import importing, locks
from segcore.errors import SegcoreError
from segcore.fiftyone_bridge import companion, incoming, setup
from segcore.fiftyone_bridge.folder import BridgeFolder
from segcore.store import Store
from tests.browser.driving import WAIT, no_complaint, until, visit
from tests.browser.serving import Server
from tests.builders import coco_annotation, coco_document, write_coco

pytestmark = pytest.mark.browser

START = 1000 * companion.START_SECONDS  # FiftyOne loads for seconds, and minutes on a busy machine


@pytest.fixture
def bridge(data_dir: Path) -> Iterator[BridgeFolder]:  # noqa: ARG001 - it says where
    """A mongod is there; whatever the test starts is stopped."""
    if not setup.is_installed():
        pytest.skip("FiftyOne is not installed: pip install fiftyone")
    try:
        setup.install()
    except SegcoreError as error:
        pytest.skip(f"no mongod for FiftyOne: {error}")
    yield BridgeFolder.here()
    companion.stop()


def test_tags_and_a_selection_made_in_the_app_come_back(
    server: Server, page: Page, store: Store, bridge: BridgeFolder, tmp_path: Path
) -> None:
    document = coco_document(coco_annotation())
    importing.run(store, importing.inspect(write_coco(tmp_path / "toys", document)), name="toys")
    dataset = store.dataset("toys")
    (image,) = store.images(dataset.id)

    visit(page, f"{server.url}/datasets")
    page.get_by_role("button", name="FiftyOne").click()
    page.get_by_role("button", name="Open in FiftyOne").click()
    link = page.get_by_role("link", name="http://127.0.0.1")
    expect(link).to_be_visible(timeout=START)

    with page.context.expect_page() as opening:
        link.click()
    app = opening.value
    sample = app.locator("[data-cy=looker]")
    expect(sample).to_have_count(1, timeout=START)
    sample.hover()
    app.locator("[data-cy^=looker-checkbox-input]").check(force=True)
    _tag_in_fiftyone(bridge, "sharp")

    waiting = page.get_by_text("Waiting there: 1 with other tags, 1 selected")
    expect(waiting).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Bring back").click()
    until(page, lambda: store.image_tags([image.id]) == {image.id: ("sharp",)})
    expect(page.get_by_text("Waiting there: 0 with other tags")).to_be_visible(timeout=WAIT)
    no_complaint(page)
    assert incoming.found(dataset).images == {}
    selection = store.selection(dataset.id, incoming.SELECTED)
    assert store.selection_images(selection.id) == [image.id]


def test_fiftyone_ends_with_the_app(
    server: Server, page: Page, store: Store, bridge: BridgeFolder, tmp_path: Path
) -> None:
    document = coco_document(coco_annotation())
    importing.run(store, importing.inspect(write_coco(tmp_path / "toys", document)), name="toys")
    visit(page, f"{server.url}/datasets")
    page.get_by_role("button", name="FiftyOne").click()
    page.get_by_role("button", name="Open in FiftyOne").click()
    expect(page.get_by_role("link", name="http://127.0.0.1")).to_be_visible(timeout=START)
    server.kill()
    until(page, lambda: companion.state().phase == "stopped")
    assert not locks.is_held(bridge.database_lock)


def _tag_in_fiftyone(bridge: BridgeFolder, tag: str) -> None:
    """As a script of the person's own would, with FiftyOne's library."""
    port = bridge.read_state().database_port
    os.environ["FIFTYONE_DATABASE_URI"] = f"mongodb://127.0.0.1:{port}/"
    os.environ["FIFTYONE_DATABASE_VALIDATION"] = "false"
    os.environ["FIFTYONE_DO_NOT_TRACK"] = "true"
    fiftyone = importlib.import_module("fiftyone")
    fiftyone.load_dataset("toys").tag_samples(tag)
