from __future__ import annotations

from dataclasses import replace

import pytest

from segcore.errors import InputError, NotFound
from segcore.store import Store
from segcore.store.tagging import MOST_TAGS
from segcore.types import LONGEST_LABEL, MOST_TAGS_ON_ONE, Delete, Image, TagCount
from tests.store.examples import annotation, key, pictures, pond


@pytest.fixture
def images(store: Store) -> list[Image]:
    """a and b with a duck each, c with nothing; b is val."""
    a, b, c = pictures("a.jpg", "b.jpg", "c.jpg")
    rows = [annotation(0, 1), annotation(1, 2)]
    return pond(store, images=[a, replace(b, split="val"), c], annotations=rows)


def test_tags_are_added_and_taken_away_from_many_images(store: Store, images: list[Image]) -> None:
    a, b, c = (one.id for one in images)
    assert store.tag_images([a, b, b], add=["night", "blurry"], author="ann") == 4
    assert store.tag_images([b, c], add=["rain"], remove=["night"], author="ann") == 3
    assert store.image_tags([a, b, c]) == {
        a: ("blurry", "night"),
        b: ("blurry", "rain"),
        c: ("rain",),
    }
    assert store.tags(images[0].dataset_id) == [
        TagCount("blurry", 2, 0),
        TagCount("night", 1, 0),
        TagCount("rain", 2, 0),
    ]


def test_what_is_so_already_is_no_change(store: Store, images: list[Image]) -> None:
    dataset = images[0].dataset_id
    store.tag_images([images[0].id], add=["night"])
    before = store.stamp(dataset)
    assert store.tag_images([images[0].id], add=["night"], remove=["rain"]) == 0
    assert store.tag_images([], add=["night"]) == 0
    assert store.stamp(dataset) == before
    assert store.tag_images([images[1].id], add=["night"]) == 1
    assert store.stamp(dataset) > before


def test_a_tag_leaves_the_images_version(store: Store, images: list[Image]) -> None:
    store.tag_images([images[0].id], add=["night"])
    assert store.image(images[0].id) == images[0]


def test_a_tag_is_composed_and_without_spaces_around_it(store: Store, images: list[Image]) -> None:
    store.tag_images([images[0].id], add=["  cafe\u0301 au lait ", "caf\u00e9 au lait"])
    assert store.image_tags([images[0].id]) == {images[0].id: ("caf\u00e9 au lait",)}


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("  ", "A tag has 1 to 100 characters; got 0"),
        ("x" * (LONGEST_LABEL + 1), "got 101"),
        ("x" * 10_000_000, "got 10,000,000"),
        ("two\nlines", r"one line of text without control characters; got 'two\\nlines'"),
        ("nul\0", "control characters"),
        ("half \ud800", "control characters"),
    ],
)
def test_what_is_no_tag_is_refused(store: Store, images: list[Image], tag: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        store.tag_images([images[0].id], add=["fine", tag])
    assert store.tags(images[0].dataset_id) == []


def test_a_text_alone_and_a_tag_both_ways_are_refused(store: Store, images: list[Image]) -> None:
    with pytest.raises(InputError, match="Tags are a list of texts; got the text 'night' alone"):
        store.tag_images([images[0].id], add="night")
    with pytest.raises(InputError, match="'night' cannot be added and taken away at once"):
        store.tag_images([images[0].id], add=["night"], remove=["night"])


def test_images_of_no_and_of_two_datasets_are_refused(store: Store, images: list[Image]) -> None:
    (other,) = pond(store, "sea")
    with pytest.raises(InputError, match="The 2 images are of 2 datasets, not one"):
        store.tag_images([images[0].id, other.id], add=["night"])
    with pytest.raises(NotFound, match="no image with id 999999: it, or its dataset, is gone"):
        store.tag_images([images[0].id, 999999], add=["night"])
    assert store.image_tags([images[0].id]) == {images[0].id: ()}


def test_an_image_has_only_so_many_tags(store: Store, images: list[Image]) -> None:
    many = [f"tag {n}" for n in range(MOST_TAGS_ON_ONE)]
    store.tag_images([images[0].id], add=many)
    with pytest.raises(InputError, match=f"{images[0].id} would have 101 tags; at most 100"):
        store.tag_images([images[1].id, images[0].id], add=["one more"])
    assert store.image_tags([images[1].id]) == {images[1].id: ()}
    store.tag_images([images[0].id], add=["one more"], remove=["tag 0"])


def test_a_dataset_has_only_so_many_tags(store: Store) -> None:
    images = pond(store, images=pictures(*(f"{n}.jpg" for n in range(11))), annotations=[])
    for n, image in enumerate(images[: MOST_TAGS // MOST_TAGS_ON_ONE]):
        store.tag_images([image.id], add=[f"{n} {m}" for m in range(MOST_TAGS_ON_ONE)])
    store.tag_images([images[-1].id], add=["0 0"])
    with pytest.raises(
        InputError, match="at most 1,000 different tags, and this would make it 1,001"
    ):
        store.tag_images([images[-1].id], add=["one more"])


def test_a_deleted_annotations_tags_come_back_with_it(store: Store, images: list[Image]) -> None:
    image = images[0]
    (duck,) = store.annotations(image.id)
    assert store.tag_annotations([duck.id], add=["hidden"], author="ann") == 1
    store.save(image.id, [Delete(duck.id, 1)], author="ann", request_id=key())
    assert store.tags(image.dataset_id) == []
    with pytest.raises(NotFound, match=f"no annotation with id {duck.id}"):
        store.tag_annotations([duck.id], add=["gone"])
    store.undo(image.id, author="ann", request_id=key())
    assert store.annotation_tags([duck.id]) == {duck.id: ("hidden",)}
    assert store.tags(image.dataset_id) == [TagCount("hidden", 0, 1)]


def test_a_tag_filters_with_everything_else(store: Store, images: list[Image]) -> None:
    a, b, c = images
    (other,) = pond(store, "sea")
    store.tag_images([a.id, b.id], add=["night"])
    store.tag_images([c.id], add=["Night"])
    store.tag_images([other.id], add=["night"])
    assert store.images(a.dataset_id, tag="night") == [a, b]
    assert store.images(a.dataset_id, tag="night", split="val") == [b]
    assert store.count_images(a.dataset_id, tag="Night", without_annotations=True) == 1
    assert store.count_images(a.dataset_id, tag="day") == 0
    assert store.neighbours(b.id, tag="night") == (a, None)
    assert store.place(c.id, tag="night") == 2


def test_tags_go_with_what_has_them(store: Store, images: list[Image]) -> None:
    (duck,) = store.annotations(images[0].id)
    store.tag_images([images[0].id], add=["night"])
    store.tag_annotations([duck.id], add=["hidden"])
    (fresh,) = pond(store, replace=True)
    assert store.tags(fresh.dataset_id) == []
    store.tag_images([fresh.id], add=["night"])
    store.delete_dataset("pond")
    assert store.image_tags([fresh.id]) == {fresh.id: ()}
