"""Where one looks, and what of the instances is there to see."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.driving import until
from tests.browser.scenes import WIDTH, shape, square

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

ONE, TWO = square(60, 60), square(200, 100)
TWO_SQUARES = [shape(ONE), shape(TWO, category=0)]
INSIDE_ONE, INSIDE_TWO = (80, 80), (220, 120)


def test_the_wheel_zooms_at_the_cursor_and_space_or_the_middle_button_pan(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    fitted = bench.view()
    place = editor.at(INSIDE_ONE)

    editor.wheel(INSIDE_ONE, 3)
    closer = bench.view_changes(fitted)
    assert closer[0] > fitted[0]
    assert editor.at(INSIDE_ONE) == pytest.approx(place, abs=1)  # a wheel turns at a whole pixel

    editor.surface.focus()
    bench.page.keyboard.down(" ")
    x, y = place
    bench.page.mouse.down()
    bench.page.mouse.move(x + 40, y + 30)
    bench.page.mouse.up()
    bench.page.keyboard.up(" ")
    assert editor.at(INSIDE_ONE) == pytest.approx((x + 40, y + 30), abs=1)

    bench.page.mouse.down(button="middle")
    bench.page.mouse.move(x, y)
    bench.page.mouse.up(button="middle")
    assert editor.at(INSIDE_ONE) == pytest.approx(place, abs=1)
    assert bench.view()[0] == closer[0]
    assert bench.selected() == []
    assert bench.labels() == []


def test_keys_fit_show_one_to_one_and_zoom_to_the_selection_and_back(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    fitted = bench.view()
    editor.press("Shift+0")
    assert bench.view_changes(fitted)[0] == 1
    editor.press("0")
    editor.comes_to_say("scale", str(fitted[0]))
    assert bench.view() == fitted

    editor.click(INSIDE_ONE)
    editor.wheel(INSIDE_TWO, 1)
    before = bench.view_changes(fitted)
    editor.press("z")
    assert bench.view_changes(before)[0] > before[0]
    box = editor.surface.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert editor.at(INSIDE_ONE) == pytest.approx(middle, abs=1)
    editor.press("Shift+z")
    editor.comes_to_say("scale", str(before[0]))
    assert bench.view() == pytest.approx(before)


def test_the_view_goes_along_to_the_next_image_when_wanted(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES, TWO_SQUARES, TWO_SQUARES)
    fitted = bench.view()
    editor.wheel(INSIDE_ONE, 2)
    bench.view_changes(fitted)
    editor.press("f")
    editor.stands(bench.images[1].id)
    assert bench.view() == fitted

    editor.press("Shift+v")
    editor.wheel(INSIDE_ONE, 2)
    kept = bench.view_changes(fitted)
    editor.press("f")
    editor.stands(bench.images[2].id)
    assert bench.view() == kept


def test_a_press_on_the_minimap_goes_there(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    fitted = bench.view()
    editor.wheel(INSIDE_ONE, 6)
    before = bench.view_changes(fitted)
    minimap = editor.root.locator("canvas.minimap")
    box = minimap.bounding_box()
    assert box is not None
    minimap.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert bench.view_changes(before)[0] == before[0]
    surface = editor.surface.bounding_box()
    assert surface is not None
    seen = editor.image_point(
        (surface["x"] + surface["width"] / 2, surface["y"] + surface["height"] / 2)
    )
    assert seen == pytest.approx((WIDTH / 2, 120), abs=4)

    editor.press("Shift+m")
    expect(minimap).to_be_hidden()


def test_what_is_hidden_is_not_picked_and_comes_back(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    one, two = bench.annotations()
    editor.click(INSIDE_ONE)
    editor.press("h", "Escape")
    editor.click(INSIDE_ONE)
    assert bench.selected() == []
    expect(bench.options().nth(1)).to_have_attribute("aria-label", "Dice 2 of 2, 4 points, hidden")

    editor.press("Shift+h")
    editor.click(INSIDE_ONE)
    assert bench.selected() == [one.id]
    editor.press("Alt+h", "Escape")  # its class
    editor.click(INSIDE_ONE)
    assert bench.selected() == []
    editor.click(INSIDE_TWO)
    assert bench.selected() == [two.id]
    editor.press("Shift+h")

    editor.press("i")  # the selected alone
    editor.click(INSIDE_ONE)
    assert bench.selected() == []
    editor.press("i")
    editor.click(INSIDE_ONE)
    assert bench.selected() == [one.id]


def test_what_is_locked_is_shown_so_and_cannot_be_changed(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    editor.click(INSIDE_ONE)
    editor.press("l")
    expect(bench.options().nth(1)).to_have_attribute(
        "aria-label", "Dice 2 of 2, 4 points, selected, locked"
    )
    editor.drag(INSIDE_ONE, (100, 100))
    bench.said("It is locked: L unlocks it.")
    editor.press("Delete")
    bench.said("It is locked: L unlocks it.")
    editor.press("1")
    bench.said("It is locked: L unlocks it.")
    assert bench.labels() == []

    editor.press("ArrowLeft")
    bench.said("It is locked: L unlocks it.")

    editor.press("l", "1")
    editor.saved()
    assert bench.classes() == ["Panda", "Panda"]
    editor.press("Alt+l", "2")  # its class
    bench.said("Its class is locked: Alt+L unlocks it.")
    editor.press("Shift+l", "ArrowLeft")
    editor.saved()
    assert bench.outline(0)[0] == (59, 60)


def test_coordinates_size_and_area_are_read_out(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    readout = editor.root.locator(".readout")
    bench.page.mouse.move(*editor.at((200, 100)))
    expect(readout).to_contain_text("200.")
    editor.click(INSIDE_ONE)
    expect(readout).to_contain_text("40 × 40 px · 1,600 px² · 4 points")
    until(bench.page, lambda: editor.says("selected") != "")
