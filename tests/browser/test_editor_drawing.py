"""New outlines, their parts and holes, and how they are tidied up."""

from __future__ import annotations

import pytest

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.scenes import points, shape, square
from tests.browser.test_editor_correcting import area, near

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

TRIANGLE = [(100.0, 60.0), (180.0, 60.0), (140.0, 120.0)]
BIG = square(60, 60, 100)
HOLE = [(95, 95), (95, 125), (125, 125), (125, 95)]


def test_a_polygon_is_clicked_its_class_chosen_before_during_or_after(bench: Bench) -> None:
    editor = bench.open([])
    editor.press("3", "n")  # before
    for point in TRIANGLE:
        editor.click(point)
    editor.press("Enter")
    editor.saved()
    assert bench.outline() == near(*TRIANGLE)
    assert bench.classes() == ["Duck"]

    for x, y in TRIANGLE[:2]:
        editor.click((x + 120, y))
    editor.press("2")  # during
    editor.double_click((260, 120))
    editor.saved()
    assert bench.outline(1) == near(*[(x + 120, y) for x, y in TRIANGLE])
    assert bench.classes() == ["Duck", "Dice"]

    for x, y in TRIANGLE:
        editor.click((x, y + 90))
    editor.click((100, 150))  # the first point
    editor.saved()
    editor.press("1")  # after
    editor.saved()
    assert bench.outline(2) == near(*[(x, y + 90) for x, y in TRIANGLE])
    assert bench.classes() == ["Duck", "Dice", "Panda"]


def test_backspace_and_undo_take_points_back_and_escape_keeps_the_draft(bench: Bench) -> None:
    editor = bench.open([])
    editor.press("n")
    for point in (TRIANGLE[0], (300, 200), (340, 160)):
        editor.click(point)
    editor.press("Backspace", "Control+z")
    editor.click(TRIANGLE[1])
    editor.press("Escape")
    bench.said("Draft kept: Enter goes on.")
    bench.hint("draft kept")
    editor.press("Enter")
    editor.press("Enter")
    bench.said("It takes three points: the draft is kept.")
    editor.click(TRIANGLE[2])
    editor.press("v")  # another tool finishes what is an outline
    editor.saved()
    assert bench.outline() == near(*TRIANGLE)
    assert len(bench.annotations()) == 1


def test_freehand_is_simplified_and_rectangles_and_ellipses_are_dragged_or_clicked(
    bench: Bench,
) -> None:
    editor = bench.open([])
    editor.press("n")
    editor.drag(*TRIANGLE, TRIANGLE[0], steps=20)
    editor.saved()
    assert area(bench.outline()) == pytest.approx(area(TRIANGLE), rel=0.05)
    assert len(bench.outline()) < 12

    editor.press("r")
    editor.drag((220, 40), (280, 100))
    editor.saved()
    assert sorted(bench.outline(1)) == near((220, 40), (220, 100), (280, 40), (280, 100))

    editor.click((220, 140))  # no drag needed
    editor.click((280, 200))
    editor.saved()
    assert sorted(bench.outline(2)) == near((220, 140), (220, 200), (280, 140), (280, 200))

    editor.press("e")
    editor.drag((300, 40), (380, 100))
    editor.saved()
    assert area(bench.outline(3)) == pytest.approx(3.14159 * 40 * 30, rel=0.02)


def test_the_brush_paints_a_new_instance(bench: Bench) -> None:
    editor = bench.open([])
    editor.press("3", "b")
    editor.drag((100, 100), (200, 100), steps=10)
    editor.saved()
    radius = 24 / float(editor.says("scale"))
    assert area(bench.outline()) == pytest.approx(200 * radius + 3.14159 * radius**2, rel=0.03)
    assert bench.classes() == ["Duck"]


