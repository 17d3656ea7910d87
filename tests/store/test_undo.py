from __future__ import annotations

import pytest

from segcore.errors import Conflict
from segcore.store import Store, open_store
from segcore.types import Create, Delete, Edit, Image, Saved, Update
from tests.store.examples import annotation, corner, key, move, pictures, pond, square


@pytest.fixture
def image(store: Store) -> Image:
    return pond(store)[0]


def undo(store: Store, image: Image) -> Saved | None:
    return store.undo(image.id, author="ann", request_id=key())


def redo(store: Store, image: Image) -> Saved | None:
    return store.redo(image.id, author="ann", request_id=key())


def test_undo_walks_back_gesture_by_gesture_and_redo_forward(store: Store, image: Image) -> None:
    for place in (20, 30, 40):
        move(store, image, to=place)
    undone = []
    while undo(store, image):
        undone.append(corner(store, image))
    assert undone == [30, 20, 10]
    redone = []
    while redo(store, image):
        redone.append(corner(store, image))
    assert redone == [20, 30, 40]


def test_undoing_the_only_edit_leaves_the_import_untouched(store: Store, image: Image) -> None:
    before = store.annotations(image.id)[0]
    move(store, image, to=30)
    saved = undo(store, image)
    assert saved is not None
    (after,) = saved.annotations
    assert not after.edited
    assert after.segmentation == before.segmentation
    assert after.version == 3
    (row,) = store.export_rows(image.dataset_id).annotations
    assert row.segmentation is None, "it is written back as it came"


