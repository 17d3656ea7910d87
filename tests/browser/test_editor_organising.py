"""Many instances and many images: lists, order, copies, states, and what was before."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.driving import until
from tests.browser.scenes import shape, square

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

ONE, TWO, THREE = square(40, 40), square(120, 40, 60), square(220, 40, 80)
THREE_SQUARES = [shape(ONE), shape(TWO, category=0), shape(THREE)]


def test_the_list_sorts_filters_and_selects_many_for_one_class(bench: Bench) -> None:
    editor = bench.open(THREE_SQUARES)
    one, two, three = (each.id for each in bench.annotations())
    rows = bench.options()
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_have_attribute("aria-label", "Dice 1 of 3, 4 points")  # the topmost
    editor.root.get_by_label("Sort instances").select_option("area")
    expect(rows.locator(".area")).to_have_text(["1,600", "3,600", "6,400"])
    editor.root.get_by_label("Find instances").fill("dice")
    expect(rows).to_have_count(2)

    rows.nth(0).click()
    rows.nth(1).click(modifiers=["Control"])
    assert sorted(bench.selected()) == [one, three]
    editor.root.get_by_label("Find instances").fill("")
    editor.press("3")
    editor.saved()
    assert bench.classes() == ["Duck", "Panda", "Duck"]

    rows.nth(0).click()
    bench.page.keyboard.press("Tab")  # the focus is on the canvas again
    assert len(bench.selected()) == 1
    assert two in [each.id for each in bench.annotations()]


def test_the_list_is_walked_by_keyboard(bench: Bench) -> None:
    editor = bench.open(THREE_SQUARES)
    one, two, three = (each.id for each in bench.annotations())
    editor.root.get_by_role("listbox", name="Instances").focus()
    bench.page.keyboard.press("Home")
    assert bench.selected() == [three]
    bench.page.keyboard.press("Shift+ArrowDown")
    assert sorted(bench.selected()) == [two, three]
    bench.page.keyboard.press("End")
    assert bench.selected() == [one]
    bench.page.keyboard.press("Delete")
    editor.saved()
    assert [each.id for each in bench.annotations()] == [two, three]


def test_what_is_on_top_is_a_key_away(bench: Bench) -> None:
    editor = bench.open(THREE_SQUARES)
    first = bench.annotations()[0].id
    editor.click((60, 60))
    editor.press("Home")
    editor.saved()
    levels = {each.id: each.z for each in bench.annotations()}
    assert max(levels, key=lambda key: levels[key]) == first
    expect(bench.options().nth(0)).to_have_attribute("aria-selected", "true")
    editor.press("End")
    editor.saved()
    levels = {each.id: each.z for each in bench.annotations()}
    assert min(levels, key=lambda key: levels[key]) == first
    expect(bench.options().nth(2)).to_have_attribute("aria-selected", "true")


def test_copies_are_pasted_here_and_on_the_next_image_and_crowds_are_marked(bench: Bench) -> None:
    editor = bench.open([shape(ONE)], [])
    editor.click((60, 60))
    editor.press("Control+c", "Control+v")
    editor.saved()
    aside = bench.outline(1)[0]
    assert aside[0] > ONE[0][0]
    editor.press("Shift+d")
    editor.saved()
    assert len(bench.annotations()) == 3
    editor.press("m")
    editor.saved()
    assert [each.iscrowd for each in bench.annotations()] == [False, False, True]

    editor.press("f")
    editor.stands(bench.images[1].id)
    editor.press("Control+v")
    editor.saved()
    assert bench.outline() == ONE
    assert bench.classes() == ["Dice"]


def test_the_same_as_before_comes_as_ghosts_and_leaks_into_nothing(bench: Bench) -> None:
    editor = bench.open(THREE_SQUARES, [shape(ONE, category=2)], [])
    editor.press("f")
    editor.stands(bench.images[1].id)
    editor.press("Control+a", "Delete")
    editor.saved()
    editor.press("f")
    editor.stands(bench.images[2].id)
    editor.press("d")
    editor.stands(bench.images[1].id)
    assert bench.annotations() == []  # an emptied image stays empty
    editor.press("d")
    editor.stands(bench.images[0].id)
    editor.press("f")
    editor.stands(bench.images[1].id)

    editor.press("Shift+r")
    assert bench.annotations() == []
    editor.press("g", "y")
    editor.saved()
    [taken] = bench.annotations()
    assert taken.origin == "person"
    editor.press("f")
    editor.stands(bench.images[2].id)
    assert editor.says("instances") == "0"
    assert len(bench.annotations(bench.images[1])) == 1


def test_review_states_are_set_by_key_and_lead_to_the_next_image(bench: Bench) -> None:
    editor = bench.open([shape(ONE)], [shape(ONE)], [], [shape(ONE)])
    editor.press("Alt+a")
    editor.saved()
    assert bench.store.image(bench.here.id).state == "accepted"
    state = editor.root.get_by_label("State of the image", exact=True)
    expect(state.and_(editor.root.locator("select"))).to_have_value("accepted")

    editor.press("Shift+e")  # without annotations
    editor.stands(bench.images[2].id)
    editor.press("Alt+r")
    editor.saved()
    editor.press("Shift+n")  # new
    editor.stands(bench.images[3].id)
    editor.press("Shift+n")
    bench.said("No such image follows.")


def test_undo_is_one_stack_an_image_and_touches_no_other(bench: Bench) -> None:
    editor = bench.open(THREE_SQUARES, THREE_SQUARES)
    editor.click((60, 60))
    editor.press("3")
    editor.saved()
    editor.press("f")
    editor.stands(bench.images[1].id)
    editor.click((60, 60))
    editor.press("Delete")
    editor.saved()
    editor.press("Control+z", "Control+z")
    editor.saved()
    assert len(bench.annotations()) == 3
    editor.press("d")
    editor.stands(bench.images[0].id)
    assert bench.classes() == ["Duck", "Panda", "Dice"]
    editor.press("Control+z")
    editor.saved()
    assert bench.classes() == ["Dice", "Panda", "Dice"]


def test_the_history_says_who_did_what_and_restores_one_instance(bench: Bench) -> None:
    editor = bench.open(THREE_SQUARES)
    editor.click((60, 60))
    editor.press("Shift+ArrowRight")
    editor.saved()
    editor.press("Control+a", "Delete")
    editor.saved()
    assert bench.annotations() == []

    editor.root.get_by_role("tab", name="History").click()
    entries = editor.root.locator(".history .entry")
    expect(entries.locator(".entry-label")).to_have_text(["Delete 3 instances", "Move"])
    expect(entries.nth(0).locator(".entry-author")).not_to_be_empty()
    entries.nth(0).get_by_role("button", name="Restore").first.click()
    editor.saved()
    assert len(bench.annotations()) == 1
    until(bench.page, lambda: editor.says("instances") == "1")
    editor.press("Control+z")
    editor.saved()
    assert bench.annotations() == []
    editor.root.get_by_role("tab", name="Instances").click()
