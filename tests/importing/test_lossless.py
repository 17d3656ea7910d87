"""What goes in comes out: every value of a COCO file, through the store and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from segcore import exporting, geometry, importing
from segcore.store import Store
from segcore.types import Annotation, Create, Delete, Edit, Part, Segmentation, Size, Update, ring
from tests.builders import Json, coco_annotation, coco_document, write_coco

DIAMOND = Part(ring([[10, 1], [15, 5], [10, 9], [5, 5]]))
HOLED = Part(ring([[0, 0], [10, 0], [10, 10], [0, 10]]), (ring([[2, 2], [6, 2], [6, 6], [2, 6]]),))
RLE_COUNTS = geometry.segmentation_to_rle(Segmentation((HOLED,)), Size(20, 10)).counts

TWO_PARTS = [[1, 1, 9, 1, 9, 8], [2, 2, 3, 2, 3, 3]]
EVERYTHING: Json = {
    "info": {"year": 2026, "π": [1.5, None, {"deep": "Größe"}], "huge": 10**30},
    "licenses": [{"id": 7, "name": "CC BY 4.0"}],
    "images": [
        {"id": 10**25, "file_name": "sub/ü 1.png", "width": 20, "height": 10, "flickr": "x"},
        {"id": "b", "file_name": "sub/deeper/b.png", "width": 20, "height": 10, "license": 7},
        {"file_name": "c.png", "height": 10, "width": 20, "id": 3, "date_captured": None},
    ],
    "videos": json.loads("[" * 300 + "]" * 300),
    "annotations": [
        coco_annotation(99, image_id=10**25, category_id=5, attributes={"occluded": True}),
        coco_annotation("a-1", image_id="b", category_id="dice", score=0.25, area=-1),
        coco_annotation(
            10**30,
            image_id="b",
            category_id=5,
            segmentation=[[1, 1, 9, 1, 9, 8], [2, 2, 3, 2, 3, 3]],
        ),
        coco_annotation(
            5,
            image_id=3,
            category_id=5,
            iscrowd=1,
            segmentation={"size": [10, 20], "counts": [25, 4, 0, 0, 171]},
        ),
        coco_annotation(
            4, image_id=3, category_id=5, segmentation={"size": [10, 20], "counts": RLE_COUNTS}
        ),
        coco_annotation(3, image_id=3, category_id=5, segmentation=[], keypoints=[1, 2, 2]),
        {"image_id": 3, "category_id": 5, "segmentation": [1.10, 1, 9, 1, 9, 8.000], "id": 2},
    ],
    "categories": [
        {"id": 5, "name": "鸭子", "skeleton": [[1, 2]]},
        {"id": "dice", "name": "dice", "supercategory": None},
        {"id": 1, "name": "used by nothing", "supercategory": "none"},
    ],
    "last": False,
}


def bring(store: Store, folder: Path, document: Json) -> None:
    with importing.inspect(write_coco(folder, document)) as plan:
        assert plan.repairs == ()
        importing.run(store, plan, name="toys")


def take(store: Store, folder: Path, **wanted: object) -> Json:
    path = exporting.export(store, "toys", folder / "out.json", **wanted)  # type: ignore[arg-type]
    document: Json = json.loads(path.read_text())
    return document


def drawn_in(store: Store) -> list[Annotation]:
    images = store.images(store.dataset("toys").id)
    return [one for image in images for one in store.annotations(image.id)]


def test_every_value_and_the_order_of_keys_come_back(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "in", EVERYTHING)
    found = take(store, tmp_path)
    assert found == EVERYTHING
    assert json.dumps(found) == json.dumps(EVERYTHING)


def test_numbers_come_back_digit_for_digit(store: Store, tmp_path: Path) -> None:
    number = "0.1234567890123456789012345678901234567890"
    text = json.dumps(coco_document(coco_annotation(weight="W"))).replace('"W"', number)
    folder = write_coco(tmp_path / "in", coco_document())
    (folder / "labels.json").write_text(text)
    importing.run(store, importing.inspect(folder), name="toys")
    assert number in exporting.export(store, "toys", tmp_path / "out.json").read_text()


def test_a_size_written_as_floats_is_understood_and_kept(store: Store, tmp_path: Path) -> None:
    text = json.dumps(coco_document()).replace("20", "20.0").replace("10", "10.0")
    folder = write_coco(tmp_path / "in", coco_document())
    (folder / "labels.json").write_text(text)
    importing.run(store, importing.inspect(folder), name="toys")
    (image,) = store.images(store.dataset("toys").id)
    assert image.size == (20, 10)
    assert json.dumps(take(store, tmp_path)) == text


def test_a_second_round_changes_nothing_more(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "in", EVERYTHING)
    exporting.export(store, "toys", tmp_path / "once", images=True)
    importing.run(store, importing.inspect(tmp_path / "once"), name="again")
    again = exporting.export(store, "again", tmp_path / "twice.json")
    assert again.read_bytes() == (tmp_path / "once" / "labels.json").read_bytes()


def test_lists_that_a_file_lacks_are_written_empty(store: Store, tmp_path: Path) -> None:
    document = {"images": coco_document()["images"]}
    bring(store, tmp_path / "in", document)
    assert take(store, tmp_path) == {**document, "annotations": [], "categories": []}


def test_an_edited_annotation_gets_a_new_outline_and_keeps_the_rest(
    store: Store, tmp_path: Path
) -> None:
    document = coco_document(coco_annotation("x", note={"by": "me"}), coco_annotation(2))
    bring(store, tmp_path / "in", document)
    first = drawn_in(store)[0]
    edit = Update(first.id, first.version, segmentation=Segmentation((DIAMOND,)))
    store.save(first.image_id, [edit], author="test", request_id="1")
    document["annotations"][0].update(
        segmentation=[[10, 1, 15, 5, 10, 9, 5, 5]], bbox=[5, 1, 10, 8], area=40
    )
    assert take(store, tmp_path) == document


def test_an_outline_edited_to_have_a_hole_is_written_as_rle(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "in", coco_document(coco_annotation()))
    (one,) = drawn_in(store)
    edit = Update(one.id, one.version, segmentation=Segmentation((HOLED,)))
    store.save(one.image_id, [edit], author="test", request_id="1")
    (written,) = take(store, tmp_path)["annotations"]
    assert written["segmentation"] == {"size": [10, 20], "counts": RLE_COUNTS}


def test_a_change_of_category_alone_changes_nothing_else(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "in", EVERYTHING)
    dice = store.categories(store.dataset("toys").id)[1]
    rle = drawn_in(store)[3]
    edit = Update(rle.id, rle.version, category_id=dice.id)
    store.save(rle.image_id, [edit], author="test", request_id="1")
    changed = [dict(one) for one in EVERYTHING["annotations"]]
    changed[3]["category_id"] = "dice"
    assert take(store, tmp_path) == {**EVERYTHING, "annotations": changed}


def test_a_changed_crowd_flag_alone_changes_nothing_else(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "in", EVERYTHING)
    plain, crowd = drawn_in(store)[2], drawn_in(store)[3]
    assert (plain.iscrowd, crowd.iscrowd) == (False, True)
    for one, flag in ((plain, True), (crowd, False)):
        edit = Update(one.id, one.version, iscrowd=flag)
        store.save(one.image_id, [edit], author="test", request_id=f"{one.id}")
    changed = [dict(one) for one in EVERYTHING["annotations"]]
    changed[2]["iscrowd"], changed[3]["iscrowd"] = 1, 0
    assert take(store, tmp_path) == {**EVERYTHING, "annotations": changed}

    store.undo(plain.image_id, author="test", request_id="back-1")
    store.undo(crowd.image_id, author="test", request_id="back-2")
    assert take(store, tmp_path) == EVERYTHING


def test_an_edited_annotation_is_written_with_its_crowd_flag(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "in", coco_document(coco_annotation(1)))
    (one,) = drawn_in(store)
    edits: list[Edit] = [
        Update(one.id, one.version, segmentation=Segmentation((DIAMOND,)), iscrowd=True),
        Create(one.category_id, Segmentation((DIAMOND,)), iscrowd=True),
    ]
    store.save(one.image_id, edits, author="test", request_id="1")
    assert [each["iscrowd"] for each in take(store, tmp_path)["annotations"]] == [1, 1]


def test_an_undone_edit_is_written_back_as_it_came(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "in", EVERYTHING)
    first = drawn_in(store)[0]
    edit = Update(first.id, first.version, segmentation=Segmentation((DIAMOND,)))
    store.save(first.image_id, [edit], author="test", request_id="1")
    store.undo(first.image_id, author="test", request_id="2")
    assert take(store, tmp_path) == EVERYTHING


def test_a_drawn_annotation_gets_an_id_of_its_own_and_a_deleted_one_is_gone(
    store: Store, tmp_path: Path
) -> None:
    document = coco_document(coco_annotation(7), coco_annotation(500))
    bring(store, tmp_path / "in", document)
    old = drawn_in(store)[0]
    edits: list[Edit] = [
        Create(old.category_id, Segmentation((DIAMOND,))),
        Delete(old.id, old.version),
    ]
    store.save(old.image_id, edits, author="test", request_id="1")
    kept, drawn = take(store, tmp_path)["annotations"]
    assert kept == document["annotations"][1]
    assert drawn.pop("id") > 500
    assert drawn == {
        "image_id": 1,
        "category_id": 1,
        "segmentation": [[10, 1, 15, 5, 10, 9, 5, 5]],
        "bbox": [5, 1, 10, 8],
        "area": 40,
        "iscrowd": 0,
    }


@pytest.mark.parametrize("state", ["new", "accepted"])
def test_review_states_choose_the_images_that_are_written(
    store: Store, tmp_path: Path, state: str
) -> None:
    bring(store, tmp_path / "in", EVERYTHING)
    first = store.images(store.dataset("toys").id)[0]
    store.set_state(first.id, state="accepted", version=first.version, author="test")
    found = take(store, tmp_path, state=state)
    wanted = slice(0, 1) if state == "accepted" else slice(1, 3)
    assert found["images"] == EVERYTHING["images"][wanted]
    ids = {image["id"] for image in found["images"]}
    assert found["annotations"] == [
        one for one in EVERYTHING["annotations"] if one["image_id"] in ids
    ]
    assert found["categories"] == EVERYTHING["categories"]


def test_the_real_photographs_come_back_as_they_came(
    store: Store, tmp_path: Path, fruits: Path
) -> None:
    importing.run(store, importing.inspect(fruits), name="toys", split_val=0.2)
    assert take(store, tmp_path) == json.loads((fruits / "labels.json").read_text())
