from __future__ import annotations

import numpy as np
import pytest

from segcore.errors import Conflict, InputError, NotFound
from segcore.store import Store
from segcore.types import Box, Create, Delete, Image, Part, Rle, Segmentation, Size, Update
from tests.store.examples import annotation, corner, key, move, pictures, pond, square


@pytest.fixture
def image(store: Store) -> Image:
    return pond(store, annotations=[annotation(0, 40), annotation(0, 41)])[0]


def test_one_save_creates_updates_and_deletes(store: Store, image: Image) -> None:
    first, second = store.annotations(image.id)
    die = store.categories(image.dataset_id)[1]
    edits = [
        Update(first.id, 1, segmentation=square(5, 5, 10)),
        Delete(second.id, 1),
        Create(die.id, square(40, 40, 20)),
    ]
    saved = store.save(image.id, edits, author="ann", request_id="gesture 1")
    updated, created = saved.annotations
    assert saved.request_id == "gesture 1"
    assert saved.deleted == (second.id,)
    assert (updated.id, updated.version, updated.edited) == (first.id, 2, True)
    assert (updated.box, updated.area) == (Box(5, 5, 15, 15), 100.0)
    assert (created.category_id, created.version, created.origin) == (die.id, 1, "person")
    assert store.annotations(image.id) == [updated, created]
    assert store.annotation(created.id) == created


