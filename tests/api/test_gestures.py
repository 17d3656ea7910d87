"""Gestures over HTTP: saved once, answered in few bytes, and a conflict shows what is there."""

from __future__ import annotations

import numpy as np
import orjson
import pytest

from segcore.store import NewAnnotation, Store
from segcore.types import Box, Image, Update
from tests.api.asking import Editor, key, rings, save
from tests.store.examples import corner, move, pictures, pond, square

CORNER = [[0, 0, 0, 1, [12.25, 11.5]]]
"""The first point of a square of 20 at 10, 10 moved a little."""


def test_a_splice_moves_one_point(editor: Editor, image: Image, store: Store) -> None:
    first = store.annotations(image.id)[0]
    body = save({"op": "update", "ref": first.id, "version": 1, "splices": CORNER}, seconds=2.5)
    answer = editor.gesture(image, body)
    assert answer.status_code == 200
    assert answer.json() == {
        "request_id": body["request_id"],
        "annotations": [
            {
                "id": first.id,
                "version": 2,
                "box": [10, 10, 30, 30],
                "area": 362.5,
                "deleted": False,
            }
        ],
        "image": {"state": "in work", "version": 1},
        "stamp": store.image_stamp(image.id),
        "can_undo": True,
        "can_redo": False,
    }
    assert rings(store.annotation(first.id).segmentation) == [
        [[12.25, 11.5, 30, 10, 30, 30, 10, 30]]
    ]


def test_a_gesture_may_do_many_things(editor: Editor, image: Image, store: Store) -> None:
    first, second = store.annotations(image.id)
    die = store.categories(image.dataset_id)[1]
    parts = [[[40, 40, 60, 40, 60, 60, 40, 60], [45, 45, 45, 55, 55, 55]]]
    answer = editor.gesture(
        image,
        save(
            {
                "op": "create",
                "category_id": die.id,
                "parts": parts,
                "origin": "model",
                "score": 0.75,
                "run_id": "20260131-120000-1a2b",
                "z": 3,
                "iscrowd": True,
            },
            {"op": "delete", "ref": first.id, "version": 1},
            {"op": "update", "ref": second.id, "version": 1, "category_id": die.id, "z": -1},
        ),
    ).json()
    made, gone, changed = answer["annotations"]
    assert (made["version"], made["deleted"]) == (1, False)
    assert (gone["id"], gone["version"], gone["deleted"]) == (first.id, 2, True)
    assert (changed["id"], changed["version"]) == (second.id, 2)
    kept, new = editor.get(f"images/{image.id}").json()["annotations"]
    assert (kept["category_id"], kept["z"], kept["edited"]) == (die.id, -1, False)
    assert (new["parts"], new["origin"], new["score"]) == (parts, "model", 0.75)
    assert (new["run_id"], new["z"], new["iscrowd"]) == ("20260131-120000-1a2b", 3, True)


def test_what_was_cut_at_the_edge_comes_back_whole(
    editor: Editor, image: Image, store: Store
) -> None:
    first = store.annotations(image.id)[0]
    outside = [[0, 0, 0, 1, [-20, 10]]]
    answer = editor.gesture(
        image, save({"op": "update", "ref": first.id, "version": 1, "splices": outside})
    )
    (told,) = answer.json()["annotations"]
    assert told["now"]["parts"] == rings(store.annotation(first.id).segmentation)
    assert told["box"][0] == 0


def test_the_same_request_again_gets_the_same_answer_and_changes_nothing(
    editor: Editor, image: Image, store: Store
) -> None:
    first = store.annotations(image.id)[0]
    body = save(
        {"op": "create", "category_id": first.category_id, "parts": rings(square(50, 50, 9))},
        {"op": "update", "ref": first.id, "version": 1, "splices": CORNER},
    )
    answer = editor.gesture(image, body).json()
    history = store.history(image.id)
    assert editor.gesture(image, body).json() == answer
    assert store.history(image.id) == history


def test_an_edit_may_name_what_an_earlier_request_made(editor: Editor, image: Image) -> None:
    duck = editor.store.annotations(image.id)[0].category_id
    both = [
        {"op": "create", "category_id": duck, "parts": rings(square(x, 50, 9))} for x in (40, 60)
    ]
    body = save(*both)
    _, second = editor.gesture(image, body).json()["annotations"]
    ref = [body["request_id"], 1]
    answer = editor.gesture(image, save({"op": "delete", "ref": ref, "version": 1})).json()
    assert [one["id"] for one in answer["annotations"]] == [second["id"]]

    late = editor.gesture(image, save({"op": "delete", "ref": ref, "version": 1})).json()
    assert late["conflicts"] == [
        {"ref": ref, "id": second["id"], "theirs": None, "author": "ann"},
    ]


