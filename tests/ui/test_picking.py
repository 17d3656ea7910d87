"""The dataset a page works on: from the address, else the session, else the newest."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from segcore.store import Store

PAGE = """
import streamlit as st
from segcore.ui.frame import page
from segcore.ui.picking import dataset_picker
with page("Try"):
    st.write(dataset_picker().name)
"""


@pytest.fixture
def page(store: Store) -> AppTest:
    """A page over the datasets ants and bees, made in this order."""
    for name in ("bees", "ants"):
        store.load(name, categories=[], images=[], annotations=[])
    return AppTest.from_string(PAGE, default_timeout=120)


def test_at_first_it_is_the_newest(page: AppTest) -> None:
    assert page.run().markdown[-1].value == "ants"
    assert page.query_params["dataset"] == "ants"


def test_the_address_decides(page: AppTest) -> None:
    page.query_params["dataset"] = "bees"

    assert page.run().markdown[-1].value == "bees"
    assert page.selectbox[0].value == "bees"


def test_a_choice_changes_the_address(page: AppTest) -> None:
    page.run()

    page.selectbox[0].set_value("bees").run()

    assert page.markdown[-1].value == "bees"
    assert page.query_params["dataset"] == "bees"


def test_an_address_without_a_dataset_falls_back_on_the_session(page: AppTest) -> None:
    page.query_params["dataset"] = "bees"
    page.run()
    page.query_params = {}

    assert page.run().markdown[-1].value == "bees"


def test_a_dataset_that_is_not_there_is_said_with_those_that_are(page: AppTest) -> None:
    page.query_params["dataset"] = "wasps"
    page.run()

    assert "wasps" in page.error[0].value
    assert "ants, bees" in page.error[0].value


def test_leaving_a_dataset_forgets_what_belonged_to_it(page: AppTest) -> None:
    page.run()
    page.session_state["segcore"].run_id = "a run of ants"

    page.selectbox[0].set_value("bees").run()

    assert page.session_state["segcore"].run_id == ""


def test_without_any_dataset_the_page_leads_on(store: Store) -> None:
    assert store.datasets() == []
    page = AppTest.from_string(PAGE, default_timeout=120).run()

    assert [button.label for button in page.button] == ["Add a dataset"]
