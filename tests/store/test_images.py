from __future__ import annotations

from dataclasses import replace

import pytest

from segcore.errors import Conflict, NotFound
from segcore.store import Store
from segcore.types import Delete, Image
from tests.store.examples import annotation, key, pictures, pond, statements


@pytest.fixture
def images(store: Store) -> list[Image]:
    """a, b with a duck each, c with a die, 100%_d with nothing; c and d are val."""
    a, b, c, d = pictures("a.jpg", "b.jpg", "Deep/C.jpg", "100%_d.jpg")
    val = [replace(one, split="val") for one in (c, d)]
    rows = [annotation(0, 1), annotation(1, 2), annotation(2, 3, category=1)]
    return pond(store, images=[a, b, *val], annotations=rows)


def test_filters_choose_images(store: Store, images: list[Image]) -> None:
    dataset = images[0].dataset_id
    duck, die = store.categories(dataset)
    a, b, c, d = images
    assert store.images(dataset, split="val") == [c, d]
    assert store.images(dataset, category_id=duck.id) == [a, b]
    assert store.images(dataset, category_id=die.id, split="train") == []
    assert store.images(dataset, text="c.JPG") == [c]
    assert store.images(dataset, text="%_") == [d]
    assert store.images(dataset, without_annotations=True) == [d]
    assert store.images(dataset, without_annotations=False) == [a, b, c]
    assert store.images(dataset, limit=2, offset=1) == [b, c]
    assert store.images(dataset, state="accepted") == []
    assert store.count_images(dataset) == 4
    assert store.count_images(dataset, without_annotations=False, split="train") == 2


def test_neighbours_obey_the_filter_even_from_outside_it(store: Store, images: list[Image]) -> None:
    a, b, c, d = images
    assert store.neighbours(b.id) == (a, c)
    assert store.neighbours(a.id) == (None, b)
    assert store.neighbours(b.id, split="val") == (None, c)
    assert store.neighbours(d.id, without_annotations=False) == (c, None)
    assert [store.place(one.id, split="val") for one in images] == [0, 0, 0, 1]


def test_neighbours_stay_inside_the_dataset(store: Store, images: list[Image]) -> None:
    (other,) = pond(store, "sea")
    assert store.neighbours(other.id) == (None, None)
    assert store.neighbours(images[-1].id) == (images[-2], None)


def test_a_deleted_annotation_no_longer_counts(store: Store, images: list[Image]) -> None:
    only = store.annotations(images[0].id)[0]
    store.save(images[0].id, [Delete(only.id, 1)], author="ann", request_id=key())
    assert store.count_images(images[0].dataset_id, without_annotations=True) == 2
    assert store.annotations(images[0].id) == []
    with pytest.raises(NotFound, match=f"no annotation with id {only.id}"):
        store.annotation(only.id)


def test_state_and_split_change_only_from_the_version_seen(
    store: Store, images: list[Image]
) -> None:
    accepted = store.set_state(images[0].id, state="accepted", version=1, author="ann")
    assert (accepted.state, accepted.version) == ("accepted", 2)
    moved = store.set_split(images[0].id, split="val", version=2, author="ann")
    assert (moved.split, moved.state, moved.version) == ("val", "accepted", 3)
    with pytest.raises(Conflict, match=r"changed image 'a.jpg' meanwhile \(it is at version 3"):
        store.set_state(images[0].id, state="new", version=2, author="bob")
    assert store.image(images[0].id) == moved
    history = store.history(images[0].id)
    assert [(one.kind, one.detail) for one in history] == [
        ("state", "new -> accepted"),
        ("split", "train -> val"),
    ]


def test_the_stamp_grows_with_every_change(store: Store, images: list[Image]) -> None:
    dataset = images[0].dataset_id
    stamps = [store.stamp(dataset)]
    store.set_state(images[0].id, state="accepted", version=1, author="ann")
    stamps.append(store.stamp(dataset))
    store.add_category(dataset, name="panda", author="ann")
    stamps.append(store.stamp(dataset))
    assert stamps == sorted(set(stamps))


def test_opening_an_image_takes_as_many_queries_in_a_large_dataset(store: Store) -> None:
    def opened(image: Image) -> int:
        return statements(
            store,
            lambda: (store.scene(image.id), store.neighbours(image.id)),
        )

    (small,) = pond(store)
    names = [f"{n}.jpg" for n in range(300)]
    rows = [annotation(n % 300, n) for n in range(900)]
    large = pond(store, "large", images=pictures(*names), annotations=rows)
    assert opened(small) == opened(large[150]) == 6


def test_a_gallery_page_takes_two_queries(store: Store) -> None:
    names = [f"{n}.jpg" for n in range(60)]
    images = pond(store, images=pictures(*names), annotations=[annotation(n, n) for n in range(60)])
    page = [image.id for image in images[:48]]
    assert statements(store, lambda: store.annotations_of(page)) == 1
    assert statements(store, lambda: store.images(images[0].dataset_id, limit=48)) == 1
