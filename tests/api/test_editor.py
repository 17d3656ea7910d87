"""What the editor reads: the image as the store has it, and only what is new of it."""

from __future__ import annotations

import numpy as np
import orjson
import pytest

from segcore import geometry, signing
from segcore.store import NewAnnotation, Store
from segcore.types import Box, Image, RunRecord, Update
from tests.api.asking import Editor, rings, save
from tests.store.examples import key, move, pictures, pond, square, statements


def test_an_image_comes_with_all_that_is_on_it(editor: Editor, image: Image, store: Store) -> None:
    scene = editor.get(f"images/{image.id}").json()

    first = store.annotations(image.id)[0]
    assert scene["image"]["file_name"] == "a.jpg"
    assert editor.client.get(scene["image"]["url"]).status_code != 403
    assert [one["id"] for one in scene["annotations"]] == [first.id, first.id + 1]
    assert scene["annotations"][0] == {
        "id": first.id,
        "version": 1,
        "category_id": first.category_id,
        "parts": rings(first.segmentation),
        "box": [10, 10, 30, 30],
        "area": 400,
        "iscrowd": False,
        "exact": False,
        "edited": False,
        "origin": "import",
        "score": None,
        "run_id": None,
        "z": 0,
    }
    assert (scene["stamp"], scene["can_undo"], scene["can_redo"]) == (0, False, False)