def test_a_part_is_added_a_hole_cut_and_filled_and_parts_split_and_joined(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.click((110, 110))
    editor.press("a")
    for point in square(200, 60):
        editor.click(point)
    editor.press("Enter")
    editor.saved()
    [one] = bench.annotations()
    assert len(one.segmentation.parts) == 2
    assert points(one) == BIG

    editor.press("o")
    for point in HOLE:
        editor.click(point)
    editor.press("Enter")
    editor.saved()
    assert bench.outline() == BIG
    assert sorted(bench.outline(ring=1)) == near(*sorted(HOLE))

    editor.press("v", "Shift+o")  # fill
    editor.saved()
    [one] = bench.annotations()
    assert [len(part.holes) for part in one.segmentation.parts] == [0, 0]

    editor.press("Shift+j")  # split
    editor.saved()
    first, second = bench.annotations()
    assert [len(each.segmentation.parts) for each in (first, second)] == [1, 1]
    assert first.id == one.id
    assert editor.says("selected").split()[0] == str(one.id)

    editor.press("j")  # join
    editor.saved()
    [joined] = bench.annotations()
    assert joined.id == one.id
    assert len(joined.segmentation.parts) == 2


def test_a_line_slices_and_the_pieces_are_instances(bench: Bench) -> None:
    editor = bench.open([shape(BIG, category=2)])
    editor.press("k")
    editor.drag((110, 40), (110, 180), steps=6)
    editor.saved()
    first, second = bench.annotations()
    areas = [area(points(each)) for each in (first, second)]
    assert sum(areas) == pytest.approx(area(BIG), abs=0.1)
    assert areas[0] == pytest.approx(areas[1], rel=0.05)
    assert bench.classes() == ["Duck", "Duck"]
    editor.press("Control+z")
    editor.saved()
    assert bench.outline() == BIG
    assert len(bench.annotations()) == 1


def test_on_top_wins_and_what_leaves_the_image_is_clipped(bench: Bench) -> None:
    editor = bench.open([shape(BIG), shape(square(120, 80, 60), category=0)])
    below, above = bench.annotations()
    editor.click((150, 110))
    assert bench.selected() == [above.id]
    editor.press("Shift+x")
    editor.saved()
    assert area(bench.outline(0)) == pytest.approx(100**2 - 40 * 60, abs=0.1)
    assert bench.outline(1) == square(120, 80, 60)
    assert below.id == bench.annotations()[0].id
    editor.press("Shift+x")
    bench.said("Nothing lies under the selected instance.")

    outside = bench.open([shape([(-20, 40), (60, 40), (60, 100), (-20, 100)])])
    outside.click((30, 70))
    outside.press("Shift+c")
    outside.saved()
    assert sorted(bench.outline()) == [(0, 40), (0, 100), (60, 40), (60, 100)]


def test_simplify_says_how_many_points_are_left_and_smooth_rounds(bench: Bench) -> None:
    fine = [(60 + step, 60.0) for step in range(0, 100, 2)] + BIG[1:]
    editor = bench.open([shape(fine)])
    editor.click((110, 110))
    editor.press("Shift+s")
    editor.saved()
    bench.said(f"{len(fine)} points became 4 (mask IoU 0.98 or better).")
    assert sorted(bench.outline()) == sorted(BIG)
    editor.press("Shift+s")
    bench.said("Simplify: nothing to change.")
    editor.press("Alt+s")
    editor.saved()
    assert len(bench.outline()) > 4


def test_an_outline_that_crosses_itself_is_told_at_once_and_repaired_by_a_key_alone(
    bench: Bench,
) -> None:
    bow = [(100, 60), (180, 120), (180, 60), (100, 120)]
    editor = bench.open([])
    editor.press("n")
    for point in bow:
        editor.click(point)
    editor.press("Enter")
    bench.said("The outline crosses itself: X repairs it.")
    editor.saved()
    assert bench.outline() == near(*bow)  # not repaired by itself
    editor.press("v", "x")
    editor.saved()
    [one] = bench.annotations()
    assert sum(area(points(one, part)) for part in range(2)) == pytest.approx(2400, rel=0.02)
    editor.press("x")
    bench.said("Repair: nothing to change.")
