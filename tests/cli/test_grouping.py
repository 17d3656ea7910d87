"""`tag` and `selections`, and what takes a selection."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.builders import coco_annotation, coco_document, write_coco
from tests.cli.conftest import Segcore

IMAGES = [{"id": n, "file_name": f"{n}.png", "width": 20, "height": 10} for n in (1, 2, 3)]


@pytest.fixture
def toys(segcore: Segcore, tmp_path: Path) -> Segcore:
    """The dataset "toys" of 1.png, 2.png, 3.png, a duck on the first."""
    folder = write_coco(tmp_path / "in", coco_document(coco_annotation(1), images=IMAGES))
    assert segcore("import", folder, "--name", "toys").code == 0
    return segcore


def test_images_are_tagged_and_the_tags_listed(toys: Segcore) -> None:
    assert toys("tag", "toys").out.startswith("'toys' has no tag yet")
    assert toys("tag", "toys", "--add", "night", "far").out == "Changed 6 tags on 3 images.\n"
    gone = toys("tag", "toys", "--remove", "far", "--images", "1.png", "3.png")
    assert gone.out == "Changed 2 tags on 2 images.\n"
    assert toys("tag", "toys", "--json").json == [
        {"tag": "far", "images": 1, "annotations": 0},
        {"tag": "night", "images": 3, "annotations": 0},
    ]


def test_a_tag_becomes_a_selection_that_tags_and_exports(toys: Segcore, tmp_path: Path) -> None:
    assert toys("selections", "toys").out.startswith("'toys' has no selection yet")
    toys("tag", "toys", "--add", "hard", "--images", "1.png", "2.png")
    saved = toys("selections", "toys", "--tag", "hard", "--save", "to train on")
    assert saved.out == "The selection 'to train on' has 2 images.\n"
    (row,) = toys("selections", "toys", "--json").json  # type: ignore[misc]
    assert (row["name"], row["images"]) == ("to train on", 2)
    assert toys("selections", "toys").out.splitlines()[1].startswith("to train on       2")
    toys("tag", "toys", "--add", "used", "--selection", "to train on")
    out = toys("export", "toys", tmp_path / "out.json", "--selection", "to train on").out.strip()
    images = orjson.loads(Path(out).read_bytes())["images"]
    assert [(one["id"], one["tags"]) for one in images] == [
        (1, ["hard", "used"]),
        (2, ["hard", "used"]),
    ]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("tag toys --add ok --images 9.png", "no image '9.png' among the 3 asked for"),
        ("tag toys --add ok --selection x", "no selection named 'x'. Available: none yet."),
        ("selections toys --tag x", "No image of 'toys' has the tag 'x'"),
        ("selections toys --save x", "name it with --tag"),
        ("export toys out.json --selection x", "no selection named 'x'"),
        ("train toys --selection x", "no selection named 'x'"),
    ],
)
def test_what_is_not_there_is_a_sentence(toys: Segcore, call: str, said: str) -> None:
    refused = toys(*call.split())
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert "Traceback" not in refused.err
