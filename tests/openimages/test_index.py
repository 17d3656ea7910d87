"""The index says what was published, is built once, and asks no network afterwards."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from segcore import settings
from segcore.errors import InputError
from segcore.openimages.choosing import choose
from segcore.openimages.classes import find_classes
from segcore.openimages.index import is_built, open_index
from segcore.openimages.values import FLAGS, MaskRow, Query, Split
from tests.conftest import PROJECT
from tests.openimages.conftest import Serve
from tests.openimages.mirror import MirrorObject, Tree

MASKS = "v5/validation-annotations-object-segmentation.csv"
BOXES = "v5/validation-annotations-bbox.csv"
Table = list[list[str]]
Edit = Callable[[str, Callable[[Table], Table]], Path]


@pytest.fixture
def edited(mirror: Tree, tmp_path: Path) -> Edit:
    """`edited(name, change)`: a folder to serve, in which one table was changed."""

    def edit(name: str, change: Callable[[Table], Table]) -> Path:
        folder = tmp_path / "edited"
        shutil.copytree(mirror.folder / "openimages/v5", folder / "openimages/v5")
        shutil.copytree(mirror.folder / "openimages/2018_04", folder / "openimages/2018_04")
        table = folder / "openimages" / name
        rows = [*csv.reader(io.StringIO(table.read_text()))]
        table.write_text("".join(f"{','.join(row)}\n" for row in change(rows)))
        return folder

    return edit


@pytest.mark.parametrize("split", ["validation", "train"])
def test_every_published_object_is_in_it_as_published(
    mirror: Tree, served: Serve, split: Split
) -> None:
    served(unavailable=0.1, truncated=0.1)
    truth = _truth(mirror, split)
    found = _all_masks(split, sorted({thing.name for thing in truth.values()}))
    assert set(found) == set(truth)
    for key, row in found.items():
        thing = truth[key]
        assert row.class_name == thing.name
        assert row.mask_path == thing.member(row.image_id)
        assert row.box == pytest.approx(thing.box, abs=1e-6)
        assert row.flags == _flags(thing)


def test_box_ids_that_look_like_numbers_stay_text(mirror: Tree, served: Serve) -> None:
    served()
    names = sorted({thing.name for thing in _truth(mirror, "validation").values()})
    ids = {box_id for _, box_id in _all_masks("validation", names)}
    assert {"1e500000", "00012345", "12345678"} <= ids


def test_images_come_with_what_is_published_of_them(mirror: Tree, served: Serve) -> None:
    served()
    choice = choose(open_index("validation"), Query(("Duck",), max_images=99))
    truth = {image.image_id: image for image in mirror.of("validation")}
    for one in choice.images:
        published = truth[one.image.image_id]
        assert (one.image.title, one.image.author) == (published.title, published.author)
        turned = float(published.rotation) if published.rotation else None
        assert one.image.rotation == turned
        assert one.image.license_url == "https://creativecommons.org/licenses/by/2.0/"


def test_classes_are_counted_and_know_what_is_above_them(mirror: Tree, served: Serve) -> None:
    served()
    counts = {one.name: one for one in find_classes(split="validation")}
    truth = _truth(mirror, "validation")
    for name, one in counts.items():
        assert one.images == len(mirror.images_with(name))
        assert one.instances == sum(thing.name == name for thing in truth.values())
    assert counts["Panda"].parents == ("Bear", "Animal")
    assert "Zebra crossing" not in counts
    assert [one.name for one in find_classes("bear")][:1] == ["Bear"]
    assert {one.name for one in find_classes("bear")} == {
        *("Bear", "Brown bear", "Polar bear", "Panda")
    }


def test_once_built_it_needs_no_network(served: Serve) -> None:
    server = served()
    assert not is_built("validation")
    version = open_index("validation").version
    assert is_built("validation")
    server.forget()
    assert open_index("validation").version == version
    assert choose(open_index("validation"), Query(("Dice",))).images
    assert server.requests == []


def test_two_processes_build_it_once(served: Serve) -> None:
    server = served()
    script = "from segcore.openimages.index import open_index; open_index('validation')"
    both = [subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert len(server.asked_for(f"*{MASKS}")) == 1


def test_a_damaged_one_is_built_again(served: Serve) -> None:
    served()
    version = open_index("validation").version
    home = settings.data_dir() / ".openimages/validation" / version
    table = home / "masks-by-class.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    assert open_index("validation").version == version
    assert table.read_bytes() != bytes(content)
    assert len(choose(open_index("validation"), Query(("Dice",))).images) == 3


def test_nothing_half_built_is_left_in_its_place(served: Serve) -> None:
    served(missing="*with-rotation.csv")
    with pytest.raises(InputError, match=r"validation-images-with-rotation.csv cannot be fetched"):
        open_index("validation")
    assert not is_built("validation")
    server = served()
    open_index("validation")
    assert server.asked_for(f"*{MASKS}") == [], "what had come was fetched again"


def test_rows_that_cannot_be_used_are_counted_and_the_rest_goes_on(
    mirror: Tree, served: Serve, edited: Edit
) -> None:
    def spoil(rows: Table) -> Table:
        rows[1] = rows[1][:5]
        rows[2][1] = "not an id"
        rows[3][4] = "half"
        rows[4][5] = "1e500"
        rows[5][3] = "a/b"
        rows[6][2] = "/m/nobody"
        return rows

    served(edited(MASKS, spoil))
    index = open_index("validation")
    assert index.manifest.left_out == {
        "the table of masks: a row with too few or too many cells": 1,
        "the table of masks: no image id": 1,
        "the table of masks: no box within the image": 2,
        "the table of masks: no box id": 1,
        "the table of masks: no known class": 1,
    }
    whole = len(_truth(mirror, "validation"))
    assert sum(one.instances for one in index.classes) == whole - 6


def test_a_changed_header_is_one_sentence(served: Serve, edited: Edit) -> None:
    def rename(rows: Table) -> Table:
        return [[name.replace("BoxID", "BoxKey") for name in rows[0]], *rows[1:]]

    served(edited(MASKS, rename))
    with pytest.raises(InputError, match=r"has changed: its header has no BoxID") as refused:
        open_index("validation")
    assert "validation-annotations-object-segmentation.csv" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_page_in_the_place_of_a_table_is_one_sentence(served: Serve) -> None:
    served(html=f"*{BOXES}")
    with pytest.raises(InputError, match=r"annotations-bbox.csv has changed: its header has no"):
        open_index("validation")


def test_the_order_of_the_columns_does_not_matter(
    mirror: Tree, served: Serve, edited: Edit
) -> None:
    served(edited(MASKS, lambda rows: [row[::-1] for row in rows]))
    counts = find_classes("Duck")
    assert [one.images for one in counts] == [len(mirror.images_with("Duck"))]


def test_bytes_that_are_no_text_harm_one_row_only(served: Serve, edited: Edit) -> None:
    folder = edited(MASKS, lambda rows: rows)
    table = folder / "openimages" / MASKS
    first, second, rest = table.read_bytes().split(b"\n", 2)
    table.write_bytes(b"\n".join([first, b"\xff\xfe" + second[2:], rest]))
    served(folder)
    assert open_index("validation").manifest.left_out == {
        "the table of masks: a mask's path of another form": 1
    }


def test_there_is_no_other_split() -> None:
    with pytest.raises(InputError, match=r"no split 'val': choose one of train, validation, test"):
        open_index("val")  # type: ignore[arg-type]


def _truth(mirror: Tree, split: str) -> dict[tuple[str, str], MirrorObject]:
    """Every object of the split by image and box id."""
    images = mirror.of(split)
    return {(one.image_id, thing.box_id): thing for one in images for thing in one.objects}


def _all_masks(split: Split, names: list[str]) -> dict[tuple[str, str], MaskRow]:
    choice = choose(open_index(split), Query(tuple(names), split=split, max_images=999))
    return {(m.image_id, m.box_id): m for image in choice.images for m in image.masks}


def _flags(thing: MirrorObject) -> frozenset[str] | None:
    if thing.flags is None:
        return None
    return frozenset(name for name, value in zip(FLAGS, thing.flags, strict=True) if value == 1)
