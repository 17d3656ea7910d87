"""Input beyond repair is refused in one sentence with file, id and reason; nothing is imported."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from segcore import importing, settings
from segcore.errors import InputError
from segcore.store import Store
from tests.builders import Json, coco_annotation, coco_document, write_coco, write_picture

GOOD = json.dumps(coco_document(coco_annotation()))


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as refused:
        importing.inspect(path)
    message = str(refused.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("  \n ", "it is empty"),
        (GOOD[:-20], "it ends too early"),
        (GOOD + "}", "it is not JSON: trailing characters"),
        ("duck, die", "it is not JSON"),
        ("<html></html>", "it is not JSON"),
        ("[]", "it is a list"),
        ('"images"', "it cannot be read: expected `object`, got `str`"),
        ("{}", "it has no list of images"),
        ('{"images": {}}', "its images are not a list"),
        ('{"images": [], "annotations": 3}', "its annotations are not a list"),
        ('{"images": [1]}', "image None"),
        ("[" * 2_000_000, "it is a list"),
        ('{"a":' * 200_000, "it is nested too deeply"),
        ('{"images": [], "x": ' + "[" * 500_000, "it is nested too deeply"),
        (b'{"images": ["\xff\xfe"]}', "it is not UTF-8"),
        (GOOD.encode("utf-16"), "it is not UTF-8"),
        (GOOD.replace("28.0", "NaN"), "annotation 1 has the value NaN, which is no number"),
        (GOOD.replace("[1, 1, 9", "[-Infinity, 1, 9"), "annotation 1 has the value -Infinity"),
        (GOOD.replace('"width": 20', '"width": NaN'), "image 1 has the value NaN"),
        (GOOD[:-1] + ', "info": {"year": NaN}}', "labels.json: byte 306 has the value NaN"),
        (GOOD.replace("[1, 1, 9", "[1e999, 1, 9"), "annotation 1: its segmentation has a number"),
    ],
)
def test_a_file_that_is_no_sound_json_is_refused(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    message = refusal(write_coco(tmp_path, text))
    assert message.startswith("labels.json: ")
    assert reason in message


def test_nesting_near_the_limit_is_refused_before_a_page_would_stumble_over_it(
    tmp_path: Path,
) -> None:
    deep = "[" * 800 + "]" * 800
    text = GOOD.replace("28.0", f'28.0, "deep": {deep}')
    assert "it is nested too deeply" in refusal(write_coco(tmp_path, text))


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())
    assert importing.inspect(folder).annotations == 1


def test_two_gigabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, GOOD)
    os.truncate(folder / "labels.json", 2 << 30)
    assert "it has 2,147,483,648 bytes, over the limit" in refusal(folder)


def test_the_limit_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_JSON_BYTES", 10)
    assert "over the limit of 10" in refusal(write_coco(tmp_path, GOOD))


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"segmentation": [[1, 2, 3, 4, 5]]}, "odd number of coordinates (5)"),
        ({"segmentation": [["1", "2"]]}, "its segmentation cannot be read"),
        ({"segmentation": [[1, 2, None, 4, 5, 6]]}, "its segmentation cannot be read"),
        ({"segmentation": [[1e300, 0, 0, 5, 5, 5]]}, "far outside every picture"),
        ({"segmentation": {"size": [10, 20], "counts": [100]}}, "counts cover 100 pixels"),
        ({"segmentation": {"size": [10, 20], "counts": [300, -100]}}, "not negative"),
        ({"segmentation": {"size": [10, 20], "counts": [2**70]}}, "not negative"),
        ({"segmentation": {"size": [10, 20], "counts": "abc"}}, "RLE"),
        ({"segmentation": {"size": [10, 20], "counts": "é"}}, "run-length string"),
        ({"segmentation": {"size": [20, 10], "counts": [200]}}, "COCO writes [height, width]"),
        ({"segmentation": {"size": [10**9, 10**9], "counts": [1]}}, "its RLE's size"),
        ({"segmentation": [], "bbox": [1, 2, 3]}, "its bbox must be [x, y, width, height]"),
        ({"segmentation": [], "bbox": [1, 2, -3, 4]}, "a negative width or height"),
        ({"image_id": 2}, "it is on image 2, which is not there"),
        ({"image_id": "1"}, "it is on image '1', which is not there"),
        ({"category_id": 9}, "its category 9 is not in the file's list"),
        ({"image_id": None}, "its image_id cannot be read"),
        ({"image_id": True}, "its image_id cannot be read"),
    ],
)
def test_a_broken_annotation_is_refused_by_its_id(tmp_path: Path, keys: Json, reason: str) -> None:
    document = coco_document(coco_annotation(6), coco_annotation("n-7", **keys))
    message = refusal(write_coco(tmp_path, document))
    assert message.startswith("labels.json: annotation 'n-7': ")
    assert reason in message


def test_an_annotation_without_an_image_id_is_refused(tmp_path: Path) -> None:
    message = refusal(write_coco(tmp_path, coco_document({"id": 7, "category_id": 1})))
    assert message == "labels.json: annotation 7: it has no image_id."


@pytest.mark.parametrize(
    ("lists", "reason"),
    [
        ({"categories": [{"id": 1, "name": "a"}] * 2}, "category 1 is there twice"),
        ({"categories": [{"id": 1}]}, "category 1: it has no name"),
        ({"categories": [{"name": "a"}]}, "category None: it has no id"),
        ({"images": coco_document()["images"] * 2}, "image 1 is there twice"),
        ({"images": [{"id": 1, "width": 20, "height": 10}]}, "image 1: it has no file_name"),
        (
            {"images": [{"id": 1, "file_name": "a.png", "width": 20.5, "height": 10}]},
            "image 1: its width or height of 20.5 is no whole number",
        ),
    ],
)
def test_a_broken_image_or_category_is_refused(tmp_path: Path, lists: Json, reason: str) -> None:
    folder = write_coco(tmp_path, json.dumps(coco_document(**lists)))
    assert reason in refusal(folder)


@pytest.mark.parametrize(
    "name", ["../a.png", "/etc/passwd", "x/../../a.png", "C:\\a.png", "..\\a.png", "a\0.png", ""]
)
def test_a_file_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    image = {"id": 4, "file_name": name, "width": 20, "height": 10}
    message = refusal(write_coco(tmp_path, json.dumps(coco_document(images=[image]))))
    assert message.startswith("labels.json: image 4: ")
    assert "leads outside" in message


def test_a_file_name_too_long_for_a_disk_is_refused(tmp_path: Path) -> None:
    image = {"id": 4, "file_name": "x" * 300 + ".png", "width": 20, "height": 10}
    folder = write_coco(tmp_path, json.dumps(coco_document(images=[image])))
    assert "too long" in refusal(folder)


def test_a_link_that_leads_outside_is_refused(tmp_path: Path) -> None:
    folder = write_coco(tmp_path / "in", GOOD)
    outside = write_picture(tmp_path / "outside.png")
    (folder / "images" / "a.png").unlink()
    (folder / "images" / "a.png").symlink_to(outside)
    assert "is a link to a file outside in" in refusal(folder)


@pytest.mark.parametrize("name", ["labels.json", "other.json"])
def test_a_coco_file_that_is_a_link_to_the_outside_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_coco(tmp_path / "in", GOOD)
    (folder / "labels.json").rename(tmp_path / "outside.json")
    (folder / name).symlink_to("../outside.json")
    assert refusal(folder).startswith(f"'{name}' is a link to a file outside in")


@pytest.mark.parametrize(
    ("name", "reason"),
    [(b"a\xff.png", "is not UTF-8 text; rename"), (b"T:1.png", "leads outside its folder")],
)
def test_a_picture_whose_name_cannot_be_kept_is_refused(
    tmp_path: Path, name: bytes, reason: str
) -> None:
    picture = write_picture(tmp_path / "in" / "good.png")
    picture.rename(tmp_path / "in" / os.fsdecode(name))
    assert reason in refusal(tmp_path / "in")


def test_a_pipe_in_a_pictures_place_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, GOOD)
    (folder / "images" / "a.png").unlink()
    os.mkfifo(folder / "images" / "a.png")
    assert "is not a plain file" in refusal(folder)


def test_a_missing_picture_is_refused_by_name(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, GOOD)
    (folder / "images" / "a.png").unlink()
    message = refusal(folder)
    assert message.startswith("labels.json: image 1: there is no picture 'a.png' in images/")
    assert "--skip-missing" in message


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_a_file_that_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    folder = write_coco(tmp_path, GOOD)
    (folder / "images" / "a.png").write_bytes(content)
    message = refusal(folder)
    assert message.startswith("labels.json: image 1: ")
    assert "'a.png'" in message


def test_half_a_picture_is_refused(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, GOOD)
    picture = write_picture(folder / "images" / "a.jpg", 200, 100)
    half = picture.read_bytes()[: picture.stat().st_size // 2]
    (folder / "images" / "a.png").write_bytes(half)
    assert "labels.json: image 1: The picture 'a.png' cannot be read" in refusal(folder)


def test_a_picture_of_another_size_is_refused(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, GOOD)
    write_picture(folder / "images" / "a.png", 30, 10)
    assert "image 1: 'a.png' has 30 x 10 pixels, not 20 x 10 as the file says" in refusal(folder)


def test_a_size_that_is_not_positive_is_refused(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, GOOD.replace('"width": 20', '"width": 0'))
    assert "its size 0 x 10 is not positive" in refusal(folder)


@pytest.mark.parametrize(
    "name",
    ["../x", "CON", "nul.txt", "x" * 300, "", ".hidden", "a/b", "a\\b", "x\0", "dot.", " a", "a\n"],
)
def test_a_name_that_cannot_be_a_folder_is_refused(
    store: Store, data_dir: Path, tmp_path: Path, name: str
) -> None:
    plan = importing.inspect(write_coco(tmp_path / "in", GOOD))
    before = sorted(data_dir.iterdir())
    with pytest.raises(InputError):
        importing.run(store, plan, name=name)
    assert sorted(data_dir.iterdir()) == before
    assert store.datasets() == []


def test_nothing_at_the_path_is_refused(tmp_path: Path) -> None:
    assert "There is no file or folder" in refusal(tmp_path / "absent")


def test_a_path_too_long_for_the_system_is_refused(tmp_path: Path) -> None:
    assert "File name too long" in refusal(tmp_path / ("x" * 300))


def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    assert "notes.txt is neither a COCO JSON" in refusal(tmp_path / "notes.txt")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert "holds neither a JSON nor a picture" in refusal(tmp_path)


def test_several_json_files_must_be_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(GOOD)
    (tmp_path / "b.json").write_text(GOOD)
    assert "has several JSON files (a.json, b.json)" in refusal(tmp_path)
