"""What lies beside an instance: snapped to, traced without gap and overlap, or kept off."""

from __future__ import annotations

import pytest
import shapely

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.scenes import Outline, shape, square
from tests.browser.test_editor_correcting import near

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

#: The left side of a neighbour, from its upper corner to the lower one.
COAST = [(140.0, 60.0), (152.0, 80.0), (131.0, 95.0), (150.0, 120.0), (140.0, 160.0)]
NEIGHBOUR = [*COAST, (240.0, 160.0), (240.0, 60.0)]
ONE, TWO = square(60, 60, 80), square(160, 60, 80)


def overlap(one: Outline, other: Outline) -> float:
    """Square pixels that both cover."""
    return float(shapely.Polygon(one).intersection(shapely.Polygon(other)).area)


def test_a_boundary_is_traced_with_no_gap_and_no_overlap(bench: Bench) -> None:
    editor = bench.open([shape(NEIGHBOUR)])
    editor.press("n")
    editor.click((60, 60))
    editor.click((COAST[0][0] - 1, COAST[0][1] + 1))  # not quite on its corner
    editor.click((COAST[-1][0] - 1, COAST[-1][1] + 1), "Shift")
    editor.click((60, 160))
    editor.press("Enter")
    editor.saved()
    drawn = bench.outline(1)
    start = drawn.index(COAST[0])
    assert drawn[start : start + len(COAST)] == COAST  # the very vertices
    assert drawn[:start] + drawn[start + len(COAST) :] == near((60, 60), (60, 160))
    assert overlap(drawn, NEIGHBOUR) == 0
    both = shapely.union(shapely.Polygon(drawn), shapely.Polygon(NEIGHBOUR))
    assert both.geom_type == "Polygon"
    assert len(both.interiors) == 0  # no gap between them
    assert bench.outline() == NEIGHBOUR


def test_tab_traces_the_other_way_round(bench: Bench) -> None:
    editor = bench.open([shape(NEIGHBOUR)])
    editor.press("n")
    editor.click((60, 60))
    editor.click(COAST[0])
    editor.click(COAST[-1], "Shift")
    editor.press("Tab")
    editor.click((60, 160))
    editor.press("Enter")
    editor.saved()
    drawn = bench.outline(1)
    assert {(240.0, 160.0), (240.0, 60.0)} <= set(drawn)
    assert not set(COAST[1:-1]) & set(drawn)


def test_a_dragged_vertex_snaps_to_a_neighbours_unless_ctrl_is_held(bench: Bench) -> None:
    editor = bench.open([shape(ONE), shape(TWO)])
    editor.click((100, 100))
    editor.drag((140, 60), (159, 61))
    editor.saved()
    assert (160.0, 60.0) in bench.outline()
    mouse = bench.page.mouse
    mouse.move(*editor.at((140, 140)))
    mouse.down()
    mouse.move(*editor.at((150, 140)))
    with editor.holding(["Control"]):  # pressed in the drag: before it, it begins a stroke
        mouse.move(*editor.at((159, 139)), steps=4)
        mouse.up()
    editor.saved()
    assert (160.0, 140.0) not in bench.outline()


def test_shift_keeps_the_brush_off_the_neighbours(bench: Bench) -> None:
    editor = bench.open([shape(ONE), shape(TWO)])
    editor.click((100, 100))
    editor.press("b")
    editor.drag((120, 100), (190, 100), steps=12, held=["Shift"])
    editor.saved()
    painted = bench.outline()
    assert max(x for x, _ in painted) == pytest.approx(160, abs=0.02)
    assert overlap(painted, TWO) < 0.1
    assert bench.outline(1) == TWO

    editor.press("Control+z")
    editor.saved()
    editor.drag((120, 100), (190, 100), steps=12)
    editor.saved()
    assert overlap(bench.outline(), TWO) > 500  # without it, it does not


def test_shift_keeps_the_pushed_outline_off_the_neighbours(bench: Bench) -> None:
    editor = bench.open([shape(ONE), shape(TWO)])
    editor.click((100, 100))
    editor.press("p")
    editor.drag((110, 100), (170, 100), steps=12, held=["Shift"])
    editor.saved()
    pushed = bench.outline()
    assert max(x for x, _ in pushed) > 150
    assert overlap(pushed, TWO) < 0.1
    assert bench.outline(1) == TWO


def test_a_push_leaves_no_more_points_than_it_needs(bench: Bench) -> None:
    editor = bench.open([shape(ONE)])
    editor.click((100, 100))
    editor.press("p")
    editor.drag((110, 100), (180, 100), steps=20)
    editor.saved()
    pushed = bench.outline()
    assert max(x for x, _ in pushed) > 180
    assert set(ONE) <= set(pushed)
    assert len(pushed) < 40
