"""By keyboard alone, by screen reader, by finger; what is painted, and what a refusal leaves."""

from __future__ import annotations

import io

import numpy as np
import PIL.Image
import pytest
from playwright.sync_api import Locator, Route, expect

from segcore.colors import category_color
from tests.browser.bench import Bench, bench, module_bench
from tests.browser.driving import WAIT, until
from tests.browser.editing import Editor
from tests.browser.scenes import HEIGHT, WIDTH, Point, shape, square
from tests.browser.test_editor_correcting import near

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

ONE, TWO = square(60, 60, 60), square(200, 100, 60)
TWO_SQUARES = [shape(ONE), shape(TWO, category=0)]
INSIDE_ONE, INSIDE_TWO = (80, 80), (220, 120)
FAR = 40  # CSS pixels the crosshair goes with Shift
PICTURE = (90, 90, 90)


def test_a_polygon_is_drawn_by_keys_alone(bench: Bench) -> None:
    editor = bench.open([])
    editor.press("2", "n", "ArrowLeft", "ArrowRight")  # the crosshair starts in the middle
    editor.press("Enter")
    editor.press(*["Shift+ArrowRight"] * 3, "Enter")
    editor.press(*["Shift+ArrowDown"] * 2, "Enter", "Enter")  # twice in a place: closed
    editor.saved()
    side = FAR / float(editor.says("scale"))
    x, y = WIDTH / 2, HEIGHT / 2
    assert bench.outline() == near((x, y), (x + 3 * side, y), (x + 3 * side, y + 2 * side))
    assert bench.classes() == ["Dice"]


def test_a_key_is_found_in_the_help_and_changed(bench: Bench) -> None:
    editor = bench.open([])
    dialog = open_help(editor)
    dialog.get_by_role("searchbox").fill("draw a rectangle")
    expect(dialog.get_by_role("row")).to_have_count(1)
    dialog.get_by_role("button", name="Take R away from").click()
    dialog.get_by_role("button", name="Add a key to").click()
    bench.page.keyboard.press("Alt+j")
    expect(dialog.get_by_role("button", name="Take Alt+J away from")).to_be_visible()
    bench.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(editor.surface).to_be_focused()

    bench.page.keyboard.press("r")
    assert editor.says("tool") == "select"
    bench.page.keyboard.press("Alt+j")
    editor.comes_to_say("tool", "rectangle")

    dialog = open_help(editor)
    dialog.get_by_role("button", name="Reset all keys").click()
    bench.page.keyboard.press("Escape")
    editor.press("v", "r")
    editor.comes_to_say("tool", "rectangle")


