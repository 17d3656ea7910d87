"""Which instance a click or a key means."""

from __future__ import annotations

import pytest

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.scenes import shape, square

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

#: Three around one point, and one aside.
NESTED = [square(60, 40, 160), square(90, 70, 100), square(110, 90, 60)]
SHARED = (140, 120)
ASIDE = square(300, 60)


def test_the_smallest_is_picked_first_and_each_click_goes_one_deeper(bench: Bench) -> None:
    editor = bench.open([shape(each) for each in (*NESTED, ASIDE)])
    large, middle, small, _aside = (one.id for one in bench.annotations())
    picked = []
    for _ in range(4):
        editor.click(SHARED)
        picked += bench.selected()
    assert picked == [small, middle, large, small]

    editor.press("Escape")
    editor.click(SHARED)
    editor.press("/")
    assert bench.selected() == [middle]
    editor.press("/", "/")
    assert bench.selected() == [small]

    editor.click((70, 50))
    assert bench.selected() == [large]
    editor.click((20, 20))
    assert bench.selected() == []


def test_a_selected_instance_keeps_its_own_handles(bench: Bench) -> None:
    editor = bench.open([shape(each) for each in (*NESTED, ASIDE)])
    large = bench.annotations()[0].id
    editor.click((70, 50))
    assert bench.selected() == [large]
    editor.drag((60, 40), (50, 30))
    editor.saved()
    assert bench.outline(0)[0] == pytest.approx((50, 30), abs=0.5)
    assert bench.outline(1)[0] == (90, 70)
    assert bench.selected() == [large]


def test_tab_walks_the_instances_and_shift_tab_walks_back(bench: Bench) -> None:
    editor = bench.open([shape(each) for each in (*NESTED, ASIDE)])
    ids = [one.id for one in bench.annotations()]
    walked = []
    for key in ("Tab", "Tab", "Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab"):
        editor.press(key)
        walked += bench.selected()
    assert walked == [*ids, ids[0], ids[3], ids[2]]
    bench.said("Dice 3 of 4, 4 points, selected")


def test_shift_clicks_and_a_marquee_select_several(bench: Bench) -> None:
    editor = bench.open([shape(square(40, 40)), shape(square(120, 40)), shape(ASIDE)])
    one, two, three = (each.id for each in bench.annotations())
    editor.click((60, 60))
    editor.click((140, 60), "Shift")
    assert bench.selected() == [one, two]
    editor.click((60, 60), "Shift")
    assert bench.selected() == [two]
    editor.press("Escape")
    editor.drag((20, 20), (200, 120))
    assert sorted(bench.selected()) == [one, two]
    editor.press("Control+a")
    assert sorted(bench.selected()) == [one, two, three]
    editor.press("Delete")
    editor.saved()
    assert bench.annotations() == []
    assert bench.labels()[0] == "Delete 3 instances"


def test_next_suspicious_zooms_to_what_crosses_itself_and_the_way_back_is_kept(
    bench: Bench,
) -> None:
    bow = [(200, 40), (260, 100), (260, 40), (200, 100)]
    editor = bench.open([shape(square(40, 40)), shape(bow), shape(ASIDE)])
    crossing = bench.annotations()[1].id
    before = bench.view()
    editor.press("q")
    assert bench.selected() == [crossing]
    assert bench.view_changes(before)[0] > before[0]
    editor.press("Shift+z")
    editor.comes_to_say("scale", str(before[0]))
    assert bench.view() == pytest.approx(before)
