"""The frame of a page: every address with the whole navigation, errors said in one place."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from segcore.ui.navigation import PAGES, SCREENS, SHELL

pytestmark = pytest.mark.usefixtures("data_dir")

LIMIT = 120  # seconds: the machine is shared


def shell() -> AppTest:
    return AppTest.from_file(str(SHELL), default_timeout=LIMIT)


def script(body: str) -> AppTest:
    """A page of its own with `body` in its frame."""
    lines = "\n    ".join(body.strip().splitlines())
    return AppTest.from_string(
        "import streamlit as st\n"
        "from segcore.errors import *\n"
        "from segcore.ui.frame import callback, fragment, page\n"
        f"with page('Try') as session:\n    {lines}\n",
        default_timeout=LIMIT,
    )


@pytest.mark.parametrize("screen", [screen.name for screen in SCREENS])
def test_a_fresh_server_shows_the_screen_that_was_asked_for(screen: str) -> None:
    page = shell().switch_page(f"../../pages/{screen}.py").run()

    assert not page.exception
    assert len(page.title) == 1
    if screen != "home":
        assert page.title[0].value.lower() == screen


def test_the_entry_script_has_no_pages_folder_beside_it() -> None:
    assert not (SHELL.parent / "pages").exists()
    assert PAGES.is_dir()


def test_pages_are_paragraphs() -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in PAGES.glob("*.py")}

    assert {name: length for name, length in lengths.items() if length > 80} == {}


def test_an_input_error_is_one_sentence_without_a_traceback() -> None:
    page = script("raise InputError('The name is taken; choose another.')").run()

    assert [error.value for error in page.error] == ["The name is taken; choose another."]
    assert not page.exception


def test_a_conflict_is_a_warning() -> None:
    page = script("raise Conflict('Ada saved first.')").run()

    assert [warning.value for warning in page.warning] == ["Ada saved first."]


def test_a_mistake_of_ours_says_that_it_should_not_have_been() -> None:
    page = script("raise ZeroDivisionError('oh')").run()

    assert "should not have" in page.error[0].value
    assert "ZeroDivisionError: oh" in page.error[0].value


def test_a_fragment_says_its_own_errors_and_leaves_the_rest_of_the_page() -> None:
    page = script(
        """
@fragment()
def part():
    raise InputError('Not this one.')
part()
st.write('still here')
"""
    ).run()

    assert [error.value for error in page.error] == ["Not this one."]
    assert page.markdown[-1].value == "still here"


def test_an_error_in_a_callback_is_said_on_the_page_drawn_next() -> None:
    page = script(
        """
@callback
def act():
    raise InputError('Nothing to undo.')
st.button('Undo', on_click=act)
"""
    ).run()

    page.button[0].click().run()

    assert [error.value for error in page.error] == ["Nothing to undo."]
    page.run()
    assert not page.error


def test_stopping_a_page_is_no_error() -> None:
    page = script("st.stop()").run()

    assert not page.error
    assert not page.exception


def test_a_page_with_nothing_to_show_says_so_outside_its_columns() -> None:
    page = script(
        """
from segcore.ui.pieces import Empty
with st.columns(2)[0]:
    raise Empty('No dataset yet', 'Bring one in.', action='Add a dataset', to='datasets')
"""
    ).run()

    assert [button.label for button in page.button] == ["Add a dataset"]
    assert [len(column.button) for column in page.columns] == [0, 0]
    assert not page.error
