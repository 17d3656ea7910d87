"""The filters of Annotate: kept while one works, changed one after the other, and cleared."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from segcore.api import querying
from segcore.store import NewCategory, NewImage, Store
from segcore.ui.filters import as_query, keywords
from segcore.ui.session import Filters

PAGE = """
import streamlit as st
from segcore.ui import cache
from segcore.ui.filters import image_filters
from segcore.ui.frame import page
with page("Try") as session:
    image_filters(cache.store().categories(cache.store().dataset("ants").id))
    st.write(session.filters)
"""


def test_the_editors_routes_understand_the_filters() -> None:
    everything = Filters("val", "for review", 7, "a & b", without_annotations=True)
    for filters in (Filters(), Filters(split="train"), everything):
        scope = {"type": "http", "headers": [], "query_string": as_query(filters).encode()}
        wanted = {name: one for name, one in keywords(filters).items() if one is not None}
        assert querying.filters(Request(scope)) == wanted


@pytest.fixture
def page(store: Store) -> AppTest:
    store.load(
        "ants", categories=[NewCategory("ant")], images=[NewImage("a.png", 9, 9)], annotations=[]
    )
    return AppTest.from_string(PAGE, default_timeout=120).run()


def filters(page: AppTest) -> Filters:
    found: Filters = page.session_state["segcore"].filters
    return found


def test_at_first_nothing_is_filtered(page: AppTest) -> None:
    assert not page.error
    assert filters(page) == Filters()


def test_every_change_counts_however_soon_it_follows_another(page: AppTest) -> None:
    for text in ("a", "ab", "abc"):
        page.text_input[0].set_value(text).run()
        assert filters(page) == Filters(text=text)
    for split in ("train", "val"):
        page.selectbox[0].set_value(split).run()
        assert filters(page) == Filters(split=split, text="abc")


def test_an_emptied_filter_filters_no_more(page: AppTest) -> None:
    page.text_input[0].set_value("a").run()
    page.checkbox[0].check().run()
    assert filters(page) == Filters(text="a", without_annotations=True)

    page.text_input[0].set_value("").run()
    page.checkbox[0].uncheck().run()

    assert filters(page) == Filters()


def test_clear_empties_all_of_them(page: AppTest) -> None:
    page.selectbox[1].set_value("accepted").run()
    page.text_input[0].set_value("a").run()

    page.button[0].click().run()

    assert filters(page) == Filters()
    assert page.text_input[0].value in ("", None)
    assert page.selectbox[1].value is None