@pytest.mark.parametrize(("path", "queries"), [("images/1", 2), ("dataset", 3), ("strip", 1)])
def test_what_has_not_changed_is_not_sent_again(
    editor: Editor, image: Image, store: Store, path: str, queries: int
) -> None:
    tag = editor.get(path).headers["etag"]
    again = editor.get(path, **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    asked = statements(store, lambda: editor.get(path, **{"If-None-Match": tag}))
    assert asked <= queries

    move(store, image, to=30)
    changed = editor.get(path, **{"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_an_image_whose_pictures_address_ran_out_is_sent_again(
    editor: Editor, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = editor.get(f"images/{image.id}").headers["etag"]
    later = signing.time.time() + signing.WINDOW
    monkeypatch.setattr(signing.time, "time", lambda: later)
    again = editor.get(f"images/{image.id}", **{"If-None-Match": tag})
    assert again.status_code == 200


def test_another_review_state_is_another_image(editor: Editor, image: Image) -> None:
    tag = editor.get(f"images/{image.id}").headers["etag"]
    changed = editor.post(f"images/{image.id}/state", {"state": "for review", "version": 1})
    assert changed.json()["image"]["state"] == "for review"
    assert changed.json()["image"]["version"] == 2
    again = editor.get(f"images/{image.id}", **{"If-None-Match": tag})
    assert again.json()["image"]["state"] == "for review"


def test_a_state_from_an_old_version_is_a_conflict(editor: Editor, image: Image) -> None:
    editor.post(f"images/{image.id}/state", {"state": "accepted", "version": 1})
    late = editor.post(f"images/{image.id}/state", {"state": "rejected", "version": 1})
    assert late.status_code == 409
    assert "changed image 'a.jpg' meanwhile" in late.json()["error"]
    assert late.json()["conflicts"] == []


def test_the_dataset_tells_its_categories_and_finished_runs(editor: Editor, store: Store) -> None:
    for name, state in (("r1", "done"), ("r2", "failed")):
        owner = store.dataset("pond").id
        store.add_run(RunRecord(name, owner, "pond", state, "", "tiny", "", 1, 1, "2026"))
    told = editor.get("dataset").json()
    assert told["name"] == "pond"
    assert [one["name"] for one in told["categories"]] == ["duck", "die"]
    assert [one["mark"] for one in told["categories"]] == ["D", "DI"]
    assert told["categories"][0]["color"] == "#e69f00"
    assert [run["id"] for run in told["runs"]] == ["r1"]


def test_another_name_is_news_of_the_dataset(editor: Editor, store: Store) -> None:
    tag = editor.get("dataset").headers["etag"]
    store.rename("pond", "lake")
    assert editor.get("dataset", **{"If-None-Match": tag}).json()["name"] == "lake"


def test_a_run_that_finished_is_news_of_the_dataset(editor: Editor, store: Store) -> None:
    tag = editor.get("dataset").headers["etag"]
    owner = store.dataset("pond").id
    store.add_run(RunRecord("r1", owner, "pond", "done", "", "tiny", "", 1, 1, "2026"))
    assert editor.get("dataset", **{"If-None-Match": tag}).status_code == 200


def test_a_new_category_is_told_with_its_colour(editor: Editor) -> None:
    added = editor.post("categories", {"name": "panda"}).json()
    assert (added["name"], added["position"], added["mark"]) == ("panda", 2, "P")
    assert editor.get("dataset").json()["categories"][-1] == added


def test_a_taken_category_name_is_refused(editor: Editor) -> None:
    refused = editor.post("categories", {"name": "duck"})
    assert refused.status_code == 422
    assert "needs a name of its own" in refused.json()["error"]


def test_the_strip_shows_a_stretch_of_the_wanted_images(editor: Editor) -> None:
    strip = editor.get("strip", "offset=1&limit=1").json()
    assert strip["total"] == 2
    assert [(one["file_name"], one["annotations"]) for one in strip["images"]] == [("b.jpg", 1)]
    assert editor.get("strip", "text=A.J").json()["total"] == 1
    assert editor.get("strip", "empty=1").json()["total"] == 0
    assert editor.get("strip", "empty=false&split=train&state=new").json()["total"] == 2


def test_a_class_is_a_filter(editor: Editor, store: Store) -> None:
    die = store.categories(store.dataset("pond").id)[1]
    found = editor.get("strip", f"category={die.id}").json()["images"]
    assert [one["file_name"] for one in found] == ["b.jpg"]


@pytest.mark.parametrize(
    "query",
    ["state=done", "split=test", "empty=maybe", "category=x", "offset=-1", "limit=9999", "text=%00"]
    + [f"text={'x' * 201}", f"offset={10**30}"],
)
def test_a_filter_that_means_nothing_is_refused(editor: Editor, query: str) -> None:
    refused = editor.get("strip", query)
    assert refused.status_code == 422
    assert refused.json()["error"].endswith(".")


def test_around_an_image_are_the_wanted_ones_nearest_first(store: Store) -> None:
    images = pond(store, "many", images=pictures(*(f"{n}.jpg" for n in range(9))), annotations=[])
    editor = Editor(store, store.dataset("many"))
    told = editor.get(f"images/{images[6].id}/around").json()
    assert (told["total"], told["place"]) == (9, 6)
    assert [one["file_name"] for one in told["before"]] == [f"{n}.jpg" for n in (5, 4, 3, 2, 1)]
    assert [one["file_name"] for one in told["after"]] == ["7.jpg", "8.jpg"]
    none = editor.get(f"images/{images[6].id}/around", "state=accepted").json()
    assert (none["total"], none["before"], none["after"]) == (0, [], [])


def test_history_tells_the_newest_first(editor: Editor, image: Image, store: Store) -> None:
    first = store.annotations(image.id)[0]
    edit = {"op": "update", "ref": first.id, "version": 1, "iscrowd": True}
    body = save(edit, label="Mark as a crowd")
    editor.gesture(image, body)
    editor.gesture(image, {"kind": "undo", "request_id": "undo-crowd", "target": None})
    undone, done = editor.get(f"images/{image.id}/history").json()["changes"]
    assert (undone["label"], done["label"]) == ("Undo: Mark as a crowd", "Mark as a crowd")
    assert (done["kind"], done["author"], done["request_id"]) == (
        "update",
        "ann",
        body["request_id"],
    )
    assert (done["before"]["iscrowd"], done["after"]["iscrowd"]) == (False, True)
    assert undone["after"]["version"] == 3


def test_a_history_of_long_outlines_is_cut_short(
    editor: Editor, image: Image, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (20, 30, 40):
        move(store, image, to=place)
    path = f"images/{image.id}/history"
    for points, told in ((24, 3), (23, 2), (8, 1), (1, 1)):  # a square before, and one after
        monkeypatch.setattr("segcore.api.editor.MOST_POINTS", points)
        changes = editor.get(path).json()["changes"]
        assert len(changes) == told
        assert changes[0]["after"]["box"][0] == 40


def test_an_edited_mask_tells_how_its_pixels_differ(store: Store) -> None:
    mask = np.zeros((80, 100), dtype=bool)
    mask[10:30, 10:30] = True
    rle = {"size": [80, 100], "counts": geometry.mask_to_rle(mask).counts}
    source = orjson.dumps({"id": 1, "image_id": 7, "category_id": 3, "segmentation": rle})
    given = NewAnnotation(0, 0, Box(10, 10, 30, 30), 400.0, source=source)
    (image,) = pond(store, "masks", annotations=[given])
    editor = Editor(store, store.dataset("masks"))
    (first,) = store.annotations(image.id)
    path = f"images/{image.id}/difference/{first.id}"
    assert editor.get(f"images/{image.id}").json()["annotations"][0]["exact"]
    assert editor.get(path).json() == {"added": 0, "removed": 0, "iou": 1.0}

    moved = Update(first.id, 1, segmentation=square(15, 10, 20))
    store.save(image.id, [moved], author="ann", request_id=key())
    assert editor.get(path).json() == {"added": 100, "removed": 100, "iou": 300 / 500}


def test_an_instance_without_a_mask_has_no_difference(editor: Editor, image: Image) -> None:
    first = editor.store.annotations(image.id)[0]
    assert editor.get(f"images/{image.id}/difference/{first.id}").json() is None


def test_the_difference_of_what_the_image_does_not_have_is_refused(
    editor: Editor, image: Image, store: Store
) -> None:
    other = store.images(image.dataset_id)[1]
    of_another = store.annotations(other.id)[0].id
    for number in (of_another, 999, 10**30):
        refused = editor.get(f"images/{image.id}/difference/{number}")
        assert refused.status_code == 404
        assert "no annotation with id" in refused.json()["error"]


def test_effort_adds_up(editor: Editor, image: Image, store: Store) -> None:
    first, second = store.annotations(image.id)
    edits = [{"op": "update", "ref": one.id, "version": 1, "z": 1} for one in (first, second)]
    editor.gesture(image, save(*edits, seconds=3.5))
    editor.gesture(image, save({"op": "delete", "ref": first.id, "version": 2}, seconds=1))
    editor.gesture(image, save({"op": "delete", "ref": second.id, "version": 2}))
    spent = editor.get(f"images/{image.id}/effort").json()
    assert spent == {"seconds": 4.5, "gestures": 2, "instances": 2}


def test_a_token_is_renewed_while_it_holds(
    editor: Editor, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = signing.time.time() + signing.WINDOW
    monkeypatch.setattr(signing.time, "time", lambda: later)
    fresh = editor.get("token").json()["token"]
    assert fresh != editor.token
    monkeypatch.setattr(signing.time, "time", lambda: later + signing.WINDOW)
    assert editor.get(f"images/{image.id}").status_code == 403
    editor.token = fresh
    assert editor.get(f"images/{image.id}").status_code == 200
