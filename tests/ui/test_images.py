"""Images, Train and Annotate with tags and selections, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from segcore.store import Store
from segcore.types import Dataset
from segcore.ui.navigation import SHELL
from tests import toys

LIMIT = 120  # seconds: the machine is shared


@pytest.fixture
def dataset(store: Store) -> Dataset:
    """Three train images and a val image."""
    return toys.squares(store, train=3, val=1)


@pytest.fixture
def images(dataset: Dataset) -> AppTest:
    return opened("images", dataset)


def opened(screen: str, dataset: Dataset) -> AppTest:
    shell = AppTest.from_file(str(SHELL), default_timeout=LIMIT)
    shell.query_params["dataset"] = dataset.name
    return shell.switch_page(f"../../pages/{screen}.py").run()


def choose(page: AppTest, *ids: int) -> None:
    """As the gallery does."""
    page.session_state["segcore"].chosen = frozenset(ids)
    page.run()


def press(page: AppTest, label: str) -> None:
    next(one for one in page.button if one.label == label).click().run()
    assert not page.exception
    assert not page.error


def said(page: AppTest) -> str:
    return " ".join(one.value for one in [*page.markdown, *page.caption])


def test_images_are_tagged_and_a_tag_filters(
    images: AppTest, dataset: Dataset, store: Store
) -> None:
    ids = store.image_ids(dataset.id)
    assert "Click, shift-click, or drag a box to select" in said(images)
    choose(images, ids[0], ids[3])
    assert "**2 selected**" in said(images)
    images.multiselect(key="tags-to-add").set_value(["night"])
    press(images, "Tag 2 images")
    assert store.image_tags(ids) == {ids[0]: ("night",), ids[1]: (), ids[2]: (), ids[3]: ("night",)}
    assert images.toast[0].value == "2 tags changed on 2 images."

    images.selectbox(key="filter-tag").set_value("night").run()
    press(images, "Select all 2")
    images.multiselect(key="tags-to-remove").set_value(["night"])
    press(images, "Tag 2 images")
    assert store.tags(dataset.id) == []
    assert "No image of this dataset passes the filters" in said(images)


def test_a_selection_is_saved_changed_renamed_and_deleted(
    images: AppTest, dataset: Dataset, store: Store
) -> None:
    ids = store.image_ids(dataset.id)
    choose(images, ids[0], ids[1])
    images.text_input(key="selection-name").set_value("hard [ones]")
    press(images, "Save as selection")
    (hard,) = store.selections(dataset.id)
    assert (hard.name, hard.images) == ("hard [ones]", 2)
    assert images.toast[0].value == r"The selection hard \[ones\] has 2 images."

    choose(images, ids[1], ids[2])
    press(images, "Add to it")
    assert store.selection_images(hard.id) == ids[:3]
    press(images, "Take out of it")
    assert store.selection_images(hard.id) == ids[:1]
    press(images, "Show")
    assert images.session_state["segcore"].filters.selection_id == hard.id

    images.text_input(key="selection-new-name").set_value("harder")
    press(images, "Rename")
    assert store.selection(dataset.id, "harder").id == hard.id
    press(images, "Delete")
    assert store.selections(dataset.id) == []
    assert images.session_state["segcore"].filters.selection_id is None


def test_a_name_that_is_taken_is_refused_in_a_sentence(
    images: AppTest, dataset: Dataset, store: Store
) -> None:
    ids = store.image_ids(dataset.id)
    store.save_selection(dataset.id, "hard", ids[:1])
    choose(images, ids[1])
    images.text_input(key="selection-name").set_value("hard")
    next(one for one in images.button if one.label == "Save as selection").click().run()
    assert "A selection named 'hard' exists already" in images.error[0].value
    assert store.selection(dataset.id, "hard").images == 1


def test_a_selection_that_somebody_deleted_leaves_the_filters_usable(
    images: AppTest, dataset: Dataset, store: Store
) -> None:
    hard = store.save_selection(dataset.id, "hard", store.image_ids(dataset.id)[:1])
    images.run()
    images.selectbox(key="filter-selection_id").set_value(hard.id).run()
    store.delete_selection(hard.id)
    images.run()
    assert not images.exception
    assert images.selectbox(key="filter-selection_id").value == hard.id
    assert "No image of this dataset passes the filters" in said(images)
    press(images, "Clear")
    assert "Select all 4" in [one.label for one in images.button]


def test_train_counts_and_trains_on_a_selection(dataset: Dataset, store: Store) -> None:
    ids = store.image_ids(dataset.id)
    store.save_selection(dataset.id, "hard", [ids[0]])
    page = opened("train", dataset)
    numbers = " ".join(one.body for one in page.get("html"))
    assert "<b>3</b>" in numbers
    page.selectbox(key="train-on").set_value("hard").run()
    assert not page.exception
    assert "There is no val image" in said(page)
    assert page.session_state["segcore"].train_on == "hard"
    store.delete_selection(store.selection(dataset.id, "hard").id)
    page.run()
    assert page.session_state["segcore"].train_on is None
    assert "There is no val image" not in said(page)
