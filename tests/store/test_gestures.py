"""What the editor saves: pieces of outlines, instances it has no id of yet, things brought back."""

from __future__ import annotations

import numpy as np
import pytest

from segcore.errors import Conflict, InputError, NotFound
from segcore.store import Store
from segcore.types import Create, Delete, Image, Made, Part, Restore, Segmentation, Splice, Update
from tests.store.examples import annotation, corner, key, move, pictures, pond, square


@pytest.fixture
def image(store: Store) -> Image:
    return pond(store, annotations=[annotation(0, 40), annotation(0, 41)])[0]


def ring(store: Store, image: Image) -> list[list[float]]:
    """The outer ring of the image's first annotation."""
    return store.annotations(image.id)[0].segmentation.parts[0].outer.tolist()


def test_a_splice_changes_its_stretch_and_nothing_else(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    edit = Update(first.id, 1, splices=(Splice(0, 0, 1, 2, (31.37, 9.5)),))
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert ring(store, image) == [[10, 10], [31.37, 9.5], [10, 30]]
    assert (saved.version, saved.edited) == (2, True)


def test_splices_are_done_one_after_the_other(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    splices = (Splice(0, 0, 4, 0, (5, 20)), Splice(0, 0, 0, 1, ()), Splice(0, 0, 0, 0, (20, 5)))
    store.save(image.id, [Update(first.id, 1, splices=splices)], author="ann", request_id=key())
    assert ring(store, image) == [[20, 5], [30, 10], [30, 30], [10, 30], [5, 20]]


def test_a_splice_may_be_of_a_hole(store: Store, image: Image) -> None:
    outer, hole = square(10, 10, 40).parts[0].outer, square(20, 20, 10).parts[0].outer
    made = Create(1, Segmentation((Part(outer, (hole,)),)))
    (drawn,) = store.save(image.id, [made], author="ann", request_id=key()).annotations
    edit = Update(drawn.id, 1, splices=(Splice(0, 1, 0, 1, (22, 23)),))
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    (part,) = saved.segmentation.parts
    assert np.array_equal(part.outer, outer)
    assert part.holes[0][0].tolist() == [22, 23]


def test_splices_of_another_version_are_a_conflict(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    move(store, image, to=40)
    edit = Update(first.id, 1, splices=(Splice(0, 0, 0, 1, (0, 0)),))
    with pytest.raises(Conflict, match="version 2, your edit began at 1"):
        store.save(image.id, [edit], author="ann", request_id=key())
    assert corner(store, image) == 40


def test_splices_that_change_nothing_are_no_edit_of_the_outline(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    edit = Update(first.id, 1, splices=(Splice(0, 0, 0, 1, (10, 10)),))
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert (saved.version, saved.edited) == (2, False)


def test_an_edit_may_name_what_an_earlier_request_made(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    edits = [Create(1, square(40, 40, 9)), Update(first.id, 1, z=1), Create(1, square(60, 40, 9))]
    _, _, second = store.save(image.id, edits, author="ann", request_id="made-here").annotations
    edit = Update(Made("made-here", 1), 1, z=8)
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert (saved.id, saved.z) == (second.id, 8)


def test_what_a_request_brought_back_was_not_made_by_it(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    store.save(image.id, [Delete(first.id, 1)], author="ann", request_id=key())
    (change,) = store.history(image.id)
    edits = [Restore(first.id, 2, change.id, "before"), Create(1, square(40, 40, 9))]
    _, made = store.save(image.id, edits, author="ann", request_id="both").annotations
    edit = Delete(Made("both", 0), 1)
    assert store.save(image.id, [edit], author="ann", request_id=key()).deleted == (made.id,)


@pytest.mark.parametrize(
    "made", [Made("made-here", 1), Made("made-here", -1), Made("elsewhere", 0)]
)
def test_what_no_request_on_this_image_made_is_not_found(store: Store, made: Made) -> None:
    one, other = pond(store, images=pictures("a.jpg", "b.jpg"))
    store.save(one.id, [Create(1, square(40, 40, 9))], author="ann", request_id="made-here")
    store.save(other.id, [Create(1, square(40, 40, 9))], author="ann", request_id="elsewhere")
    with pytest.raises(NotFound, match=f"has no instance {made.n} of the request"):
        store.save(one.id, [Delete(made, 1)], author="ann", request_id=key())


def test_an_annotation_is_changed_once_a_save(store: Store, image: Image) -> None:
    (made,) = store.save(
        image.id, [Create(1, square(40, 40, 9))], author="ann", request_id="made-here"
    ).annotations
    edits = [Update(made.id, 1, z=1), Delete(Made("made-here", 0), 1)]
    with pytest.raises(InputError, match=f"annotation {made.id} came twice"):
        store.save(image.id, edits, author="ann", request_id=key())
    assert store.annotation(made.id).version == 1


def test_all_conflicts_are_told_together(store: Store, image: Image) -> None:
    first, second = store.annotations(image.id)
    store.save(image.id, [Update(first.id, 1, z=1)], author="bob", request_id=key())
    store.save(image.id, [Delete(second.id, 1)], author="eve", request_id=key())
    edits = [Create(1, square(40, 40, 9)), Update(second.id, 1, z=2), Update(first.id, 1, z=2)]
    with pytest.raises(Conflict, match="2 of the annotations you edited were changed by bob") as e:
        store.save(image.id, edits, author="ann", request_id=key())
    assert [(one.annotation_id, one.author, one.edit) for one in e.value.clashes] == [
        (second.id, "eve", 1),
        (first.id, "bob", 2),
    ]
    assert e.value.annotation_id == second.id
    assert store.annotations(image.id) == [store.annotation(first.id)]


def test_crowd_flag_and_draw_order_are_saved_undone_and_done_again(
    store: Store, image: Image
) -> None:
    first = store.annotations(image.id)[0]
    edit = Update(first.id, 1, iscrowd=True, z=3)

    def now() -> tuple[bool, int, bool]:
        one = store.annotation(first.id)
        return one.iscrowd, one.z, one.edited

    store.save(image.id, [edit], author="ann", request_id=key())
    assert now() == (True, 3, False)
    store.undo(image.id, author="ann", request_id=key())
    assert now() == (False, 0, False)
    store.redo(image.id, author="ann", request_id=key())
    assert now() == (True, 3, False)


def test_an_accepted_prediction_keeps_where_it_came_from(store: Store, image: Image) -> None:
    given = Create(
        1, square(40, 40, 9), origin="model", score=0.875, run_id="r1", iscrowd=True, z=2
    )
    (made,) = store.save(image.id, [given], author="ann", request_id=key()).annotations
    move_it = Update(made.id, 1, segmentation=square(50, 40, 9))
    store.save(image.id, [move_it], author="ann", request_id=key())
    kept = store.annotation(made.id)
    assert (kept.origin, kept.score, kept.run_id) == ("model", 0.875, "r1")
    assert (kept.iscrowd, kept.z) == (True, 2)


def test_one_instance_is_restored_from_its_history(store: Store, image: Image) -> None:
    first, second = store.annotations(image.id)
    move(store, image, to=30)
    move(store, image, to=40)
    store.save(image.id, [Update(second.id, 1, z=4)], author="bob", request_id=key())
    to_30 = store.history(image.id)[0].id
    edit = Restore(first.id, 3, to_30, "after")
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert (saved.id, saved.version, corner(store, image)) == (first.id, 4, 30)
    assert store.annotation(second.id).z == 4
    store.undo(image.id, author="ann", request_id=key())
    assert (store.annotation(first.id).version, corner(store, image)) == (5, 40)


def test_a_removed_instance_is_restored_under_its_own_id(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    store.save(image.id, [Delete(first.id, 1)], author="ann", request_id=key())
    (removal,) = store.history(image.id)
    edit = Restore(first.id, 2, removal.id, "before")
    (saved,) = store.save(image.id, [edit], author="ann", request_id=key()).annotations
    assert (saved.id, saved.version, saved.segmentation) == (first.id, 3, first.segmentation)


def test_restoring_to_before_it_was_made_removes_it(store: Store, image: Image) -> None:
    (made,) = store.save(
        image.id, [Create(1, square(40, 40, 9))], author="ann", request_id=key()
    ).annotations
    creation = store.history(image.id)[-1].id
    removed = store.save(
        image.id, [Restore(made.id, 1, creation, "before")], author="ann", request_id=key()
    )
    assert removed.deleted == (made.id,)
    with pytest.raises(InputError, match="there is nothing to restore"):
        store.save(
            image.id, [Restore(made.id, 2, creation, "before")], author="ann", request_id=key()
        )


def test_restoring_from_an_old_version_is_a_conflict(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    move(store, image, to=30)
    store.save(image.id, [Delete(first.id, 2)], author="bob", request_id=key())
    change = store.history(image.id)[0].id
    with pytest.raises(Conflict, match="deleted by bob"):
        store.save(
            image.id, [Restore(first.id, 2, change, "after")], author="ann", request_id=key()
        )


def test_only_its_own_history_brings_an_annotation_back(store: Store, image: Image) -> None:
    first, second = store.annotations(image.id)
    move(store, image, to=30)
    change = store.history(image.id)[0].id
    for number in (change, 999):
        edit = Restore(second.id, 1, number, "after")
        with pytest.raises(NotFound, match=f"has no change {number} in its history"):
            store.save(image.id, [edit], author="ann", request_id=key())


def test_versions_grow_by_one_whatever_is_done(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    versions = []
    for edit in (
        Update(first.id, 1, segmentation=square(30, 30, 20)),
        Update(first.id, 2),
        Delete(first.id, 3),
    ):
        saved = store.save(image.id, [edit], author="ann", request_id=key())
        versions += [one.version for one in saved.annotations]
    assert versions == [2, 3]
    for act in (store.undo, store.undo, store.undo, store.redo):
        saved = act(image.id, author="ann", request_id=key())
        assert saved is not None
        versions += [one.version for one in saved.annotations]
    assert versions == [2, 3, 5, 6, 7, 8]


def test_a_gesture_keeps_its_words(store: Store, image: Image) -> None:
    first = store.annotations(image.id)[0]
    edit = Update(first.id, 1, z=1)
    store.save(image.id, [edit], author="ann", request_id=key(), label="Bring to the front")
    store.undo(image.id, author="ann", request_id=key())
    assert [one.label for one in store.history(image.id)] == [
        "Bring to the front",
        "Undo: Bring to the front",
    ]
    assert [one.label for one in store.history(image.id, limit=1)] == ["Undo: Bring to the front"]
