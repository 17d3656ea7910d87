"""A pull ends in a dataset that is what was published, and can be told where it is from."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from segcore import exporting, geometry
from segcore.errors import InputError, NotFound, Stopped
from segcore.folders import DatasetFolder
from segcore.openimages import provenance, pulling, sizes
from segcore.openimages.cache import Cache
from segcore.openimages.folder import Progress, PullFolder
from segcore.openimages.index import open_index
from segcore.openimages.values import Query
from segcore.store import Store
from segcore.types import Image, Mask, Size
from tests.builders import Json
from tests.openimages.choices import choice_of
from tests.openimages.conftest import Serve
from tests.openimages.mirror import MirrorImage, MirrorObject, Tree

QUERY = Query(("Panda", "Dice", "Duck"), max_images=9)


@pytest.fixture
def network(served: Serve) -> Serve:
    """Servers, the index of validation built from a first, well-behaved one."""
    served()
    open_index("validation", report=lambda *_: None)
    return served


def test_objects_lie_on_the_picture_as_they_were_published(
    mirror: Tree, network: Serve, store: Store
) -> None:
    network(unavailable=0.1)
    report = pulling.pull("zoo", QUERY)
    assert (report.images, report.failures) == (9, ())
    seen = 0
    for image, source, truth in _with_truth(store, mirror):
        assert image.size == truth.size
        found = {_attributes(one)["box_id"]: one for one in source["annotations"]}
        assert set(found) == {thing.box_id for thing in truth.objects}
        for annotation in store.annotations(image.id):
            mask = geometry.segmentation_to_mask(annotation.segmentation, image.size)
            thing = _thing(truth, mask)
            assert geometry.mask_iou(mask, _scaled(thing.mask, image.size)) == 1.0
            drawn = geometry.parts_to_mask(annotation.segmentation.parts, image.size)
            assert geometry.mask_iou(mask, drawn) >= 0.98
            seen += 1
    assert seen == report.objects


@pytest.mark.usefixtures("network")
def test_an_image_keeps_its_origin_and_an_object_its_attributes(mirror: Tree, store: Store) -> None:
    pulling.pull("zoo", QUERY)
    for image, source, truth in _with_truth(store, mirror):
        entry = source["image"]
        assert entry["coco_url"] == (
            f"https://open-images-dataset.s3.amazonaws.com/validation/{truth.image_id}.jpg"
        )
        assert (entry["author"], entry.get("title", "")) == (truth.author, truth.title)
        assert (entry["license"], entry["open_images_id"]) == (1, truth.image_id)
        assert str(entry.get("rotation", "")) == truth.rotation
        assert image.file_name == f"{truth.image_id}.jpg"
        assert all(0 < _attributes(one)["predicted_iou"] <= 1 for one in source["annotations"])


@pytest.mark.usefixtures("network")
def test_how_it_was_pulled_is_told_by_the_dataset(store: Store) -> None:
    report = pulling.pull("zoo", QUERY)
    (told,) = provenance.pulls_of(store.header("zoo"))
    assert (told.query, told.images, told.objects) == (QUERY, report.images, report.objects)
    assert told.index_version == open_index("validation", report=lambda *_: None).version


@pytest.mark.usefixtures("network")
def test_an_export_has_the_licences_and_the_credits(store: Store, tmp_path: Path) -> None:
    pulling.pull("zoo", QUERY)
    document = json.loads(exporting.export(store, "zoo", tmp_path / "out").read_text())
    assert [one["name"] for one in document["licenses"]] == ["CC BY 2.0"]
    credits = (tmp_path / "out" / "ATTRIBUTION.txt").read_text().splitlines()
    assert len(credits) == 9
    assert all("CC BY 2.0 (https://creativecommons.org/licenses/by/2.0/)" in c for c in credits)


def test_the_same_again_costs_no_byte(network: Serve, store: Store, tmp_path: Path) -> None:
    server = network()
    first = pulling.pull("zoo", QUERY)
    server.forget()
    second = pulling.pull("copy", QUERY)
    assert (server.requests, second.bytes) == ([], 0)
    assert (second.images_of, second.instances_of) == (first.images_of, first.instances_of)
    assert _labels(store, "copy", tmp_path / "2") == _labels(store, "zoo", tmp_path / "1")


@pytest.mark.usefixtures("network")
def test_pictures_take_no_second_place_on_the_disk(store: Store) -> None:
    pulling.pull("zoo", QUERY)
    names = [image.file_name for image in store.images(store.dataset("zoo").id)]
    assert all(DatasetFolder.of("zoo").image(name).stat().st_nlink == 2 for name in names)


@pytest.mark.usefixtures("network")
def test_adding_brings_none_twice(store: Store) -> None:
    pulling.pull("zoo", QUERY)
    before = _files(store, "zoo")
    report = pulling.pull("zoo", QUERY, add=True)
    after = _files(store, "zoo")
    assert after[: len(before)] == before
    assert len(after) == len(set(after)) == len(before) + report.images
    assert report.images > 0
    assert len(provenance.pulls_of(store.header("zoo"))) == 2


def test_adding_to_nothing_and_pulling_onto_something_are_refused_before_a_byte(
    network: Serve, store: Store
) -> None:
    server = network()
    with pytest.raises(NotFound, match="no dataset named 'zoo'"):
        pulling.pull("zoo", QUERY, add=True)
    pulling.pull("zoo", QUERY)
    server.forget()
    with pytest.raises(InputError, match="'zoo' exists already"):
        pulling.pull("zoo", QUERY)
    assert server.requests == []
    assert len(store.datasets()) == 1


@pytest.mark.usefixtures("network")
def test_a_share_becomes_val_and_the_seed_says_which(store: Store) -> None:
    for name in ("zoo", "again"):
        pulling.pull(name, QUERY, split_val=1 / 3)
    splits = [[one.split for one in store.images(store.dataset(name).id)] for name in _BOTH]
    assert splits[0] == splits[1]
    assert splits[0].count("val") == 3


_BOTH = ("zoo", "again")


def test_what_is_missing_or_no_mask_is_told_and_the_rest_is_there(
    mirror: Tree, network: Serve, store: Store, tmp_path: Path
) -> None:
    whole = pulling.pull("whole", QUERY)
    shutil.rmtree(DatasetFolder.of("whole").root.parent / ".openimages" / "fetched")
    folder = shutil.copytree(mirror.folder, tmp_path / "broken")
    several = [one for one in _truths(store, "whole", mirror) if len(one.objects) > 1]
    bombed, robbed, lost = several[0], several[1], several[2]
    _rewrite(folder, bombed, bombed.objects[0], _bomb())
    _rewrite(folder, robbed, robbed.objects[0], None)
    network(folder, missing=f"*/{lost.image_id}.jpg")
    report = pulling.pull("zoo", QUERY)
    assert {one.what: one.reason for one in report.failures} == {
        bombed.objects[0].member(bombed.image_id): (
            "it unfolds to 60,000 x 60,000 pixels, over the limit of 33,554,432"
        ),
        robbed.objects[0].member(robbed.image_id): "its zip has no such file",
        f"{lost.image_id}.jpg": "the host has no such file (status 404)",
    }
    assert report.images == whole.images - 1
    assert report.objects == whole.objects - 2 - len(lost.objects)
    assert f"{lost.image_id}.jpg" not in _files(store, "zoo")


def test_a_cancelled_pull_keeps_what_came_and_goes_on(network: Serve, store: Store) -> None:
    server = network(delay=0.05)
    folder = pulling.begin("zoo", QUERY)

    def cancel(now: Progress) -> None:
        if now.phase == "fetching" and now.images >= 2:
            folder.cancel.touch()

    with pytest.raises(Stopped, match="cancelled; what was fetched is kept"):
        pulling.carry_out(folder, report=cancel)
    assert store.datasets() == []
    kept = {path.name for path in Cache.here().root.rglob("[!.]*.jpg")}
    folder.cancel.unlink()
    server.forget()
    again = pulling.begin("zoo", QUERY)
    assert again.id == folder.id
    assert pulling.carry_out(again).images == 9
    assert kept
    assert kept & {Path(one.path).name for one in server.asked_for("*.jpg")} == set()


def test_a_pull_that_died_after_the_store_had_it_is_done(network: Serve, store: Store) -> None:
    folder = pulling.begin("zoo", QUERY)
    report = pulling.carry_out(folder)
    folder.end.unlink()
    server = network()
    assert pulling.carry_out(pulling.begin("zoo", QUERY)) == report
    assert server.requests == []
    assert len(store.datasets()) == 1


def test_a_full_disk_is_told_before_a_picture_is_fetched(
    network: Serve, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = network()
    server.forget()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    with pytest.raises(InputError, match="too full: [0-9]+ MB are needed and 1 MB are free"):
        pulling.pull("zoo", QUERY)
    assert server.asked_for("*.jpg") == []
    assert store.datasets() == []


@pytest.mark.usefixtures("network")
def test_the_estimate_is_nothing_for_what_is_here(mirror: Tree) -> None:
    choice = choice_of(mirror, count=24)
    before = sizes.estimate(choice)
    assert before > 24 * sizes.PICTURE_BYTES
    pulling.pull("zoo", Query(("Panda", "Dice", "Duck"), max_images=24))
    wanted = {"Panda", "Dice", "Duck"}
    here = [one for one in choice.images if wanted & {mask.class_name for mask in one.masks}]
    assert sizes.estimate(choice) <= before - len(here) * sizes.PICTURE_BYTES


@pytest.mark.usefixtures("network")
def test_progress_is_written_where_anybody_can_follow() -> None:
    folder = pulling.begin("zoo", QUERY)
    seen: list[Progress] = []
    pulling.carry_out(folder, report=seen.append)
    phases = list(dict.fromkeys(line.phase for line in folder.recent()))
    assert phases == ["index", "choosing", "fetching", "tracing", "storing"]
    assert [line.phase for line in seen] == [line.phase for line in folder.recent()]


def test_a_pull_that_nobody_began_is_not_found(data_dir: Path) -> None:
    (data_dir / ".pulls").mkdir()
    for name in ("nonsense", "..", "../.openimages"):
        with pytest.raises(NotFound, match="no pull"):
            PullFolder.of(name)


# What the tests look at


def _with_truth(store: Store, mirror: Tree) -> Iterator[tuple[Image, Json, MirrorImage]]:
    document = json.loads(
        exporting.export(store, "zoo", DatasetFolder.of("zoo").root / "out").read_text()
    )
    truths = {one.image_id: one for one in mirror.of("validation")}
    for image, entry in zip(store.images(store.dataset("zoo").id), document["images"], strict=True):
        on_it = [one for one in document["annotations"] if one["image_id"] == entry["id"]]
        yield image, {"image": entry, "annotations": on_it}, truths[Path(image.file_name).stem]


def _attributes(annotation: Json) -> Json:
    found: Json = annotation["attributes"]
    return found


def _thing(truth: MirrorImage, mask: Mask) -> MirrorObject:
    """The object of the truth that the mask is of."""
    size = Size(mask.shape[1], mask.shape[0])
    return max(truth.objects, key=lambda one: geometry.mask_iou(_scaled(one.mask, size), mask))


def _scaled(mask: Mask, size: Size) -> Mask:
    """By OpenCV's area average in floats: inside where half a pixel is."""
    return cv2.resize(mask.astype(np.float64), size, interpolation=cv2.INTER_AREA) >= 0.5


def _files(store: Store, name: str) -> list[str]:
    return [image.file_name for image in store.images(store.dataset(name).id)]


def _truths(store: Store, name: str, mirror: Tree) -> list[MirrorImage]:
    named = set(_files(store, name))
    return [one for one in mirror.of("validation") if f"{one.image_id}.jpg" in named]


def _labels(store: Store, name: str, out: Path) -> Json:
    """The export without what tells one pull from another."""
    document: Json = json.loads(exporting.export(store, name, out).read_text())
    document.pop("open_images_pulls")
    return document


def _rewrite(folder: Path, image: MirrorImage, thing: MirrorObject, content: bytes | None) -> None:
    """Another member in the object's place in its zip, or none."""
    digit = image.image_id[0]
    path = folder / f"openimages/v5/validation-masks/validation-masks-{digit}.zip"
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    del members[thing.member(image.image_id)]
    if content is not None:
        members[thing.member(image.image_id)] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, some in members.items():
            archive.writestr(name, some)


def _bomb() -> bytes:
    """A PNG whose header tells of 60,000 x 60,000 pixels."""
    file = io.BytesIO()
    PillowImage.new("1", (8, 8), 1).save(file, "PNG")
    png = bytearray(file.getvalue())
    png[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(png)
