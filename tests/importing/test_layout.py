"""The places where a COCO file and its pictures are looked for."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from segcore import importing
from segcore.errors import InputError
from tests.builders import coco_annotation, coco_document, write_coco, write_picture, write_zip

TEXT = json.dumps(coco_document(coco_annotation()))


@pytest.mark.parametrize(
    ("labels", "picture"),
    [
        ("labels.json", "images/a.png"),
        ("labels.json", "data/a.png"),
        ("labels.json", "a.png"),
        ("anything.json", "a.png"),
        ("anything.json", "images/a.png"),
        ("_annotations.coco.json", "a.png"),
        ("annotations/instances_default.json", "images/a.png"),
        ("wrapped/labels.json", "wrapped/images/a.png"),
        ("wrapped/twice/anything.json", "wrapped/twice/a.png"),
    ],
)
@pytest.mark.parametrize("how", ["folder", "file", "zip"])
def test_a_dataset_is_found(
    tmp_path: Path, data_dir: Path, labels: str, picture: str, how: str
) -> None:
    write_picture(tmp_path / "in" / picture)
    (tmp_path / "in" / labels).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "in" / labels).write_text(TEXT)
    given = {
        "folder": tmp_path / "in",
        "file": tmp_path / "in" / labels,
        "zip": write_zip(tmp_path / "in.zip", tmp_path / "in"),
    }[how]
    with importing.inspect(given) as plan:
        assert (plan.images, plan.annotations, plan.categories) == (1, 1, ("duck",))
    assert not [path for path in data_dir.glob(".staging/*") if path.is_dir()]


def test_labels_json_wins_over_other_json_files(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, TEXT)
    (folder / "package.json").write_text("{}")
    assert importing.inspect(folder).annotations == 1


def test_the_coco_file_may_be_elsewhere(tmp_path: Path) -> None:
    write_picture(tmp_path / "val2017" / "a.png")
    (tmp_path / "instances.json").write_text(TEXT)
    plan = importing.inspect(tmp_path / "val2017", coco=tmp_path / "instances.json")
    assert plan.annotations == 1


def test_a_coco_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    write_picture(tmp_path / "in" / "a.png")
    with pytest.raises(InputError, match=r"There is no file .*absent\.json"):
        importing.inspect(tmp_path / "in", coco=tmp_path / "absent.json")


def test_pictures_in_an_images_folder_lose_its_name(tmp_path: Path) -> None:
    write_picture(tmp_path / "images" / "sub" / "a.png")
    plan = importing.inspect(tmp_path)
    assert [picture.file_name for picture in plan.content.pictures] == ["sub/a.png"]


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("in_file", ["NFC", "NFD"])
def test_accents_may_be_composed_or_not(tmp_path: Path, on_disk: str, in_file: str) -> None:
    names = {form: unicodedata.normalize(form, "Äpfel é.png") for form in ("NFC", "NFD")}
    write_picture(tmp_path / names[on_disk])
    image = {"id": 1, "file_name": names[in_file], "width": 20, "height": 10}
    (tmp_path / "labels.json").write_text(json.dumps(coco_document(images=[image])))
    plan = importing.inspect(tmp_path)
    assert [picture.file_name for picture in plan.content.pictures] == [names[in_file]]


def test_links_within_the_folder_are_followed(tmp_path: Path) -> None:
    write_picture(tmp_path / "store" / "1.png")
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").symlink_to("../store/1.png")
    (tmp_path / "labels.json").write_text(TEXT)
    assert importing.inspect(tmp_path).images == 1