def test_keys_that_are_typed_elsewhere_do_nothing(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    editor.click(INSIDE_ONE)
    find = editor.root.get_by_label("Find instances")
    find.click()
    for key in ("Delete", "Control+z", "r", "3", "f"):
        bench.page.keyboard.press(key)
    expect(find).to_have_value("r3f")
    assert editor.says("tool") == "select"
    assert editor.says("unsent") == "0"
    assert bench.labels() == []
    assert bench.classes() == ["Dice", "Panda"]


def test_a_screen_reader_is_told_what_is_there_and_what_was_done(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    one = bench.annotations()[0]
    canvas = editor.root.get_by_role("application", name="Polygon editor")
    expect(canvas).to_have_accessible_description(editor.root.locator(".hint").inner_text())
    expect(bench.options()).to_have_count(2)

    editor.press("Tab")
    assert bench.selected() == [one.id]
    chosen = bench.options().and_(editor.root.locator("[aria-selected=true]"))
    expect(chosen).to_have_accessible_name("Dice 2 of 2, 4 points, selected")
    rows = editor.root.get_by_role("listbox", name="Instances")
    expect(rows).to_have_attribute("aria-activedescendant", f"instance-{one.id}")

    editor.press("Shift+ArrowRight")
    bench.said("Move")
    editor.saved()
    expect(editor.root.locator(".save-state").get_by_role("status")).to_have_text("Saved")
    editor.press("Control+z")
    bench.said("Undone: Move")
    editor.saved()
    editor.press("Control+Shift+z")
    bench.said("Done again: Move")
    editor.saved()


def test_a_tap_selects_and_two_fingers_zoom_and_pan_without_an_edit(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    one, _two = bench.annotations()
    bench.page.touchscreen.tap(*editor.at(INSIDE_ONE))
    assert bench.selected() == [one.id]

    before = bench.view()
    (x, y) = editor.at(INSIDE_ONE)
    middle = editor.image_point((x + 50, y))
    fingers = bench.page.context.new_cdp_session(bench.page)

    def touch(kind: str, *places: Point) -> None:
        points = [{"x": px, "y": py, "id": n} for n, (px, py) in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    touch("touchMove", (x + 20, y))  # the first has begun to move the instance
    touch("touchMove", (x, y))
    touch("touchStart", (x, y), (x + 100, y))
    touch("touchMove", (x - 50, y + 30), (x + 150, y + 30))
    touch("touchEnd")
    fingers.detach()

    assert bench.view_changes(before)[0] == pytest.approx(2 * before[0], rel=0.03)
    assert editor.at(middle) == pytest.approx((x + 50, y + 30), abs=4)
    assert bench.selected() == [one.id]
    assert editor.says("unsent") == "0"
    assert bench.labels() == []
    assert bench.outline() == ONE


def test_an_outline_has_two_tones_around_a_tint_and_is_thicker_when_selected(
    bench: Bench,
) -> None:
    editor = bench.open([shape(ONE, category=2)])
    color = rgb(category_color(2))
    bench.page.mouse.move(0, 0)
    until(bench.page, lambda: is_like(pixel(editor, INSIDE_ONE), tinted(color, 0.2)))
    assert pixel(editor, (30, 30)) == PICTURE
    assert pixel(editor, (160, 100)) == PICTURE
    left, right = across(editor)
    for edge in (left, right):
        assert min(distance(one, color) for one in edge) < 60
        assert min(sum(one) for one in edge) < sum(PICTURE) - 30  # a dark line beside it
    thin = len(left)

    editor.press("Tab")  # it is drawn once more, above itself, with a fill of 0.4
    both = 1 - (1 - 0.2) * (1 - 0.4)
    until(bench.page, lambda: is_like(pixel(editor, INSIDE_ONE), tinted(color, both)))
    left, _right = across(editor)
    assert len(left) > thin
    assert pixel(editor, (30, 30)) == PICTURE


def test_a_refused_gesture_is_told_taken_back_and_followed_by_others(bench: Bench) -> None:
    editor = bench.open(TWO_SQUARES)
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.method)
        route.fulfill(status=422, json={"error": "That cannot be."})

    bench.page.route("**/gestures*", refuse, times=1)
    editor.click(INSIDE_ONE)
    editor.press("Delete")
    trouble = editor.root.locator(".save-state.trouble")
    expect(trouble).to_contain_text("That cannot be.", timeout=WAIT)
    assert refused == ["POST"]
    editor.comes_to_say("unsent", "0")
    editor.comes_to_say("instances", "2")
    assert bench.labels() == []

    editor.click(INSIDE_ONE)
    editor.press("ArrowRight")
    editor.saved()
    assert bench.labels() == ["Move"]
    assert bench.outline() == [(x + 1, y) for x, y in ONE]
    assert bench.outline(1) == TWO


def open_help(editor: Editor) -> Locator:
    editor.press("?")
    dialog = editor.root.get_by_role("dialog", name="Help and keys")
    expect(dialog).to_be_visible()
    return dialog


Color = tuple[int, int, int]


def rgb(color: str) -> Color:
    """Of "#rrggbb"."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue


def tinted(color: Color, opacity: float) -> Color:
    """The picture under a fill."""
    red, green, blue = (
        round(under + (over - under) * opacity) for under, over in zip(PICTURE, color, strict=True)
    )
    return red, green, blue


def distance(one: Color, other: Color) -> int:
    """Of the channel that differs most."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def is_like(one: Color, other: Color) -> bool:
    return distance(one, other) <= 3


def seen(editor: Editor) -> np.ndarray:
    """The screen, a byte for each channel."""
    with PIL.Image.open(io.BytesIO(editor.page.screenshot())) as picture:
        return np.array(picture.convert("RGB"))


def pixel(editor: Editor, point: Point) -> Color:
    """What is on the screen at an image point."""
    x, y = (int(each) for each in editor.at(point))
    red, green, blue = (int(each) for each in seen(editor)[y, x])
    return red, green, blue


def across(editor: Editor) -> tuple[list[Color], list[Color]]:
    """The pixels of the left and of the right edge of ONE that are neither picture nor fill.

    Aside from the points and from the label, a quarter of the side below the upper edge.
    """
    screen = seen(editor)
    inside = pixel(editor, (80, 75))
    found = []
    for x in (60, 120):
        column, row = (int(each) for each in editor.at((x, 75)))
        stretch = [tuple(map(int, one)) for one in screen[row, column - 8 : column + 9]]
        found.append(
            [one for one in stretch if not is_like(one, PICTURE) and not is_like(one, inside)]
        )
    left, right = found
    return left, right
