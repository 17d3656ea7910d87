"""What the browser keeps for a person: drafts, what is hidden or locked, changed keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.conftest import WINDOW
from tests.browser.driving import settled
from tests.browser.editing import Editor, open_editor
from tests.browser.scenes import shape, square
from tests.browser.test_editor_correcting import near

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

ONE, TWO = square(60, 60), square(200, 100)
TWO_SQUARES = [shape(ONE), shape(TWO, category=0)]
LEFT_BY_TWO = [(40.0, 150.0), (100.0, 150.0)]
CORNERS = [*LEFT_BY_TWO, (100.0, 200.0), (40.0, 200.0)]


@pytest.fixture
def crashing(chromium: Browser) -> Iterator[Page]:
    """A tab of another browser profile, that may crash."""
    context = chromium.new_context(viewport=WINDOW)
    yield context.new_page()
    context.close()


def reloaded(bench: Bench) -> Editor:
    bench.page.reload()
    settled(bench.page)
    bench.editor.stands()
    return bench.editor


def test_a_draft_is_back_after_a_reload_as_it_was(bench: Bench) -> None:
    editor = bench.open([shape(TWO)])
    editor.press("n")
    for point in CORNERS[:3]:
        editor.click(point)
    reloaded(bench)
    bench.said("A draft of 3 points is back: Enter goes on.")
    bench.hint("draft kept")
    assert len(bench.annotations()) == 1  # nobody has closed it

    editor.press("Enter")
    editor.click(CORNERS[3])
    editor.press("Enter")
    editor.saved()
    assert bench.outline(1) == near(*CORNERS)

    reloaded(bench)
    editor.press("Enter")
    assert len(bench.annotations()) == 2
    bench.hint("click or draw")  # nothing of it is left


def test_a_draft_given_up_does_not_come_back(bench: Bench) -> None:
    editor = bench.open([])
    editor.press("n")
    for point in LEFT_BY_TWO:
        editor.click(point)
    editor.press("Escape", "Escape")
    reloaded(bench)
    bench.hint("click or draw")


def test_a_draft_is_back_after_the_tab_has_crashed(bench: Bench, crashing: Page) -> None:
    bench.open([])
    name = bench.dataset.name
    editor = open_editor(crashing, bench.server, name)
    editor.press("n")
    for point in CORNERS[:3]:
        editor.click(point)
    drafts_lie_there(crashing, 1)
    with crashing.expect_event("crash"), pytest.raises(Error, match="ERR_ABORTED"):
        crashing.goto("chrome://crash")

    fresh = crashing.context.new_page()  # without the old one's session storage
    editor = open_editor(fresh, bench.server, name)
    editor.comes_to_say("tool", "polygon")
    expect(editor.root.locator(".hint")).to_contain_text("draft kept")
    editor.press("Enter", "Enter")
    editor.saved()
    assert bench.outline() == near(*CORNERS[:3])
    drafts_lie_there(fresh, 0)


def test_what_is_hidden_and_locked_stays_so_after_a_reload(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES, [])
    editor.click((80, 80))
    editor.press("l")
    editor.click((220, 120))
    editor.press("Alt+l", "h")
    rows = bench.options()
    said = [re.compile(r"Panda .* locked, hidden$"), re.compile(r"Dice .* points, locked$")]
    for n in range(2):
        expect(rows.nth(n)).to_have_attribute("aria-label", said[n])

    reloaded(bench)
    editor.press("f")  # nor does the way to another image and back forget it
    editor.comes_to_say("image", str(bench.images[1].id))
    editor.press("d")
    editor.comes_to_say("image", str(bench.images[0].id))
    for n in range(2):
        expect(rows.nth(n)).to_have_attribute("aria-label", said[n])
    editor.click((80, 80))
    editor.press("ArrowLeft")
    bench.said("It is locked: L unlocks it.")
    assert bench.labels() == []


def test_a_changed_key_is_known_after_a_reload(bench: Bench) -> None:
    editor = bench.open([])
    editor.press("?")
    dialog = editor.root.get_by_role("dialog", name="Help and keys")
    dialog.get_by_role("searchbox").fill("draw an ellipse")
    dialog.get_by_role("button", name="Add a key to").click()
    bench.page.keyboard.press("Alt+k")
    bench.page.keyboard.press("Escape")
    reloaded(bench)
    editor.press("Alt+k")
    editor.comes_to_say("tool", "ellipse")
    expect(editor.root.get_by_role("button", name="Draw an ellipse")).to_have_attribute(
        "aria-pressed", "true"
    )


def drafts_lie_there(page: Page, count: int) -> None:
    """Wait until the browser has written that many drafts down."""
    page.wait_for_function(
        """async (count) => {
          const opened = indexedDB.open("segcore-editor-drafts");
          await new Promise((done) => (opened.onsuccess = done));
          const counted = opened.result.transaction("drafts").objectStore("drafts").count();
          await new Promise((done) => (counted.onsuccess = done));
          opened.result.close();
          return counted.result === count;
        }""",
        arg=count,
    )
