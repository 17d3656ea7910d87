from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segcore.api.marks import marks


def test_a_mark_is_the_first_letter_as_long_as_it_is_free() -> None:
    assert marks(["panda", "Dice", "duck", "drum", "7up", ""]) == ["P", "D", "DU", "DR", "7", "?"]


def test_two_words_give_their_initials() -> None:
    assert marks(["bird", "brazil nut", "bell pepper"]) == ["B", "BN", "BP"]


def test_names_alike_get_marks_that_are_not() -> None:
    assert marks(["ä"] * 3) == ["Ä", "ÄA", "ÄB"]


@given(st.lists(st.text(max_size=12), max_size=80))
def test_marks_are_short_and_no_two_alike(names: list[str]) -> None:
    given_marks = marks(names)
    assert len(set(given_marks)) == len(names)
    assert {len(mark) for mark in given_marks} <= {1, 2}


@given(st.lists(st.text(max_size=12), max_size=20), st.text(max_size=12))
def test_a_new_name_leaves_the_others_their_marks(names: list[str], more: str) -> None:
    assert marks([*names, more])[:-1] == marks(names)
