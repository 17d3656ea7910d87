"""The built-in sample: what a person meets first, and what a review must find in it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from segcore import exporting, pictures, sample
from segcore.coco import annotation_from_source
from segcore.errors import InputError
from segcore.folders import DatasetFolder
from segcore.geometry import mask_iou, rle_area, segmentation_to_mask
from segcore.sample.raycast import Pose, Solid, cast
from segcore.sample.view import Camera
from segcore.store import Store, open_store
from segcore.types import Annotation, Dataset, Mask, Size

SIZE = Size(640, 480)
FLAT = np.zeros((8, 8), np.float32)


@dataclass(frozen=True)
class Made:
    """The sample in a store of its own, and as it is exported."""

    store: Store
    dataset: Dataset
    document: dict
    mistakes: list[dict]
    folder: DatasetFolder
    stages: list[tuple[str, int, int]]

    def annotations(self) -> dict[str, list[Annotation]]:
        """The annotations by picture."""
        return {
            image.file_name: self.store.annotations(image.id)
            for image in self.store.images(self.dataset.id)
        }

    def names(self) -> dict[int, str]:
        return {one.id: one.name for one in self.store.categories(self.dataset.id)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    root = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGCORE_DATA_DIR", str(root / "datasets"))
        patch.delenv("SEGCORE_DATABASE_URL", raising=False)
        (root / "datasets").mkdir()
        store = open_store(f"sqlite:///{root / 'datasets' / 'segcore.db'}")
        stages: list[tuple[str, int, int]] = []
        dataset = sample.create(store, progress=lambda *stage: stages.append(stage))
        document = json.loads(exporting.export(store, "sample", root / "out.json").read_bytes())
        mistakes = json.loads(sample.planted_mistakes("sample").read_bytes())
        yield Made(store, dataset, document, mistakes, DatasetFolder.of("sample"), stages)


def mask_of(source: dict) -> Mask:
    decoded = annotation_from_source(json.dumps(source).encode(), size=SIZE)
    return segmentation_to_mask(decoded[0], SIZE)


def annotations_on(made: Made, file_name: str) -> list[dict]:
    image = next(one["id"] for one in made.document["images"] if one["file_name"] == file_name)
    return [one for one in made.document["annotations"] if one["image_id"] == image]


def planted(made: Made, kind: str) -> list[dict]:
    return [mistake for mistake in made.mistakes if mistake["kind"] == kind]


def test_thirty_pictures_are_split_24_to_6(made: Made) -> None:
    assert made.store.summary("sample").splits == {"train": 24, "val": 6}


def test_every_class_is_in_both_splits(made: Made) -> None:
    counts = made.store.summary("sample").counts
    assert {(one.category.name, one.split) for one in counts if one.annotations >= 5} == {
        (name, split) for name in ("Panda", "Dice", "Duck") for split in ("train", "val")
    }


def test_the_pictures_are_on_disk_at_640_by_480(made: Made) -> None:
    images = made.store.images(made.dataset.id)
    assert {pictures.size(made.folder.image(image.file_name)) for image in images} == {SIZE}


def test_every_picture_has_one_to_eight_objects_large_enough_to_learn(made: Made) -> None:
    found = made.annotations().values()
    assert {len(annotations) for annotations in found} <= set(range(1, 9))
    assert min(one.area for annotations in found for one in annotations) > 900


def test_nothing_of_it_had_to_be_repaired(made: Made) -> None:
    assert json.loads(made.folder.import_report.read_bytes()).get("repairs", []) == []


def test_a_duck_behind_a_die_is_two_parts(made: Made) -> None:
    names = made.names()
    split = [
        one
        for annotations in made.annotations().values()
        for one in annotations
        if names[one.category_id] == "Duck" and len(one.segmentation.parts) > 1
    ]
    assert any(sum(np.ptp(part.outer, 0).min() > 30 for part in one.segmentation.parts) > 1
               for one in split)  # fmt: skip


@pytest.mark.parametrize("name", ["Panda", "Duck"])
def test_holes_come_as_exact_masks(made: Made, name: str) -> None:
    names = made.names()
    holed = [
        one
        for annotations in made.annotations().values()
        for one in annotations
        if names[one.category_id] == name and any(part.holes for part in one.segmentation.parts)
    ]
    assert len(holed) >= 2
    assert all(one.segmentation.rle and rle_area(one.segmentation.rle) for one in holed)


def test_annotations_are_what_is_seen_but_for_the_planted_mistakes(made: Made) -> None:
    spoilt = {mistake["file_name"] for mistake in made.mistakes}
    files = sorted(one["file_name"] for one in made.document["images"])
    whole = [index for index, name in enumerate(files) if name not in spoilt][:4]
    for index, scene in zip(whole, sample.render(51, only=whole), strict=True):
        given = [mask_of(one) for one in annotations_on(made, files[index])]
        assert len(given) == len(scene.instances)
        for instance in scene.instances:
            assert max(mask_iou(instance.mask, mask) for mask in given) >= 0.98


def test_a_dozen_mistakes_are_planted_in_both_splits_one_a_picture(made: Made) -> None:
    splits = {one["file_name"]: one["split"] for one in made.document["images"]}
    files = [mistake["file_name"] for mistake in made.mistakes]
    assert len(files) == len(set(files)) == 12
    assert [splits[name] for name in files].count("val") == 4


def test_a_swapped_class_has_the_true_outline(made: Made) -> None:
    ids = {one["id"]: one for one in made.document["annotations"]}
    names = {one["id"]: one["name"] for one in made.document["categories"]}
    for mistake in planted(made, "class"):
        annotation = ids[mistake["annotation"]]
        assert names[annotation["category_id"]] == mistake["annotated_as"] != mistake["category"]
        assert mask_iou(mask_of(annotation), mask_of(mistake["truth"])) > 0.98


def test_a_wrong_outline_is_off_by_a_third(made: Made) -> None:
    ids = {one["id"]: one for one in made.document["annotations"]}
    for mistake in planted(made, "outline"):
        off = mask_iou(mask_of(ids[mistake["annotation"]]), mask_of(mistake["truth"]))
        assert 0.4 < off < 0.75


def test_a_missing_object_has_no_annotation(made: Made) -> None:
    for mistake in planted(made, "missing"):
        truth = mask_of(mistake["truth"])
        others = annotations_on(made, mistake["file_name"])
        assert max((mask_iou(truth, mask_of(one)) for one in others), default=0.0) < 0.3


def test_progress_tells_each_picture(made: Made) -> None:
    assert ("Drawing", 30, 30) in made.stages


def test_a_name_in_use_is_refused_before_anything_is_drawn(made: Made) -> None:
    with pytest.raises(InputError, match="'sample' is already there; delete it first"):
        sample.create(made.store, name="sample", progress=lambda *_: pytest.fail("it drew"))


def test_a_name_that_cannot_be_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="cannot name a dataset"):
        sample.create(store, name="../x")


def test_a_seed_gives_the_same_scenes_in_every_process() -> None:
    code = (
        "import hashlib; from segcore.sample import render\n"
        "for scene in render(7, only=[5]):\n"
        "    print(hashlib.sha256(scene.picture.tobytes()).hexdigest())"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    (scene,) = sample.render(7, only=[5])
    assert printed.stdout.strip() == hashlib.sha256(scene.picture.tobytes()).hexdigest()


def test_masks_of_a_scene_share_no_pixel() -> None:
    (scene,) = sample.render(7, only=[5])
    assert np.sum([one.mask for one in scene.instances], axis=0).max() == 1


def camera() -> Camera:
    return Camera(200, 160, 300, 0, 10, (0, 0, 0))


def test_a_sphere_is_seen_as_a_disc() -> None:
    ball = Solid((0, 0, 0), (1, 1, 1), (1, 1, 1))
    seen = cast([ball], Pose(), camera(), roughness=FLAT, ground=False)
    radius = 300 / np.sqrt(10**2 - 1)
    assert np.isfinite(seen.depth).sum() == pytest.approx(np.pi * radius**2, rel=0.01)
    assert np.nanmin(seen.depth) == pytest.approx(9, abs=0.01)


def test_what_is_under_the_ground_is_not_seen() -> None:
    ball = Solid((0, 0, 0), (1, 1, 1), (1, 1, 1))
    above = Camera(200, 160, 300, 20, 10, (0, 0, 0))
    whole, half = (
        int(np.isfinite(cast([ball], Pose(), above, roughness=FLAT, ground=cut).depth).sum())
        for cut in (False, True)
    )
    assert 0.5 < half / whole < 0.75


def test_a_block_faces_the_camera_flat() -> None:
    cube = Solid((0, 0, 0), (1, 1, 1), (1, 1, 1), rounding=0.2)
    seen = cast([cube], Pose(), camera(), roughness=FLAT, ground=False)
    middle = (seen.window.height // 2, seen.window.width // 2)
    assert seen.depth[middle] == pytest.approx(9, abs=0.01)
    assert seen.normal[middle] == pytest.approx([0, 0, -1], abs=1e-3)


def test_nothing_outside_the_view_is_cast() -> None:
    ball = Solid((50, 0, 0), (1, 1, 1), (1, 1, 1))
    assert cast([ball], Pose(), camera(), roughness=FLAT).depth.size == 0


def test_the_sample_folder_is_left_to_nobody(made: Made) -> None:
    assert not any(path.is_dir() for path in (Path(made.folder.root.parent) / ".staging").iterdir())