def test_a_conflict_shows_all_that_others_changed(
    editor: Editor, image: Image, store: Store
) -> None:
    first, second = store.annotations(image.id)
    move(store, image, to=40, author="bob")
    store.save(image.id, [Update(second.id, 1, z=5)], author="eve", request_id=key())
    edits = [{"op": "update", "ref": one.id, "version": 1, "z": 9} for one in (second, first)]
    refused = editor.gesture(image, save(*edits))
    assert refused.status_code == 409
    told = refused.json()
    assert "2 of the annotations you edited were changed by bob and eve" in told["error"]
    assert [(one["ref"], one["id"], one["author"]) for one in told["conflicts"]] == [
        (second.id, second.id, "eve"),
        (first.id, first.id, "bob"),
    ]
    assert told["conflicts"][0]["theirs"]["z"] == 5
    assert told["conflicts"][1]["theirs"]["parts"] == rings(square(40, 40, 20))
    assert {one.z for one in store.annotations(image.id)} == {0, 5}


def test_undo_and_redo_by_name(editor: Editor, image: Image, store: Store) -> None:
    first = store.annotations(image.id)[0]
    body = save({"op": "update", "ref": first.id, "version": 1, "splices": CORNER})
    editor.gesture(image, body)
    undo = {"kind": "undo", "request_id": key(), "target": body["request_id"]}
    undone = editor.gesture(image, undo).json()
    (told,) = undone["annotations"]
    assert (told["version"], undone["can_undo"], undone["can_redo"]) == (3, False, True)
    assert "now" not in told, "whoever names a gesture knows what was before it"
    assert store.annotation(first.id).segmentation == first.segmentation
    again = editor.gesture(image, {**undo, "kind": "redo", "request_id": key()}).json()
    assert (again["annotations"][0]["version"], again["can_undo"]) == (4, True)


def test_the_newest_undone_comes_back_whole(editor: Editor, image: Image, store: Store) -> None:
    first = store.annotations(image.id)[0]
    editor.gesture(image, save({"op": "update", "ref": first.id, "version": 1, "splices": CORNER}))
    undone = editor.gesture(image, {"kind": "undo", "request_id": key(), "target": None}).json()
    assert undone["annotations"][0]["now"]["parts"] == rings(first.segmentation)


def test_undo_of_what_is_not_there_does_nothing(editor: Editor, image: Image) -> None:
    answer = editor.gesture(image, {"kind": "undo", "request_id": key(), "target": None})
    assert (answer.status_code, answer.json()["annotations"]) == (200, [])
    refused = editor.gesture(image, {"kind": "undo", "request_id": key(), "target": "nothing-1"})
    assert refused.status_code == 409
    assert "cannot be taken back" in refused.json()["error"]


def test_restoring_from_the_history(editor: Editor, image: Image, store: Store) -> None:
    first = store.annotations(image.id)[0]
    move(store, image, to=40)
    editor.gesture(image, save({"op": "delete", "ref": first.id, "version": 2}))
    changes = editor.get(f"images/{image.id}/history").json()["changes"]
    restore = {"op": "restore", "ref": first.id, "version": 3, "change": changes[-1]["change"]}
    answer = editor.gesture(image, save({**restore, "to": "before"}, label="Restore")).json()
    (told,) = answer["annotations"]
    assert (told["id"], told["version"], told["deleted"]) == (first.id, 4, False)
    assert corner(store, image) == 10


@pytest.fixture
def detailed(store: Store) -> Image:
    """A picture of 4000 x 3000 with one outline of 200 points."""
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    points = np.round([2000, 1500] + 900 * np.c_[np.cos(angle), np.sin(angle)], 2)
    source = {"id": 1, "image_id": 7, "category_id": 3, "segmentation": [points.ravel().tolist()]}
    given = NewAnnotation(0, 0, Box(0, 0, 1, 1), 1.0, source=orjson.dumps(source))
    (plain,) = pictures("large.jpg")
    large = type(plain)("large.jpg", 4000, 3000, source=plain.source)
    return pond(store, "large", images=[large], annotations=[given])[0]


def test_a_dragged_point_of_200_costs_two_kilobytes_at_most(store: Store, detailed: Image) -> None:
    editor = Editor(store, store.dataset("large"), author="a name of usual length")
    (first,) = store.annotations(detailed.id)
    splice = [0, 0, 100, 1, [1104.27, 1533.91]]
    body = save(
        {"op": "update", "ref": first.id, "version": 1, "splices": [splice]},
        request_id="x" * 36,
        label="Move a point",
        seconds=2.417,
    )
    answer = editor.gesture(detailed, body)
    assert answer.status_code == 200
    up, down = _bytes_of(answer.request), _bytes_of(answer)
    assert up + down < 2000, (up, down)


def _bytes_of(message: object) -> int:
    """A request's or an answer's address, headers and content."""
    headers = sum(len(name) + len(value) + 4 for name, value in message.headers.raw)  # type: ignore[attr-defined]
    address = len(str(getattr(message, "url", "")))
    return headers + address + len(message.content)  # type: ignore[attr-defined]
