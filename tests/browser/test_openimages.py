"""Open Images in the browser: chosen by typing, seen before it comes, pulled through faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from segcore.openimages import background
from segcore.openimages.transfer import WORKERS
from segcore.store import Store
from tests.browser.driving import WAIT, no_complaint, settled, until, visit
from tests.browser.serving import Server
from tests.openimages.mirror import Faults, MirrorServer, Tree, make_mirror, serve
from tests.toys import wait_until

pytestmark = pytest.mark.browser

WANTED = ("Panda", "Dice", "Duck")
FAULTY = Faults(unavailable=0.1, reset=0.05, truncated=0.05, short=0.03)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return make_mirror(tmp_path_factory.mktemp("mirror"), splits=("validation",))


@pytest.fixture
def mirror(
    tree: Tree,
    data_dir: Path,  # noqa: ARG001 - it says where the pulls are
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MirrorServer]:
    """Running, and what servers started from here take for Open Images."""
    with serve(tree.folder) as running:
        monkeypatch.setenv("SEGCORE_OPENIMAGES_BASE", running.base)
        monkeypatch.setenv("SEGCORE_OPENIMAGES_IMAGES_BASE", running.images_base)
        yield running
        _end_pulls()


def _end_pulls() -> None:
    """A pull outlives its server; it must not outlive its test."""
    for state in background.pulls():
        background.cancel_pull(state.id)
    wait_until(lambda: all(one.state != "running" for one in background.pulls()))


def open_panel(page: Page, server: Server) -> None:
    """The tab Open Images with the index of validation built."""
    visit(page, server.url + "/datasets")
    page.get_by_role("radio", name="Open Images").click()
    page.get_by_role("button", name="Fetch the tables").click(timeout=WAIT)
    page.get_by_role("combobox", name="Classes").wait_for(timeout=WAIT)
    settled(page)


def choose(page: Page, *classes: str) -> None:
    for name in classes:
        box = page.get_by_role("combobox", name="Classes")
        box.click()
        box.press_sequentially(name)
        page.get_by_role("option", name=f"{name} ·").click(timeout=WAIT)
        settled(page)
    page.keyboard.press("Escape")


def pull(page: Page, name: str) -> None:
    box = page.get_by_label("Name", exact=True)
    box.fill(name)
    box.press("Enter")
    settled(page)
    page.get_by_role("button", name="Pull", exact=True).click()


def number(page: Page, label: str) -> Locator:
    """What stands under a label of a row of numbers."""
    cell = page.locator(".sc-numbers div", has=page.get_by_text(label, exact=True))
    return cell.locator("b").first


def images_with(tree: Tree, *classes: str) -> set[str]:
    return set().union(*(tree.images_with(name) for name in classes))


def test_classes_are_chosen_seen_and_pulled_through_faults(
    tree: Tree, mirror: MirrorServer, server: Server, page: Page, store: Store
) -> None:
    mirror.faults = FAULTY
    open_panel(page, server)
    choose(page, *WANTED)

    expect(page.locator(".sc-preview img").first).to_be_visible(timeout=WAIT)
    available = len(images_with(tree, *WANTED))
    expect(number(page, "Images")).to_have_text(f"30 of {available}", timeout=WAIT)
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    pull(page, "toys")

    expect(page.get_by_role("heading", name="toys")).to_be_visible(timeout=WAIT)
    expect(page.locator(".sc-card img")).to_have_count(4, timeout=WAIT)
    expect(number(page, "Missing files")).to_have_text("0", timeout=WAIT)
    summary = store.summary("toys")
    assert summary.images == 30
    assert {one.category.name for one in summary.counts} >= set(WANTED)
    no_complaint(page)


def test_a_cancelled_pull_goes_on_where_it_was(
    mirror: MirrorServer, server: Server, page: Page, store: Store
) -> None:
    open_panel(page, server)
    choose(page, *WANTED)
    mirror.forget()
    mirror.faults = Faults(bytes_per_second=4_000)
    pull(page, "toys")
    expect(page.locator('[class*="st-key-pull-"] .sc-preview img').first).to_be_visible(
        timeout=WAIT
    )
    page.get_by_role("button", name="Cancel", exact=True).click()
    resume = page.get_by_role("button", name="Resume")
    expect(resume).to_be_visible(timeout=WAIT)
    assert store.datasets() == []

    mirror.faults = Faults()
    resume.click()

    expect(page.get_by_role("heading", name="toys")).to_be_visible(timeout=WAIT)
    assert store.summary("toys").images == 30
    pulled = [one for one in mirror.asked_for("*.jpg") if "Mozilla" not in one.agent]
    whole = Counter(one.path for one in pulled if one.status == 200)
    assert len(whole) == 30
    assert whole.total() - 30 <= WORKERS  # those on their way when it was cancelled


def test_a_missing_picture_is_named_and_the_rest_is_there(
    tree: Tree, mirror: MirrorServer, server: Server, page: Page, store: Store
) -> None:
    gone = min(tree.images_with("Dice"))
    open_panel(page, server)
    choose(page, "Dice")
    mirror.faults = Faults(missing=f"*/{gone}.jpg")
    pull(page, "dice")

    expect(page.get_by_role("heading", name="dice")).to_be_visible(timeout=WAIT)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("could not be had")
    expect(number(page, "Missing files")).to_have_text("1", timeout=WAIT)
    assert store.summary("dice").images == len(tree.images_with("Dice")) - 1


@pytest.mark.usefixtures("mirror")
def test_a_class_that_does_not_exist_is_told_with_what_was_meant(
    server: Server, page: Page
) -> None:
    open_panel(page, server)
    box = page.get_by_role("combobox", name="Classes")
    box.press_sequentially("Dise")
    page.get_by_role("option", name="Dise").click(timeout=WAIT)

    expect(page.get_by_test_id("stAlert")).to_contain_text("did you mean Dice", timeout=WAIT)
    expect(page.get_by_role("button", name="Pull", exact=True)).to_have_count(0)


@pytest.mark.usefixtures("mirror")
def test_the_card_tells_the_query_and_adds_more_of_a_class(
    tree: Tree, server: Server, page: Page, store: Store
) -> None:
    open_panel(page, server)
    choose(page, "Dice")
    page.get_by_label("Images at most").fill("3")
    page.get_by_label("Images at most").press("Enter")
    settled(page)
    pull(page, "dice")
    expect(page.get_by_role("heading", name="dice")).to_be_visible(timeout=WAIT)

    page.get_by_role("button", name="How dice was pulled").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Dice from validation", timeout=WAIT)
    expect(dialog).to_contain_text("51")
    dialog.get_by_role("button", name="Add", exact=True).click()

    every = len(tree.images_with("Dice"))
    until(page, lambda: store.summary("dice").images == every)
    names = [image.file_name for image in store.images(store.dataset("dice").id)]
    assert len(set(names)) == every


@pytest.mark.usefixtures("mirror")
def test_author_and_licence_stand_on_annotate(server: Server, page: Page) -> None:
    open_panel(page, server)
    choose(page, "Dice")
    pull(page, "dice")
    expect(page.get_by_role("heading", name="dice")).to_be_visible(timeout=WAIT)
    visit(page, server.url + "/annotate?dataset=dice")

    page.get_by_role("button", name="About the image").click(timeout=WAIT)

    table = page.locator(".sc-origin")
    expect(table).to_contain_text("Author", timeout=WAIT)
    expect(table.get_by_role("link", name="CC BY 2.0")).to_have_attribute(
        "href", "https://creativecommons.org/licenses/by/2.0/"
    )
    no_complaint(page)


def test_a_host_that_cannot_be_reached_is_a_sentence(
    mirror: MirrorServer, server: Server, page: Page
) -> None:
    mirror.faults = Faults(missing="*")
    visit(page, server.url + "/datasets")
    page.get_by_role("radio", name="Open Images").click()
    page.get_by_role("button", name="Fetch the tables").click(timeout=WAIT)

    expect(page.get_by_test_id("stAlert")).to_contain_text("404", timeout=WAIT)
    expect(page.get_by_role("button", name="Fetch the tables")).to_be_enabled()
    no_complaint(page)
