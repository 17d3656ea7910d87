"""What can be repaired is repaired, listed before and after, and nothing else is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from segcore import exporting, importing
from segcore.folders import DatasetFolder
from segcore.store import Store
from segcore.types import Annotation, Box
from tests.builders import Json, coco_annotation, coco_document, write_coco

BOW_TIE = [1, 1, 9, 9, 9, 1, 1, 9]


def bring(store: Store, folder: Path, document: Json) -> importing.Report:
    return importing.run(store, importing.inspect(write_coco(folder, document)), name="toys")


def the_annotation(store: Store) -> Annotation:
    (image,) = store.images(store.dataset("toys").id)
    (one,) = store.annotations(image.id)
    return one


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ({"segmentation": [BOW_TIE]}, "polygon that crossed itself"),
        ({"segmentation": [[-5, 1, 9, 1, 9, 8]]}, "outline that reached outside"),
        ({"segmentation": [[1, 1, 90, 1, 9, 8]]}, "outline that reached outside"),
        ({"segmentation": [[1, 1, 5, 5]]}, "polygon of fewer than three points"),
        ({"segmentation": [[1, 1, 5, 5, 1, 1]]}, "polygon of fewer than three points"),
        ({"segmentation": [], "bbox": [-5, 0, 9, 9]}, "box that reached outside"),
    ],
)
def test_a_broken_outline_is_repaired_and_listed_with_its_id(
    store: Store, tmp_path: Path, keys: Json, what: str
) -> None:
    report = bring(store, tmp_path, coco_document(coco_annotation("n-7", **keys)))
    (repair,) = report.repairs
    assert (repair.file, repair.id) == ("labels.json", "n-7")
    assert what in repair.what
    one = the_annotation(store)
    assert one.edited
    assert 0 <= one.box.x1 <= one.box.x2 <= 20
    written = json.loads(DatasetFolder.of("toys").import_report.read_text())
    assert written["repairs"][0]["id"] == "n-7"
    assert written["summary"] == [f"1 x {repair.what}"]


def test_a_bow_tie_becomes_its_two_halves(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, coco_document(coco_annotation(segmentation=[BOW_TIE])))
    one = the_annotation(store)
    assert len(one.segmentation.parts) == 2
    assert one.area == pytest.approx(32)


def test_only_the_broken_polygon_of_several_is_dropped(store: Store, tmp_path: Path) -> None:
    parts = [[1, 1, 9, 1, 9, 8], [12, 1, 13, 2]]
    bring(store, tmp_path, coco_document(coco_annotation(segmentation=parts)))
    assert len(the_annotation(store).segmentation.parts) == 1


def test_an_outline_wholly_outside_leaves_its_box(store: Store, tmp_path: Path) -> None:
    away = coco_annotation(segmentation=[[30, 1, 40, 1, 40, 8]], bbox=[2, 3, 4, 5])
    bring(store, tmp_path, coco_document(away))
    one = the_annotation(store)
    assert one.segmentation.is_empty
    assert one.box == Box(2, 3, 6, 8)


def test_a_pixel_outside_is_left_as_it_is(store: Store, tmp_path: Path) -> None:
    document = coco_document(coco_annotation(segmentation=[[-1, 0, 21, 0, 9, 11]]))
    assert bring(store, tmp_path / "in", document).repairs == ()
    assert the_annotation(store).box == Box(0, 0, 20, 10)
    out = exporting.export(store, "toys", tmp_path / "out.json")
    assert json.loads(out.read_text()) == document


@pytest.mark.parametrize(
    "touching",
    [
        [1, 1, 5, 5, 9, 1, 9, 9, 5, 5, 1, 9],  # two triangles that share a point
        [1, 1, 9, 1, 9, 1, 9, 8],  # a point twice
        [1, 1, 5, 1, 9, 1],  # no area
        [1, 1, 9, 1, 15, 1, 9, 1, 9, 8],  # a spike
    ],
)
def test_touching_itself_is_not_crossing(store: Store, tmp_path: Path, touching: list[int]) -> None:
    document = coco_document(coco_annotation(segmentation=[touching]))
    assert bring(store, tmp_path, document).repairs == ()


def test_a_wrong_area_or_box_beside_an_outline_is_no_repair(store: Store, tmp_path: Path) -> None:
    document = coco_document(coco_annotation(area="large", bbox=[9, 9, 1, 1]))
    assert bring(store, tmp_path, document).repairs == ()
    one = the_annotation(store)
    assert (one.box, one.area) == (Box(1, 1, 9, 8), 28.0)


def test_ids_there_before_are_renumbered_and_the_first_keeps_its_own(
    store: Store, tmp_path: Path
) -> None:
    document = coco_document(*(coco_annotation(id) for id in (7, "x", 7, "x", 3, 7)))
    report = bring(store, tmp_path / "in", document)
    assert [(repair.id, repair.detail) for repair in report.repairs] == [
        (7, "now 8"),
        ("x", "now 9"),
        (7, "now 10"),
    ]
    out = json.loads(exporting.export(store, "toys", tmp_path / "out.json").read_text())
    assert [one["id"] for one in out["annotations"]] == [7, "x", 8, 9, 3, 10]


def test_ids_written_as_floats_count_as_the_numbers_they_are(store: Store, tmp_path: Path) -> None:
    document = coco_document(*(coco_annotation(id) for id in (1.0, 1.0, 2.0)))
    bring(store, tmp_path / "in", document)
    out = json.loads(exporting.export(store, "toys", tmp_path / "out.json").read_text())
    assert [one["id"] for one in out["annotations"]] == [1.0, 3, 2.0]


def test_annotations_without_an_id_stay_without_one(store: Store, tmp_path: Path) -> None:
    one = coco_annotation()
    del one["id"]
    document = coco_document(one, one)
    assert bring(store, tmp_path / "in", document).repairs == ()
    out = exporting.export(store, "toys", tmp_path / "out.json")
    assert json.loads(out.read_text()) == document


def test_images_without_a_picture_are_left_out_when_asked(store: Store, tmp_path: Path) -> None:
    images = coco_document()["images"]
    images.append({**images[0], "id": "gone", "file_name": "gone.png"})
    document = coco_document(coco_annotation(1), coco_annotation(2, image_id="gone"), images=images)
    folder = write_coco(tmp_path, document)
    (folder / "images" / "gone.png").unlink()
    plan = importing.inspect(folder, skip_missing=True)
    assert (plan.images, plan.annotations) == (1, 1)
    assert plan.repairs_in_words == [
        "1 x image without a picture: left out",
        "1 x annotation of an image that is left out: left out",
    ]
    importing.run(store, plan, name="toys")
    assert the_annotation(store).area == 28.0


def test_many_are_told_in_one_line(tmp_path: Path) -> None:
    crossing = [coco_annotation(id, segmentation=[BOW_TIE]) for id in range(12)]
    plan = importing.inspect(write_coco(tmp_path, coco_document(*crossing)))
    assert plan.repairs_in_words == [
        "12 x polygon that crossed itself: redrawn by the even-odd rule"
    ]


def test_a_sound_dataset_of_many_is_measured_right(store: Store, tmp_path: Path) -> None:
    rings = [[x, 0, x + 2, 0, x + 2, y, x, y, x, 0] for x in range(1, 15) for y in range(2, 9)]
    document = coco_document(
        *(coco_annotation(id, segmentation=[ring]) for id, ring in enumerate(rings))
    )
    bring(store, tmp_path, document)
    (image,) = store.images(store.dataset("toys").id)
    for one, ring in zip(store.annotations(image.id), rings, strict=True):
        assert one.box == Box(ring[0], 0, ring[0] + 2, ring[5])
        assert one.area == 2 * ring[5]
