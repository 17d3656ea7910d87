"""The rows around the canvas by keyboard, and what the editor says when a key means nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.driving import until
from tests.browser.scenes import shape, square

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

ONE = square(60, 60)


def test_the_tools_are_one_tab_stop_walked_by_arrows(bench: Bench) -> None:
    editor = bench.open([shape(ONE)])
    tools = editor.root.get_by_role("toolbar", name="Tools")
    stops = tools.locator("button[tabindex='0']")
    expect(stops).to_have_count(1)
    press = bench.page.keyboard.press

    stops.focus()
    expect(editor.button("Select and move")).to_be_focused()
    press("ArrowRight")
    press("ArrowRight")
    expect(editor.button("Push the outline")).to_be_focused()
    press("Enter")
    editor.comes_to_say("tool", "push")
    press("End")
    expect(tools.get_by_role("button", name="Help and keys")).to_be_focused()
    press("ArrowRight")  # around
    expect(editor.button("Select and move")).to_be_focused()
    press("End")
    expect(stops).to_have_count(1)
    press("Tab")
    assert not tools.evaluate("row => row.contains(row.getRootNode().activeElement)")
    press("Shift+Tab")
    expect(tools.get_by_role("button", name="Help and keys")).to_be_focused()


def test_a_tool_button_that_is_switched_off_leaves_its_stop_to_another(bench: Bench) -> None:
    editor = bench.open([shape(ONE)])
    editor.click((80, 80))
    editor.press("ArrowRight")
    editor.saved()
    undo = editor.root.get_by_role("button", name="Undo", exact=True)
    undo.focus()
    bench.page.keyboard.press("Enter")
    editor.saved()
    expect(undo).to_be_disabled()
    tools = editor.root.get_by_role("toolbar", name="Tools")
    expect(tools.locator("button[tabindex='0']:not([disabled])")).to_have_count(1)


def test_arrows_open_one_panel_after_the_other(bench: Bench) -> None:
    editor = bench.open([shape(ONE)])
    tabs = editor.root.get_by_role("tablist")
    tabs.get_by_role("tab", name="Instances").focus()
    bench.page.keyboard.press("ArrowLeft")  # around
    expect(tabs.get_by_role("tab", name="History")).to_be_focused()
    expect(editor.root.get_by_role("tabpanel", name="History")).to_be_visible()
    bench.page.keyboard.press("Home")
    expect(editor.root.get_by_role("tabpanel", name="Instances")).to_be_visible()
    expect(tabs.locator("[tabindex='0']")).to_have_count(1)


def test_a_small_panel_closes_when_tab_leaves_it(bench: Bench) -> None:
    editor = bench.open([shape(ONE)])
    face = editor.root.get_by_role("button", name="All classes")
    face.focus()
    bench.page.keyboard.press("Enter")
    panel = editor.root.get_by_role("dialog", name="All classes")
    expect(panel).to_be_visible()
    for _ in range(40):
        bench.page.keyboard.press("Tab")
        if panel.count() == 0:
            break
    expect(panel).to_have_count(0)
    expect(face).not_to_be_focused()


def test_keys_that_mean_nothing_now_say_why(bench: Bench) -> None:
    editor = bench.open([shape(ONE)])
    for key in ("Delete", "h", "l"):
        editor.press(key)
        bench.said("Select an instance first")
        editor.press("0")
    editor.press("Control+v")
    bench.said("Nothing is copied yet.")
    editor.press("Control+z")
    bench.said("Nothing is left to undo on this image.")
    editor.press("Control+Shift+z")
    bench.said("Nothing was undone on this image that could be done again.")
    assert bench.labels() == []


def test_undo_and_redo_bring_back_the_selection_and_the_state_of_the_image(bench: Bench) -> None:
    editor = bench.open([shape(ONE)])
    state = editor.root.get_by_label("State of the image")
    expect(state).to_have_value("new")
    editor.press("r")
    editor.drag((150, 60), (200, 100))
    editor.saved()
    expect(state).to_have_value("in work")
    drawn = editor.says("selected")
    editor.press("v")
    editor.click((80, 80))
    [one] = bench.selected()
    editor.press("Delete")
    editor.saved()
    assert bench.selected() == []

    editor.press("Control+z")
    editor.saved()
    assert bench.selected() == [one]
    editor.press("Control+z")
    editor.saved()
    assert bench.selected() == []
    expect(state).to_have_value("new")
    until(bench.page, lambda: bench.store.image(bench.here.id).state == "new")
    editor.press("Control+Shift+z")
    editor.saved()
    expect(state).to_have_value("in work")
    assert editor.says("selected") == drawn


def test_what_a_gesture_takes_is_said_in_words(bench: Bench) -> None:
    editor = bench.open([shape(ONE)])
    editor.click((80, 80))
    editor.press("ArrowRight")
    editor.saved()
    readout = editor.root.locator(".readout")
    expect(readout).to_contain_text("gestures per instance")
    expect(readout.get_by_title("What you spent on each instance")).to_have_count(1)