def test_undo_of_a_gesture_takes_back_all_its_edits(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    edits = [Delete(first.id, 1), Create(first.category_id, square(50, 50, 5))]
    (created,) = store.save(image.id, edits, author="ann", request_id=key()).annotations
    saved = undo(store, image)
    assert saved is not None
    assert [one.id for one in saved.annotations] == [first.id]
    assert saved.deleted == (created.id,)
    assert store.annotations(image.id) == list(saved.annotations)
    again = redo(store, image)
    assert again is not None
    assert again.deleted == (first.id,)
    assert [one.id for one in store.annotations(image.id)] == [created.id]


def test_a_new_gesture_ends_what_could_be_redone(store: Store, image: Image) -> None:
    move(store, image, to=20)
    move(store, image, to=30)
    undo(store, image)
    move(store, image, to=40)
    assert not store.can_redo(image.id)
    assert redo(store, image) is None
    undo(store, image)
    assert corner(store, image) == 20
    undo(store, image)
    assert corner(store, image) == 10
    assert not store.can_undo(image.id)


def test_undo_survives_a_restart(store: Store, image: Image, url: str) -> None:
    move(store, image, to=30)
    store.close()
    restarted = Store(url)
    assert restarted.can_undo(image.id)
    undo(restarted, image)
    assert corner(restarted, image) == 10
    assert restarted.can_redo(image.id)
    restarted.close()
    assert open_store(url) is store


def test_an_undo_asked_again_undoes_once(store: Store, image: Image) -> None:
    move(store, image, to=20)
    move(store, image, to=30)
    answer = store.undo(image.id, author="ann", request_id="u")
    assert store.undo(image.id, author="ann", request_id="u") == answer
    assert corner(store, image) == 20


def test_each_image_has_its_own_undo(store: Store) -> None:
    one, other = pond(store, "two", images=pictures("a.jpg", "b.jpg"))
    move(store, one, to=30)
    assert undo(store, other) is None
    assert (store.can_undo(one.id), store.can_undo(other.id)) == (True, False)


def test_history_tells_who_did_what(store: Store, image: Image) -> None:
    move(store, image, to=30, author="bob")
    undo(store, image)
    edit, back = store.history(image.id)
    assert (edit.kind, edit.author, back.author) == ("update", "bob", "ann")
    assert edit.before is not None
    assert edit.after is not None
    assert (edit.before.box.x1, edit.after.box.x1) == (10, 30)
    assert back.after is not None
    assert (back.after.box.x1, back.after.version) == (10, 3)
    assert edit.at < back.at
    assert edit.annotation_id == edit.after.id


def save(store: Store, image: Image, *edits: Edit, author: str = "ann") -> str:
    """The request id."""
    request_id = key()
    store.save(image.id, edits, author=author, request_id=request_id)
    return request_id


@pytest.fixture
def crowded(store: Store) -> Image:
    """Two annotations, 1 and 2."""
    return pond(store, "two", annotations=[annotation(0, 40), annotation(0, 41)])[0]


def test_a_gesture_may_be_undone_before_later_ones(store: Store, crowded: Image) -> None:
    first, second = store.annotations(crowded.id)
    mine = save(store, crowded, Update(first.id, 1, z=1))
    save(store, crowded, Update(second.id, 1, z=2), author="bob")
    undone = store.undo(crowded.id, author="ann", request_id=key(), target=mine)
    assert undone is not None
    assert [(one.id, one.z, one.version) for one in undone.annotations] == [(first.id, 0, 3)]
    assert store.annotation(second.id).z == 2
    again = store.redo(crowded.id, author="ann", request_id=key(), target=mine)
    assert again is not None
    assert [(one.id, one.z, one.version) for one in again.annotations] == [(first.id, 1, 4)]


def test_what_somebody_changed_since_is_not_undone(store: Store, crowded: Image) -> None:
    first, second = store.annotations(crowded.id)
    mine = save(store, crowded, Update(first.id, 1, z=1), Update(second.id, 1, z=1))
    save(store, crowded, Update(second.id, 2, z=2), author="bob")
    with pytest.raises(Conflict, match="cannot be taken back: bob changed its instances") as e:
        store.undo(crowded.id, author="ann", request_id=key(), target=mine)
    assert [(one.annotation_id, one.author) for one in e.value.clashes] == [(second.id, "bob")]
    assert store.annotation(first.id).z == 1


def test_what_was_changed_and_changed_back_may_be_undone(store: Store, crowded: Image) -> None:
    first = store.annotations(crowded.id)[0]
    mine = save(store, crowded, Update(first.id, 1, z=1))
    theirs = save(store, crowded, Update(first.id, 2, z=2), author="bob")
    store.undo(crowded.id, author="bob", request_id=key(), target=theirs)
    undone = store.undo(crowded.id, author="ann", request_id=key(), target=mine)
    assert undone is not None
    assert (undone.annotations[0].z, undone.annotations[0].version) == (0, 5)


def test_only_an_applied_gesture_of_the_image_is_undone(store: Store, crowded: Image) -> None:
    (other,) = pond(store, "elsewhere")
    elsewhere = save(store, other, Update(store.annotations(other.id)[0].id, 1, z=1))
    first = store.annotations(crowded.id)[0]
    mine = save(store, crowded, Update(first.id, 1, z=1))
    store.undo(crowded.id, author="ann", request_id="the undo", target=mine)
    for target in (mine, elsewhere, "the undo", "nothing"):
        with pytest.raises(Conflict, match="cannot be taken back") as e:
            store.undo(crowded.id, author="ann", request_id=key(), target=target)
        assert e.value.clashes == ()


def test_a_dropped_gesture_is_not_done_again(store: Store, crowded: Image) -> None:
    first, second = store.annotations(crowded.id)
    mine = save(store, crowded, Update(first.id, 1, z=1))
    store.undo(crowded.id, author="ann", request_id=key(), target=mine)
    save(store, crowded, Update(second.id, 1, z=1), author="bob")
    with pytest.raises(Conflict, match="cannot be done again"):
        store.redo(crowded.id, author="ann", request_id=key(), target=mine)


def test_a_named_undo_asked_again_undoes_once(store: Store, crowded: Image) -> None:
    first = store.annotations(crowded.id)[0]
    mine = save(store, crowded, Update(first.id, 1, z=1))
    answer = store.undo(crowded.id, author="ann", request_id="u", target=mine)
    assert store.undo(crowded.id, author="ann", request_id="u", target=mine) == answer
    assert store.annotation(first.id).version == 3


def test_a_made_and_removed_instance_comes_and_goes(store: Store, crowded: Image) -> None:
    made = save(store, crowded, Create(1, square(50, 50, 9)))
    new = store.annotations(crowded.id)[-1]
    store.undo(crowded.id, author="ann", request_id=key(), target=made)
    again = store.redo(crowded.id, author="ann", request_id=key(), target=made)
    assert again is not None
    assert [(one.id, one.version) for one in again.annotations] == [(new.id, 3)]
