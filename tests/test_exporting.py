"""Where an export goes, what it chooses, and that it is there whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from segcore import exporting, importing
from segcore.errors import InputError, NotFound
from segcore.folders import DatasetFolder
from segcore.store import Store
from tests.builders import Json, coco_annotation, coco_document, write_coco

IMAGES = [
    {"id": 1, "file_name": "a.png", "width": 20, "height": 10, "split": "val"},
    {"id": 2, "file_name": "sub/ü.png", "width": 30, "height": 10},
]
DOCUMENT = coco_document(coco_annotation(1), coco_annotation(2, image_id=2), images=IMAGES)


@pytest.fixture
def toys(store: Store, tmp_path: Path) -> Store:
    """A store with the dataset "toys": an image in val and one in train."""
    importing.run(store, importing.inspect(write_coco(tmp_path / "in", DOCUMENT)), name="toys")
    return store


def read(path: Path) -> Json:
    document: Json = json.loads(path.read_text())
    return document


def test_a_name_that_ends_in_json_is_the_file(toys: Store, tmp_path: Path) -> None:
    out = exporting.export(toys, "toys", tmp_path / "new folder" / "toys.json")
    assert out == tmp_path / "new folder" / "toys.json"
    assert read(out) == DOCUMENT


def test_a_folder_gets_labels_json(toys: Store, tmp_path: Path) -> None:
    out = exporting.export(toys, "toys", tmp_path / "out")
    assert out == tmp_path / "out" / "labels.json"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["labels.json"]


def test_with_images_it_gets_the_pictures_byte_for_byte(toys: Store, tmp_path: Path) -> None:
    exporting.export(toys, "toys", tmp_path / "out", images=True)
    for image in IMAGES:
        name = str(image["file_name"])
        given = tmp_path / "in" / "images" / name
        assert (tmp_path / "out" / "images" / name).read_bytes() == given.read_bytes()


@pytest.mark.parametrize(("split", "kept"), [("val", 0), ("train", 1)])
def test_a_split_has_its_images_with_their_annotations_and_all_categories(
    toys: Store, tmp_path: Path, split: str, kept: int
) -> None:
    out = exporting.export(toys, "toys", tmp_path / "out", split=split, images=True)  # type: ignore[arg-type]
    assert read(out) == {
        **DOCUMENT,
        "images": [IMAGES[kept]],
        "annotations": [DOCUMENT["annotations"][kept]],
    }
    copied = [path for path in (tmp_path / "out" / "images").rglob("*") if path.is_file()]
    assert [path.name for path in copied] == [Path(str(IMAGES[kept]["file_name"])).name]


def test_a_changed_split_is_written_where_the_file_had_one(toys: Store, tmp_path: Path) -> None:
    first, second = toys.images(toys.dataset("toys").id)
    toys.set_split(first.id, split="train", version=first.version, author="test")
    toys.set_split(second.id, split="val", version=second.version, author="test")
    images = read(exporting.export(toys, "toys", tmp_path / "out.json"))["images"]
    assert images == [{**IMAGES[0], "split": "train"}, IMAGES[1]]


def test_an_added_category_gets_an_id_of_its_own(toys: Store, tmp_path: Path) -> None:
    toys.add_category(toys.dataset("toys").id, name="die", author="test")
    duck, die = read(exporting.export(toys, "toys", tmp_path / "out.json"))["categories"]
    assert duck == DOCUMENT["categories"][0]
    assert (die["name"], die["id"]) == ("die", 2)


def test_an_export_may_be_repeated_into_the_same_folder(toys: Store, tmp_path: Path) -> None:
    for _ in range(2):
        out = exporting.export(toys, "toys", tmp_path / "out", images=True)
    assert read(out) == DOCUMENT
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name.startswith(".")]


def test_the_file_can_be_read_by_others(toys: Store, tmp_path: Path) -> None:
    out = exporting.export(toys, "toys", tmp_path / "out.json")
    (tmp_path / "plain").touch()
    assert out.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_an_unknown_dataset_is_refused(toys: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="toys"):
        exporting.export(toys, "toy", tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


def test_images_do_not_fit_into_a_json_file(toys: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="needs a folder"):
        exporting.export(toys, "toys", tmp_path / "out.json", images=True)


def test_another_file_is_not_overwritten(toys: Store, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(InputError, match=r"thesis\.doc is a file"):
        exporting.export(toys, "toys", tmp_path / "thesis.doc")


def test_a_file_on_the_way_is_told(toys: Store, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(InputError, match=r"thesis\.doc is a file, so nothing can be written below"):
        exporting.export(toys, "toys", tmp_path / "thesis.doc" / "new" / "out.json")


def test_a_name_too_long_for_a_disk_is_told(toys: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read or written"):
        exporting.export(toys, "toys", tmp_path / ("x" * 300 + ".json"))


def test_a_picture_that_is_gone_is_told(toys: Store, tmp_path: Path) -> None:
    DatasetFolder.of("toys").image("a.png").unlink()
    with pytest.raises(InputError, match=r"a\.png is gone"):
        exporting.export(toys, "toys", tmp_path / "out", images=True)


def test_a_failure_leaves_the_old_file(
    toys: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = exporting.export(toys, "toys", tmp_path / "out.json")
    before = out.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="is full"):
        exporting.export(toys, "toys", out)
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*out.json*")) == ["out.json"]