def test_a_changed_category_leaves_the_outline_untouched(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    die = store.categories(image.dataset_id)[1]
    edit = Update(first.id, 1, category_id=die.id)
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert (saved.category_id, saved.version, saved.edited) == (die.id, 2, False)
    assert saved.segmentation == first.segmentation


def test_the_same_outline_again_is_no_edit(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    edit = Update(first.id, 1, segmentation=first.segmentation)
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert (saved.version, saved.edited) == (2, False)


def test_a_request_asked_again_gets_its_first_answer(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    edits = [
        Update(first.id, 1, segmentation=square(5, 5, 10)),
        Create(first.category_id, _drawn()),
    ]
    answer = store.save(image.id, edits, author="ann", request_id="again")
    move(store, image, to=50)
    assert store.save(image.id, edits, author="ann", request_id="again") == answer
    assert corner(store, image) == 50
    assert len(store.annotations(image.id)) == 3


def _drawn() -> Segmentation:
    return square(60, 40, 10)


def test_a_request_id_belongs_to_one_image(store: Store) -> None:
    one, other = pond(store, images=pictures("a.jpg", "b.jpg"))
    duck = store.categories(one.dataset_id)[0]
    store.save(one.id, [Create(duck.id, _drawn())], author="ann", request_id="k")
    with pytest.raises(InputError, match="'k' was used for another image"):
        store.save(other.id, [Create(duck.id, _drawn())], author="ann", request_id="k")


def test_a_save_from_an_old_version_is_a_conflict_and_saves_nothing(
    store: Store, image: Image
) -> None:
    first, second = store.annotations(image.id)
    move(store, image, to=30, author="bob")
    edits = [Delete(second.id, 1), Update(first.id, 1, segmentation=square(5, 5, 10))]
    with pytest.raises(
        Conflict, match=r"was changed by bob .* version 2, your edit began at 1"
    ) as e:
        store.save(image.id, edits, author="ann", request_id="late")
    assert e.value.annotation_id == first.id
    assert len(store.annotations(image.id)) == 2
    assert corner(store, image) == 30


def test_an_edit_of_what_was_deleted_is_a_conflict(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    store.save(image.id, [Delete(first.id, 1)], author="bob", request_id=key())
    with pytest.raises(Conflict, match=f"Annotation {first.id} was deleted by bob"):
        store.save(image.id, [Delete(first.id, 1)], author="ann", request_id=key())


def test_after_a_conflict_the_same_request_may_be_tried_again(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    move(store, image, to=30)
    with pytest.raises(Conflict):
        store.save(image.id, [Delete(first.id, 1)], author="ann", request_id="k")
    saved = store.save(image.id, [Delete(first.id, 2)], author="ann", request_id="k")
    assert saved.deleted == (first.id,)


def test_a_foreign_category_is_refused(store: Store, image: Image) -> None:
    (other,) = pond(store, "sea")
    foreign = store.categories(other.dataset_id)[0]
    first = store.annotations(image.id)[0]
    for edit in (Create(foreign.id, _drawn()), Update(first.id, 1, category_id=foreign.id)):
        with pytest.raises(InputError, match=f"Category {foreign.id} is not one of the image's"):
            store.save(image.id, [edit], author="ann", request_id=key())


def test_an_annotation_of_another_image_is_not_found(store: Store, image: Image) -> None:
    (other,) = pond(store, "sea")
    first = store.annotations(image.id)[0]
    with pytest.raises(NotFound, match=f"'a.jpg' has no annotation with id {first.id}"):
        store.save(other.id, [Delete(first.id, 1)], author="ann", request_id=key())


def test_an_outline_is_cut_at_the_pictures_edge(store: Store, image: Image) -> None:
    edit = Create(store.categories(image.dataset_id)[0].id, square(90, 70, 20))
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert saved.box == Box(90, 70, 100, 80)
    assert saved.area == 100.0


def test_a_bow_whose_halves_cancel_out_is_kept_to_be_repaired(store: Store, image: Image) -> None:
    bow = Segmentation((Part(np.array([(10, 10), (30, 30), (30, 10), (10, 30)])),))
    edit = Create(store.categories(image.dataset_id)[0].id, bow)
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert saved.segmentation == bow
    assert (saved.box, saved.area) == (Box(10, 10, 30, 30), 0.0)


@pytest.mark.parametrize("drawn", [square(200, 200, 10), Segmentation()])
def test_an_outline_with_nothing_inside_the_picture_is_refused(
    store: Store, image: Image, drawn: Segmentation
) -> None:
    edit = Create(store.categories(image.dataset_id)[0].id, drawn)
    with pytest.raises(InputError, match=r"nothing inside the picture 'a.jpg' \(100 x 80 pixels\)"):
        store.save(image.id, [edit], author="ann", request_id=key())
    assert len(store.annotations(image.id)) == 2
    assert not store.can_undo(image.id)


def test_an_exact_mask_gives_box_and_area(store: Store, image: Image) -> None:
    from segcore import geometry

    mask = np.zeros((80, 100), dtype=bool)
    mask[10:20, 30:35] = True
    drawn = Segmentation(square(30, 10, 5).parts, geometry.mask_to_rle(mask))
    edit = Create(store.categories(image.dataset_id)[0].id, drawn, origin="model")
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert (saved.area, saved.origin, saved.segmentation.rle) == (50.0, "model", drawn.rle)
    assert saved.box == Box(30, 10, 35, 20)


def test_a_mask_of_another_size_is_refused(store: Store, image: Image) -> None:
    drawn = Segmentation((), Rle(Size(10, 10), "d3"))
    edit = Create(store.categories(image.dataset_id)[0].id, drawn)
    with pytest.raises(InputError, match="10 x 10 pixels, but its picture is 100 x 80"):
        store.save(image.id, [edit], author="ann", request_id=key())


def test_no_edits_are_no_gesture(store: Store, image: Image) -> None:
    assert store.save(image.id, [], author="ann", request_id=key()).annotations == ()
    assert not store.can_undo(image.id)


def test_an_empty_request_id_is_refused(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    with pytest.raises(InputError, match="needs a request id of its own"):
        store.save(image.id, [Delete(first.id, 1)], author="ann", request_id="")


def test_holes_survive_a_save(store: Store, image: Image) -> None:
    ring, hole = square(10, 10, 40).parts[0].outer, square(20, 20, 10).parts[0].outer[::-1]
    edit = Create(store.categories(image.dataset_id)[0].id, Segmentation((Part(ring, (hole,)),)))
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert saved.area == 1500.0
    assert store.annotation(saved.id).segmentation.parts[0].holes


def test_a_new_image_is_in_work_once_edited_and_an_accepted_one_stays_accepted(
    store: Store,
) -> None:
    untouched, image = pond(
        store, images=pictures("a.jpg", "b.jpg"), annotations=[annotation(1, 40)]
    )
    move(store, image, to=5)
    begun = store.image(image.id)
    assert (begun.state, begun.version) == ("in work", image.version)
    assert store.image(untouched.id).state == "new"
    store.set_state(image.id, state="accepted", version=begun.version, author="ann")
    move(store, image, to=6)
    assert store.image(image.id).state == "accepted"
