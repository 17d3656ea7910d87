"""Where Annotate sends the editor, and that it lets it move on by itself."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from segcore.store import Store
from segcore.types import Create, Dataset, Part, Segmentation
from segcore.ui.editor import Go
from segcore.ui.navigation import PAGES, SHELL
from segcore.ui.session import Filters, Session
from tests import toys


@pytest.fixture
def dataset(store: Store) -> Dataset:
    return toys.squares(store)


@pytest.fixture
def ids(store: Store, dataset: Dataset) -> list[int]:
    """Of the images: two to train on and one of val."""
    return [image.id for image in store.images(dataset.id)]


@pytest.fixture
def page(ids: list[int]) -> AppTest:  # noqa: ARG001 - the images must be there first
    shell = AppTest.from_file(str(SHELL), default_timeout=120)
    return shell.switch_page(str(PAGES / "annotate.py"))


def session(page: AppTest) -> Session:
    found: Session = page.session_state["segcore"]
    return found


def went(page: AppTest) -> Go:
    """Where the editor was sent last."""
    page.run()
    assert not page.exception
    assert not page.error
    sent = session(page).sent
    assert sent is not None
    return sent.go


def moves_on(page: AppTest, image_id: int) -> None:
    """What the editor's report does before the rerun: the session and the address follow."""
    session(page).image_id = image_id
    page.query_params["image"] = str(image_id)


def test_it_begins_with_the_first_image_and_names_it_in_the_address(
    page: AppTest, ids: list[int]
) -> None:
    assert went(page) == Go(ids[0], None, 0)
    assert page.query_params["image"] == str(ids[0])


def test_it_begins_where_the_address_says(page: AppTest, ids: list[int]) -> None:
    page.query_params.update({"image": str(ids[2]), "annotation": "9"})
    assert went(page) == Go(ids[2], 9, 0)


def test_a_rerun_repeats_what_was_said(page: AppTest, ids: list[int]) -> None:
    first = went(page)
    moves_on(page, ids[1])
    assert went(page) == first
    assert page.query_params["image"] == str(ids[1])


def test_a_new_address_is_a_command(page: AppTest, ids: list[int]) -> None:
    first = went(page)
    page.query_params["image"] = str(ids[2])
    second = went(page)
    assert (second.image, second.annotation) == (ids[2], None)
    assert second.serial > first.serial
    page.query_params["annotation"] = "9"
    third = went(page)
    assert (third.image, third.annotation) == (ids[2], 9)
    assert third.serial > second.serial


def test_filters_send_it_on_only_from_an_image_that_they_hide(
    page: AppTest, ids: list[int]
) -> None:
    first = went(page)
    session(page).filters = Filters(split="train")
    assert went(page) == first
    session(page).filters = Filters(split="val")
    second = went(page)
    assert second.image == ids[2]
    assert second.serial > first.serial
    session(page).filters = Filters(text="no such name")
    assert went(page) == second


def test_filters_that_let_nothing_by_are_said_where_nothing_is_shown_yet(page: AppTest) -> None:
    page.run()
    fresh = session(page)
    fresh.sent, fresh.image_id, fresh.filters = None, None, Filters(text="no such name")
    page.query_params.clear()
    page.run()
    assert [one.value for one in page.subheader] == ["No image to show"]


def test_an_image_of_another_dataset_is_refused(page: AppTest, store: Store) -> None:
    [other] = store.images(toys.squares(store, name="others", train=1, val=0).id)
    page.query_params.update({"dataset": "toys", "image": str(other.id)})
    page.run()
    assert f"Image {other.id} is not in the dataset 'toys'" in page.error[0].value


def test_a_run_that_is_not_of_the_dataset_leaves_the_address(page: AppTest) -> None:
    page.query_params["run"] = "never-was"
    went(page)
    assert "run" not in page.query_params


def test_the_card_of_a_dataset_tells_what_an_instance_took(
    page: AppTest, store: Store, dataset: Dataset, ids: list[int]
) -> None:
    cards = page.switch_page(str(PAGES / "datasets.py"))
    assert "corrected instance" not in said(cards)
    outline = Segmentation((Part([(1.0, 1.0), (9.0, 1.0), (9.0, 9.0)]),))
    for number, seconds in enumerate((4.0, 8.0)):
        category = store.categories(dataset.id)[0].id
        edits = [Create(category, outline)]
        store.save(ids[0], edits, author="Ada", request_id=f"{number}", seconds=seconds)
    assert "6.0 s and 1.0 gestures a corrected instance (2)" in said(cards)


def said(page: AppTest) -> str:
    page.run()
    assert not page.exception
    return "".join(html.body for html in page.get("html"))
