from __future__ import annotations

import pytest

from segcore.errors import InputError, NotFound
from segcore.store import Store
from segcore.types import Image
from tests.store.examples import annotation, pictures, pond


@pytest.fixture
def images(store: Store) -> list[Image]:
    """a, b, c with a duck each."""
    rows = [annotation(n, n + 1) for n in range(3)]
    return pond(store, images=pictures("a.jpg", "b.jpg", "c.jpg"), annotations=rows)


def test_a_selection_is_saved_by_name_and_read_back(store: Store, images: list[Image]) -> None:
    a, b, c = images
    dataset = a.dataset_id
    saved = store.save_selection(dataset, " hard ones ", [c.id, a.id, c.id], author="ann")
    assert (saved.name, saved.author, saved.images) == ("hard ones", "ann", 2)
    assert store.selection_images(saved.id) == [a.id, c.id]
    assert store.selection(dataset, "hard ones") == saved
    easy = store.save_selection(dataset, "easy", [b.id])
    assert store.selections(dataset) == [easy, saved]


def test_a_name_is_taken_unless_it_is_replaced(store: Store, images: list[Image]) -> None:
    a, b, _ = images
    first = store.save_selection(a.dataset_id, "hard", [a.id])
    with pytest.raises(InputError, match="'hard' exists already: choose another name, or replace"):
        store.save_selection(a.dataset_id, "hard", [b.id])
    again = store.save_selection(a.dataset_id, "hard", [b.id], replace=True)
    assert (again.id, store.selection_images(again.id)) == (first.id, [b.id])
    (other,) = pond(store, "sea")
    assert store.save_selection(other.dataset_id, "hard", [other.id]).name == "hard"


def test_images_go_in_and_out(store: Store, images: list[Image]) -> None:
    a, b, c = (one.id for one in images)
    hard = store.save_selection(images[0].dataset_id, "hard", [a])
    assert store.change_selection(hard.id, add=[c, b, a]).images == 3
    assert store.change_selection(hard.id, remove=[a, b], add=[c]).images == 1
    assert store.selection_images(hard.id) == [c]
    assert store.change_selection(hard.id, remove=[c]).images == 0


def test_a_selection_is_renamed_and_deleted(store: Store, images: list[Image]) -> None:
    dataset = images[0].dataset_id
    hard = store.save_selection(dataset, "hard", [images[0].id])
    store.save_selection(dataset, "easy", [images[1].id])
    with pytest.raises(InputError, match="'easy' exists already"):
        store.rename_selection(hard.id, "easy")
    assert store.rename_selection(hard.id, "harder").name == "harder"
    with pytest.raises(NotFound, match=r"no selection named 'hard'. Available: 'easy', 'harder'."):
        store.selection(dataset, "hard")
    store.delete_selection(hard.id)
    assert [one.name for one in store.selections(dataset)] == ["easy"]
    assert store.image(images[0].id) == images[0]
    with pytest.raises(NotFound, match=f"no selection with id {hard.id}: it may have been deleted"):
        store.selection_images(hard.id)


def test_what_does_not_make_a_selection_is_refused(store: Store, images: list[Image]) -> None:
    dataset = images[0].dataset_id
    (other,) = pond(store, "sea")
    with pytest.raises(InputError, match="'hard' needs one image at least"):
        store.save_selection(dataset, "hard", [])
    with pytest.raises(InputError, match="A selection's name has 1 to 100 characters; got 0"):
        store.save_selection(dataset, " ", [images[0].id])
    with pytest.raises(InputError, match=f"Image {other.id} is of another dataset"):
        store.save_selection(dataset, "hard", [other.id])
    with pytest.raises(NotFound, match="no image with id 999999"):
        store.save_selection(dataset, "hard", [images[0].id, 999999])
    assert store.selections(dataset) == []


def test_a_selection_filters_and_is_exported(store: Store, images: list[Image]) -> None:
    a, b, c = images
    hard = store.save_selection(a.dataset_id, "hard", [a.id, c.id])
    assert store.images(a.dataset_id, selection_id=hard.id) == [a, c]
    assert store.neighbours(b.id, selection_id=hard.id) == (a, c)
    rows = store.export_rows(a.dataset_id, selection_id=hard.id)
    assert [row.id for row in rows.images] == [a.id, c.id]
    assert [row.image_id for row in rows.annotations] == [a.id, c.id]


def test_selections_go_with_their_dataset(store: Store, images: list[Image]) -> None:
    hard = store.save_selection(images[0].dataset_id, "hard", [images[0].id])
    (fresh,) = pond(store, replace=True)
    assert store.selections(fresh.dataset_id) == []
    with pytest.raises(NotFound):
        store.selection_images(hard.id)


def test_every_change_of_a_selection_moves_the_stamp(store: Store, images: list[Image]) -> None:
    dataset = images[0].dataset_id
    stamps = [store.stamp(dataset)]
    hard = store.save_selection(dataset, "hard", [images[0].id])
    stamps.append(store.stamp(dataset))
    store.rename_selection(hard.id, "harder")
    stamps.append(store.stamp(dataset))
    store.delete_selection(hard.id)
    stamps.append(store.stamp(dataset))
    assert stamps == sorted(set(stamps))


def test_a_selection_in_numbers(store: Store, images: list[Image]) -> None:
    a, b, c = images
    store.set_split(b.id, split="val", version=1, author="ann")
    store.save_selection(a.dataset_id, "hard", [b.id, c.id])
    hard, whole = store.selection_summary("pond", "hard"), store.summary("pond")
    assert (hard.images, hard.annotations, hard.splits) == (2, 2, {"train": 1, "val": 1})
    assert (whole.images, whole.annotations, whole.splits) == (3, 3, {"train": 2, "val": 1})
    assert hard.categories == whole.categories
    with pytest.raises(NotFound, match="no selection named 'easy'"):
        store.selection_summary("pond", "easy")


def test_ids_alone_obey_the_filters(store: Store, images: list[Image]) -> None:
    a, _, c = images
    hard = store.save_selection(a.dataset_id, "hard", [a.id, c.id])
    store.tag_images([c.id], add=["night"])
    assert store.image_ids(a.dataset_id) == [one.id for one in images]
    assert store.image_ids(a.dataset_id, selection_id=hard.id) == [a.id, c.id]
    assert store.image_ids(a.dataset_id, selection_id=hard.id, tag="night") == [c.id]
