"""`import`, `export` and `list`: in, and out again as it came."""

from __future__ import annotations

from pathlib import Path

import orjson
import PIL.Image
import pytest

from tests.cli.conftest import Segcore

SQUARE = [2, 2, 8, 2, 8, 8, 2, 8]
BOW_TIE = [2, 2, 8, 8, 8, 2, 2, 8]


@pytest.fixture
def dice(tmp_path: Path) -> Path:
    """Four grey pictures beside a labels.json, a square "Dice" on each."""
    return _write(tmp_path / "dice", [SQUARE] * 4)


def _write(folder: Path, polygons: list[list[int]]) -> Path:
    images = [
        {"id": 10 + n, "file_name": f"{n}.png", "width": 16, "height": 16, "mood": "calm"}
        for n in range(len(polygons))
    ]
    annotations = [
        {
            "id": f"a{n}",
            "image_id": 10 + n,
            "category_id": 7,
            "segmentation": [polygon],
            "bbox": [2, 2, 6, 6],
            "area": 36,
            "iscrowd": 0,
        }
        for n, polygon in enumerate(polygons)
    ]
    folder.mkdir()
    for image in images:
        PIL.Image.new("RGB", (16, 16), "grey").save(folder / str(image["file_name"]))
    document = {
        "categories": [{"id": 7, "name": "Dice"}],
        "images": images,
        "annotations": annotations,
    }
    (folder / "labels.json").write_bytes(orjson.dumps(document))
    return folder


def test_what_came_in_goes_out_as_it_came(segcore: Segcore, dice: Path, tmp_path: Path) -> None:
    imported = segcore("import", dice, "--name", "dice")
    assert (imported.code, imported.out) == (
        0,
        "Imported 4 images with 4 annotations in 1 category as 'dice'.\n",
    )
    exported = segcore("export", "dice", tmp_path / "out.json")
    assert (exported.code, exported.out) == (0, f"{tmp_path / 'out.json'}\n")
    came = orjson.loads((dice / "labels.json").read_bytes())
    assert orjson.loads((tmp_path / "out.json").read_bytes()) == came


def test_list_tells_programs_and_people(segcore: Segcore, dice: Path) -> None:
    segcore("import", dice, "--name", "dice", "--split-val", "0.25")
    assert segcore("list", "--json").json == [
        {
            "name": "dice",
            "images": 4,
            "annotations": 4,
            "categories": ["Dice"],
            "splits": {"train": 3, "val": 1},
        }
    ]
    assert segcore("list").out == (
        "NAME  IMAGES  ANNOTATIONS  TRAIN  VAL  CATEGORIES\n"
        "dice       4            4      3    1  Dice\n"
    )


def test_an_empty_list_leads_on(segcore: Segcore) -> None:
    assert "`python -m segcore sample` makes one" in segcore("list").out
    assert segcore("list", "--json").json == []


def test_a_split_goes_out_with_its_pictures(segcore: Segcore, dice: Path, tmp_path: Path) -> None:
    segcore("import", dice, "--name", "dice", "--split-val", "0.25")
    called = segcore("export", "dice", tmp_path / "out", "--split", "val", "--images")
    document = orjson.loads(Path(called.out.strip()).read_bytes())
    names = [image["file_name"] for image in document["images"]]
    assert len(names) == 1
    assert [path.name for path in (tmp_path / "out/images").iterdir()] == names


def test_images_in_no_such_state_leave_an_empty_document(
    segcore: Segcore, dice: Path, tmp_path: Path
) -> None:
    segcore("import", dice, "--name", "dice")
    called = segcore("export", "dice", tmp_path / "out.json", "--state", "accepted")
    assert orjson.loads(Path(called.out.strip()).read_bytes())["images"] == []


def test_repairs_are_told_and_listed(segcore: Segcore, tmp_path: Path, data_dir: Path) -> None:
    called = segcore("import", _write(tmp_path / "bow", [BOW_TIE]), "--name", "bow")
    report = data_dir / "bow" / "import-report.json"
    assert called.code == 0
    assert f"Each is listed in {report}." in called.err
    assert report.is_file()


def test_a_name_that_is_taken_is_kept_unless_replaced(
    segcore: Segcore, dice: Path, tmp_path: Path
) -> None:
    other = _write(tmp_path / "other", [SQUARE])
    segcore("import", dice, "--name", "dice")
    refused = segcore("import", other, "--name", "dice")
    assert (refused.code, refused.out) == (2, "")
    assert "A dataset named 'dice' exists" in refused.err
    assert segcore("list", "--json").json[0]["images"] == 4  # type: ignore[index]
    assert segcore("import", other, "--name", "dice", "--replace").code == 0
    assert segcore("list", "--json").json[0]["images"] == 1  # type: ignore[index]


def test_a_missing_picture_is_refused_or_left_out(segcore: Segcore, dice: Path) -> None:
    (dice / "2.png").unlink()
    refused = segcore("import", dice, "--name", "dice")
    assert refused.code == 2
    assert "2.png" in refused.err
    assert segcore("list", "--json").json == []
    assert segcore("import", dice, "--name", "dice", "--skip-missing").code == 0
    assert segcore("list", "--json").json[0]["images"] == 3  # type: ignore[index]


def test_a_refusal_is_all_that_is_said(segcore: Segcore, dice: Path, tmp_path: Path) -> None:
    segcore("import", dice, "--name", "dice")
    broken = _write(tmp_path / "broken", [SQUARE[:-1]])
    calls = [
        ("import", broken, "--name", "broken"),
        ("import", dice, "--name", "Dice"),
        ("import", dice, "--name", "../dice"),
        ("import", dice, "--name", "all-val", "--split-val", "1"),
        ("export", "duck", tmp_path / "out.json"),
    ]
    for call in calls:
        refused = segcore(*call)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.count("\n") == 1, refused.err


def test_a_dataset_cannot_have_the_name_of_a_file(segcore: Segcore, dice: Path) -> None:
    segcore("list")
    refused = segcore("import", dice, "--name", "segcore.db")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "segcore.db is a file, not a dataset's folder: choose another name." in refused.err
