"""Plain pictures of every kind, and pictures that do not fit their COCO file."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage

from segcore import exporting, importing, pictures
from segcore.errors import InputError
from segcore.folders import DatasetFolder
from segcore.store import Store
from segcore.types import Size
from tests.builders import coco_annotation, coco_document, write_coco, write_picture


def names(store: Store) -> list[str]:
    return [image.file_name for image in store.images(store.dataset("toys").id)]


def test_a_folder_of_pictures_is_taken_with_its_subfolders(store: Store, tmp_path: Path) -> None:
    for name in ("b.png", "sub/ü 1.jpg", "a.TIFF", "c.webp", "d.bmp"):
        write_picture(tmp_path / "in" / name)
    (tmp_path / "in" / "notes.txt").write_text("not taken")
    (tmp_path / "in" / ".hidden.png").write_text("not taken")
    report = importing.run(store, importing.inspect(tmp_path / "in"), name="toys")
    assert (report.images, report.annotations) == (5, 0)
    assert names(store) == ["a.TIFF", "b.png", "c.webp", "d.bmp", "sub/ü 1.jpg"]


def test_a_name_with_a_backslash_is_found_where_the_dataset_says(
    store: Store, tmp_path: Path
) -> None:
    write_picture(tmp_path / "in" / "scan\\1.png")
    importing.run(store, importing.inspect(tmp_path / "in"), name="toys")
    assert names(store) == ["scan/1.png"]
    assert DatasetFolder.of("toys").image("scan/1.png").is_file()


def test_a_folder_whose_name_is_no_text_is_written_with_codes(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"fl\xfcgel")
    write_coco(folder, coco_document(coco_annotation(segmentation=[[1, 1, 99, 1, 9, 8]])))
    (folder / "labels.json").rename(folder / os.fsdecode(b"\xfc.json"))
    importing.run(store, importing.inspect(folder), name="toys")
    report = json.loads(DatasetFolder.of("toys").import_report.read_text())
    assert (report["from"], report["repairs"][0]["file"]) == ("fl\\udcfcgel", "\\udcfc.json")


def test_a_picture_and_a_folder_of_one_name_are_refused(store: Store, tmp_path: Path) -> None:
    images = [
        {"id": 1, "file_name": "a.png", "width": 20, "height": 10},
        {"id": 2, "file_name": "a.png/b.png", "width": 20, "height": 10},
    ]
    folder = write_coco(tmp_path / "in", coco_document(images=images[:1]))
    (folder / "labels.json").write_text(json.dumps(coco_document(images=images)))
    write_picture(folder / "data" / "a.png" / "b.png")
    with pytest.raises(InputError, match=r"have one name \('a\.png/b\.png'\); rename one"):
        importing.run(store, importing.inspect(folder), name="toys")
    assert store.datasets() == []


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "CMYK", "I;16", "1", "LA"])
def test_every_kind_of_pixel_is_taken(store: Store, tmp_path: Path, mode: str) -> None:
    ending = "tif" if mode == "CMYK" else "png"
    path = tmp_path / f"a.{ending}"
    PillowImage.new(mode, (20, 10)).save(path)
    importing.run(store, importing.inspect(path), name="toys")
    (image,) = store.images(store.dataset("toys").id)
    assert image.size == Size(20, 10)


def test_one_picture_is_a_dataset_of_one(store: Store, tmp_path: Path) -> None:
    write_picture(tmp_path / "other.png")
    plan = importing.inspect(write_picture(tmp_path / "a.jpg"))
    importing.run(store, plan, name="toys")
    assert names(store) == ["a.jpg"]


def test_a_turned_picture_counts_as_it_is_seen(store: Store, tmp_path: Path) -> None:
    plan = importing.inspect(write_picture(tmp_path / "a.jpg", 20, 10, turn=6))
    importing.run(store, plan, name="toys")
    (image,) = store.images(store.dataset("toys").id)
    assert image.size == Size(10, 20)


def test_annotations_drawn_on_the_unturned_picture_get_it_unturned(
    store: Store, tmp_path: Path
) -> None:
    folder = write_coco(tmp_path, coco_document(coco_annotation()))
    original = write_picture(folder / "images" / "a.png", 20, 10, turn=6)
    before = original.read_bytes()
    plan = importing.inspect(folder)
    assert plan.repairs_in_words == [
        "1 x picture whose EXIF turn its annotations do not know: shown as it is stored"
    ]
    importing.run(store, plan, name="toys")
    assert pictures.size(DatasetFolder.of("toys").image("a.png")) == Size(20, 10)
    assert original.read_bytes() == before


def test_annotations_drawn_on_the_turned_picture_keep_it_turned(tmp_path: Path) -> None:
    image = {"id": 1, "file_name": "a.png", "width": 10, "height": 20}
    folder = write_coco(tmp_path, coco_document(images=[image]))
    write_picture(folder / "images" / "a.png", 20, 10, turn=6)
    assert importing.inspect(folder).repairs == ()


def test_a_size_the_file_does_not_tell_is_that_of_the_picture(store: Store, tmp_path: Path) -> None:
    document = coco_document(coco_annotation(), images=[{"id": 1, "file_name": "a.png"}])
    importing.run(store, importing.inspect(write_coco(tmp_path, document)), name="toys")
    (image,) = store.images(store.dataset("toys").id)
    assert image.size == Size(20, 10)
    out = exporting.export(store, "toys", tmp_path / "out.json")
    assert '"file_name": "a.png"}' in out.read_text()


def test_two_images_may_share_a_picture_of_one_size(store: Store, tmp_path: Path) -> None:
    images = [{"id": id, "file_name": "a.png", "width": 20, "height": 10} for id in (1, 2)]
    folder = write_coco(tmp_path, coco_document(images=images))
    importing.run(store, importing.inspect(folder), name="toys")
    assert names(store) == ["a.png", "a.png"]


def test_a_png_bomb_is_refused_before_it_is_unfolded(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    side = 15_000
    header = np.array([side, side], dtype=">u4").tobytes() + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(bytes(side * (side + 1)), 1)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    bomb.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks))
    assert bomb.stat().st_size < 2_000_000
    with pytest.raises(InputError, match="over the limit"):
        importing.inspect(bomb)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + checksum


def test_a_picture_changed_after_the_look_is_refused(store: Store, tmp_path: Path) -> None:
    plan = importing.inspect(write_picture(tmp_path / "a.png"))
    write_picture(tmp_path / "a.png", 300, 200)
    with pytest.raises(InputError, match="has changed since it was looked at"):
        importing.run(store, plan, name="toys")
    assert store.datasets() == []


def test_a_picture_gone_after_the_look_is_refused(store: Store, tmp_path: Path) -> None:
    plan = importing.inspect(write_picture(tmp_path / "a.png"))
    (tmp_path / "a.png").unlink()
    with pytest.raises(InputError, match="is gone since it was looked at"):
        importing.run(store, plan, name="toys")


def test_plain_pictures_go_out_as_coco_and_come_back(store: Store, tmp_path: Path) -> None:
    write_picture(tmp_path / "in" / "a.png")
    write_picture(tmp_path / "in" / "b.png")
    importing.run(store, importing.inspect(tmp_path / "in"), name="toys", split_val=0.5)
    exporting.export(store, "toys", tmp_path / "out", images=True)
    report = importing.run(store, importing.inspect(tmp_path / "out"), name="again")
    assert report.splits == {"train": 1, "val": 1}
