"""Each way to set an outline right changes what it means to, and no more."""

from __future__ import annotations

import pytest

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.scenes import Outline, Shape, by_class, points, shape, square

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

CLOSE = 0.6  # image pixels: what a whole screen pixel is, and a half
SIDE = 100
BIG = square(60, 60, SIDE)
INSIDE = (110, 110)
HOLE = [(95, 95), (95, 125), (125, 125), (125, 95)]


def near(*outline: tuple[float, float]) -> list[object]:
    return [pytest.approx(point, abs=CLOSE) for point in outline]


def area(outline: Outline) -> float:
    """By the shoelace formula."""
    ends = zip(outline, [*outline[1:], outline[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in ends)) / 2


def test_a_vertex_is_dragged_or_clicked_to_its_destination(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.click(INSIDE)
    editor.drag((60, 60), (50, 48))
    editor.saved()
    assert bench.outline() == near((50, 48), *BIG[1:])
    assert bench.outline()[1:] == BIG[1:]

    editor.press("Escape")
    editor.click((160, 60))
    editor.comes_to_say("vertices", "0.0.1")
    editor.click((170, 50))
    editor.saved()
    assert bench.outline() == near((50, 48), (170, 50), *BIG[2:])
    assert bench.labels()[0] == "Move a point"


def test_an_edge_gives_a_new_vertex_to_drag_and_alt_click_or_delete_takes_one_away(
    bench: Bench,
) -> None:
    editor = bench.open([shape(BIG)])
    editor.click(INSIDE)
    editor.drag((110, 60), (110, 40))
    editor.saved()
    assert bench.outline() == near(BIG[0], (110, 40), *BIG[1:])
    editor.click((110, 40), "Alt")
    editor.saved()
    assert bench.outline() == BIG

    editor.drag((110, 60), (110, 40))
    editor.saved()
    editor.press("Delete")
    editor.saved()
    assert bench.outline() == BIG
    assert bench.labels()[:2] == ["Delete a point", "Add a point"]


def test_a_marquee_chooses_vertices_that_arrow_keys_move_by_one_and_by_ten(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.click(INSIDE)
    editor.drag((20, 20), (200, 80))
    editor.comes_to_say("vertices", "0.0.0 0.0.1")
    editor.press("ArrowUp", "Shift+ArrowRight")
    editor.saved()
    assert bench.outline() == [(70, 59), (170, 59), *BIG[2:]]

    editor.press("Escape", "Shift+ArrowDown", "ArrowLeft")  # the whole
    editor.saved()
    assert bench.outline() == [(69, 69), (169, 69), (159, 170), (59, 170)]


def test_the_nearest_vertex_comes_to_the_pointer(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.click(INSIDE)
    bench.page.mouse.move(*editor.at((180, 40)))
    editor.press("w")
    editor.saved()
    assert bench.outline() == near(BIG[0], (180, 40), *BIG[2:])


def test_one_stroke_redraws_the_stretch_between_its_ends(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.press("s")
    editor.drag((80, 58), (110, 40), (140, 58), steps=6)
    editor.saved()
    outline = bench.outline()
    assert set(BIG) <= set(outline)
    assert area(outline) == pytest.approx(SIDE**2 + 60 * 20 / 2, rel=0.03)
    assert bench.labels()[0] == "Redraw a stretch"


def test_a_stroke_across_cuts_and_one_from_inside_to_inside_extends(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.click(INSIDE)
    editor.press("s")
    editor.drag((135, 30), (135, 190), steps=6)
    editor.saved()
    outline = bench.outline()
    assert bench.labels()[0] == "Cut off by a stroke"
    assert max(x for x, _ in outline) == pytest.approx(135, abs=CLOSE)
    assert {BIG[0], BIG[3]} <= set(outline)

    editor.drag((110, 90), (110, 30), (80, 30), (80, 90), steps=6)
    editor.saved()
    outline = bench.outline()
    assert bench.labels()[0] == "Extend by a stroke"
    assert min(y for _, y in outline) == pytest.approx(30, abs=1.5)
    assert {BIG[0], BIG[3]} <= set(outline)


def test_tab_takes_the_other_side_of_a_cut(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.click(INSIDE)
    editor.press("s")
    bench.page.mouse.move(*editor.at((135, 30)))
    bench.page.mouse.down()
    bench.page.mouse.move(*editor.at((135, 190)), steps=6)
    bench.page.keyboard.press("Tab")
    bench.page.mouse.up()
    editor.saved()
    outline = bench.outline()
    assert min(x for x, _ in outline) == pytest.approx(135, abs=CLOSE)
    assert {BIG[1], BIG[2]} <= set(outline)


def test_the_push_brush_moves_what_it_touches_and_leaves_all_else_bit_for_bit(
    bench: Bench,
) -> None:
    editor = bench.open([Shape([[BIG, HOLE]])])
    editor.click((70, 70))
    editor.press("p")
    editor.drag((110, 80), (110, 50), steps=10)
    editor.saved()
    outline = bench.outline()
    assert set(BIG) <= set(outline)
    assert min(y for _, y in outline) == pytest.approx(50 - 24 / 2.53, abs=2)
    assert bench.outline(ring=1) == HOLE
    assert bench.labels()[0] == "Push the outline"


def test_painting_and_erasing_keep_holes_and_far_vertices_bit_for_bit(bench: Bench) -> None:
    editor = bench.open([Shape([[BIG, HOLE]])])
    editor.click((70, 70))
    editor.press("b")
    editor.drag((150, 110), (180, 110), steps=6)
    editor.saved()
    outline = bench.outline()
    assert set(BIG) <= set(outline)
    assert max(x for x, _ in outline) == pytest.approx(180 + 24 / 2.53, abs=1)
    assert bench.outline(ring=1) == HOLE

    editor.drag((170, 110), (200, 110), held=["Alt"], steps=6)
    editor.saved()
    assert max(x for x, _ in bench.outline()) < 180
    assert set(BIG) <= set(bench.outline())
    assert bench.outline(ring=1) == HOLE
    assert bench.labels()[:2] == ["Erase", "Paint"]


def test_the_wheel_sizes_the_brush(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.click(INSIDE)
    editor.press("b")
    before = bench.view()
    size = editor.root.get_by_label("Brush radius")
    start = size.get_attribute("aria-valuetext")
    assert start == "24 pixels"
    editor.wheel(INSIDE, 2)
    bench.page.wait_for_function(
        "size => size.getAttribute('aria-valuetext') === '32 pixels'", arg=size.element_handle()
    )
    assert bench.view() == before


def test_a_shared_border_moves_for_both_unless_alt_detaches_it(bench: Bench) -> None:
    left, right = square(60, 60, 80), [(140, 60), (220, 60), (220, 140), (140, 140)]
    editor = bench.open([shape(left), shape(right, category=0)])
    editor.click((100, 100))
    editor.drag((140, 60), (150, 50))
    editor.saved()
    found = by_class(bench.store, bench.here.id, bench.dataset)
    [dice], [panda] = found["Dice"], found["Panda"]
    moved = points(dice)[1]
    assert moved == pytest.approx((150, 50), abs=CLOSE)
    assert moved in points(panda)

    editor.press("Control+z")
    editor.saved()
    assert bench.outline(0) == left
    assert bench.outline(1) == right
    editor.click((100, 100))
    editor.drag((140, 60), (150, 50), held=["Alt"])
    editor.saved()
    assert bench.outline(0)[1] == pytest.approx((150, 50), abs=CLOSE)
    assert bench.outline(1) == right


def test_the_whole_is_dragged_turned_and_stretched(bench: Bench) -> None:
    editor = bench.open([shape(BIG)])
    editor.click(INSIDE)
    editor.drag(INSIDE, (130, 120))
    editor.saved()
    assert bench.outline() == near(*[(x + 20, y + 10) for x, y in BIG])

    editor.press("t")
    editor.drag((180, 170), (220, 210))
    editor.saved()
    outline = bench.outline()
    assert area(outline) > 1.3 * SIDE**2
    assert outline[0] == pytest.approx((80, 70), abs=CLOSE)
