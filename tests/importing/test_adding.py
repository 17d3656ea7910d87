"""Images go into a dataset that is there all at once, and change no id that was there before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from segcore import exporting, importing
from segcore.errors import InputError, NotFound
from segcore.folders import DatasetFolder
from segcore.store import Store
from segcore.types import Create, Part, Segmentation
from tests.builders import Json, coco_annotation, coco_document, write_coco

OLD = coco_document(coco_annotation(5))
NEW = coco_document(
    coco_annotation(1, category_id=2),
    coco_annotation(2, category_id=1),
    images=[{"id": 1, "file_name": "b.png", "width": 20, "height": 10, "author": "Ada"}],
    categories=[{"id": 1, "name": "boat"}, {"id": 2, "name": "duck"}],
    info={"year": 2027},
)


@pytest.fixture
def toys(store: Store, tmp_path: Path) -> Store:
    """A store with the dataset "toys": one image, one duck."""
    importing.run(store, importing.inspect(write_coco(tmp_path / "old", OLD)), name="toys")
    return store


def test_what_is_added_is_numbered_after_what_was_there(toys: Store, tmp_path: Path) -> None:
    before = read(toys, tmp_path / "before")
    report = add(toys, tmp_path)
    assert (report.images, report.annotations) == (1, 2)
    after = read(toys, tmp_path / "after")
    for kind in ("images", "annotations", "categories"):
        assert after[kind][: len(before[kind])] == before[kind]
        ids = [one["id"] for one in after[kind]]
        assert len(ids) == len(set(ids))
    assert after["info"] == {"year": 2027}
    (_, image) = after["images"]
    assert (image["file_name"], image["author"]) == ("b.png", "Ada")
    names = {one["id"]: one["name"] for one in after["categories"]}
    added = after["annotations"][1:]
    assert [(one["image_id"], names[one["category_id"]]) for one in added] == [
        (image["id"], "duck"),
        (image["id"], "boat"),
    ]
    assert DatasetFolder.of("toys").image("b.png").is_file()


def test_what_a_person_drew_keeps_its_id_in_a_file(toys: Store, tmp_path: Path) -> None:
    (image,) = toys.images(toys.dataset("toys").id)
    duck = toys.categories(image.dataset_id)[0].id
    drawn = Create(category_id=duck, segmentation=Segmentation((Part([[1, 1], [9, 1], [9, 9]]),)))
    toys.save(image.id, [drawn], author="Ada", request_id="1")
    before = read(toys, tmp_path / "before")["annotations"]
    add(toys, tmp_path)
    after = read(toys, tmp_path / "after")["annotations"]
    assert after[:2] == before
    assert len({one["id"] for one in after}) == 4


def test_a_picture_of_a_name_that_is_there_is_refused_whole(toys: Store, tmp_path: Path) -> None:
    add(toys, tmp_path)
    before = read(toys, tmp_path / "before")
    picture = DatasetFolder.of("toys").image("b.png").read_bytes()
    with pytest.raises(InputError, match=r"'toys' has a picture 'b\.png' already"):
        add(toys, tmp_path)
    assert read(toys, tmp_path / "after") == before
    assert DatasetFolder.of("toys").image("b.png").read_bytes() == picture


def test_a_dataset_that_is_not_there_gets_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no dataset named 'toys'"):
        add(store, tmp_path)
    assert not DatasetFolder.of("toys").root.exists()


def test_linked_pictures_are_the_same_file(store: Store, tmp_path: Path) -> None:
    folder = write_coco(tmp_path / "old", OLD)
    with importing.inspect(folder) as plan:
        importing.run(store, plan, name="toys", link=True)
    assert DatasetFolder.of("toys").image("a.png").samefile(folder / "images" / "a.png")


def add(store: Store, tmp_path: Path) -> importing.Report:
    folder = tmp_path / "new"
    path = folder if folder.exists() else write_coco(folder, NEW)
    with importing.inspect(path) as plan:
        return importing.add(store, plan, name="toys")


def read(store: Store, out: Path) -> Json:
    document: Json = json.loads(exporting.export(store, "toys", out).read_text())
    return document
