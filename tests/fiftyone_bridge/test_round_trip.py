"""What goes out to FiftyOne, what comes back, and that nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from segcore import geometry
from segcore.colors import category_color
from segcore.errors import InputError
from segcore.fiftyone_bridge import incoming, outgoing, proposing
from segcore.folders import DatasetFolder
from segcore.store import Store
from segcore.types import Dataset, Segmentation, Size, Update
from tests import builders
from tests.fiftyone_bridge.conftest import imported, opened


def _ring() -> builders.Json:
    """A mask of 8 x 6 pixels with a hole of 4 x 2 as COCO's RLE."""
    mask = np.zeros((10, 20), dtype=bool)
    mask[2:8, 4:12] = True
    mask[4:6, 6:10] = False
    return {"size": [10, 20], "counts": geometry.mask_to_rle(mask).counts}


def _proposals(store: Store, dataset: Dataset) -> list[proposing.Proposal]:
    return proposing.proposals(store, dataset, incoming.look(dataset))


def test_images_go_out_with_all_that_is_known_of_them(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    first, _ = shared.images(dataset.id)
    (duck,) = shared.annotations(first.id)
    shared.tag_images([first.id], add=["blurred"])
    shared.tag_annotations([duck.id], add=["odd"])

    seen = opened(shared, dataset, fo)
    sample = seen.match(fo.ViewField("segcore_id") == first.id).first()
    (label,) = sample["ground_truth"].detections

    assert Path(sample.filepath) == DatasetFolder.of(dataset.name).image("a.png")
    assert (sample.tags, sample["split"], sample["review"]) == (["blurred"], "train", "new")
    assert (label.label, label.tags, label["segcore_id"]) == ("duck", ["odd"], duck.id)
    assert (sample.metadata.width, sample.metadata.height) == (20, 10)
    assert seen.app_config.color_scheme.fields[0]["valueColors"] == [
        {"value": "duck", "color": category_color(0)},
        {"value": "panda", "color": category_color(1)},
    ]


def test_the_mask_in_fiftyone_is_ours_to_the_pixel(
    shared: Store, tmp_path: Path, fo: ModuleType
) -> None:
    document = builders.coco_document(builders.coco_annotation(segmentation=_ring()))
    dataset = imported(shared, tmp_path, document)
    (image,) = shared.images(dataset.id)
    (ours,) = shared.annotations(image.id)

    label = opened(shared, dataset, fo).first()["ground_truth"].detections[0]
    x, y, wide, high = np.multiply(label.bounding_box, [20, 10, 20, 10]).round().astype(int)
    theirs = np.zeros((10, 20), dtype=bool)
    theirs[y : y + high, x : x + wide] = label.get_mask()

    assert np.array_equal(theirs, geometry.segmentation_to_mask(ours.segmentation, image.size))
    assert theirs.sum() == 8 * 6 - 4 * 2


def test_a_second_time_only_what_changed_goes_out(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    opened(shared, dataset, fo)
    first, _ = shared.images(dataset.id)
    again = outgoing.send(shared, dataset)
    shared.set_state(first.id, state="accepted", version=first.version, author="ann")
    changed = outgoing.send(shared, dataset)

    assert (again.added, again.changed, again.same) == (0, 0, 2)
    assert (changed.added, changed.changed, changed.same) == (0, 1, 1)


def test_tags_set_in_fiftyone_come_back_and_are_not_asked_again(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    first, second = shared.images(dataset.id)
    (duck,) = shared.annotations(first.id)
    shared.tag_images([first.id, second.id], add=["old"])
    seen = opened(shared, dataset, fo)
    seen.match(fo.ViewField("segcore_id") == first.id).tag_samples("sharp")
    seen.match(fo.ViewField("segcore_id") == second.id).untag_samples("old")
    seen.tag_labels("check", label_fields="ground_truth")

    brought = incoming.bring_back(shared, dataset, author="ann")

    assert (brought.images, brought.annotations, brought.refused) == (2, 1, ())
    assert shared.image_tags([first.id, second.id]) == {first.id: ("old", "sharp"), second.id: ()}
    assert shared.annotation_tags([duck.id]) == {duck.id: ("check",)}
    assert incoming.look(dataset).images == {}
    assert incoming.bring_back(shared, dataset).images == 0


def test_a_tag_that_waits_in_fiftyone_outlives_a_change_of_ours(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    first, _ = shared.images(dataset.id)
    seen = opened(shared, dataset, fo)
    seen.match(fo.ViewField("segcore_id") == first.id).tag_samples("sharp")
    shared.tag_images([first.id], add=["ours"])
    outgoing.send(shared, dataset)
    seen.reload()

    assert seen.match(fo.ViewField("segcore_id") == first.id).first().tags == ["ours", "sharp"]
    assert incoming.look(dataset).images[first.id].tags_added == ("sharp",)


def test_a_tag_that_cannot_be_kept_is_told_and_stays_in_fiftyone(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    opened(shared, dataset, fo).tag_samples("x" * 200)

    brought = incoming.bring_back(shared, dataset)

    assert brought.refused == ("A tag has 1 to 100 characters; got 200 of them.",)
    assert len(incoming.look(dataset).images) == 2


def test_a_saved_view_becomes_a_selection(shared: Store, dataset: Dataset, fo: ModuleType) -> None:
    first, _ = shared.images(dataset.id)
    seen = opened(shared, dataset, fo)
    seen.save_view("with ducks", seen.match(fo.ViewField("segcore_id") == first.id))

    (saved,) = incoming.bring_back(shared, dataset, author="ann").selections

    assert (saved.name, saved.images) == ("FiftyOne: with ducks", 1)
    assert shared.selection_images(saved.id) == [first.id]
    assert incoming.bring_back(shared, dataset).selections == ()


def test_an_edit_is_proposed_and_saved_only_when_accepted(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    first, _ = shared.images(dataset.id)
    sample = opened(shared, dataset, fo).match(fo.ViewField("segcore_id") == first.id).first()
    label = sample["ground_truth"].detections[0]
    label.label = "panda"
    label.bounding_box = [0.25, 0.2, 0.5, 0.6]  # a pixel to the right
    sample.save()

    (proposal,) = _proposals(shared, dataset)
    assert proposal.words.startswith("duck → panda, moved (IoU 0.")
    assert [one.version for one in shared.annotations(first.id)] == [1]

    assert proposing.accept(shared, dataset, [proposal], author="ann").saved == 1
    (now,) = shared.annotations(first.id)
    names = {one.id: one.name for one in shared.categories(dataset.id)}
    assert (names[now.category_id], tuple(now.box)) == ("panda", (5.0, 2.0, 15.0, 8.0))
    assert _proposals(shared, dataset) == []


def test_an_edit_of_what_changed_here_meanwhile_is_refused(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    first, _ = shared.images(dataset.id)
    (duck,) = shared.annotations(first.id)
    sample = opened(shared, dataset, fo).match(fo.ViewField("segcore_id") == first.id).first()
    sample["ground_truth"].detections[0].label = "panda"
    sample.save()
    smaller = Segmentation(geometry.clip_parts(duck.segmentation.parts, Size(10, 10)))
    edit = Update(duck.id, duck.version, segmentation=smaller)
    shared.save(first.id, [edit], author="bob", request_id="bobs")
    outgoing.send(shared, dataset)

    (proposal,) = _proposals(shared, dataset)
    accepted = proposing.accept(shared, dataset, [proposal], author="ann")

    assert accepted.saved == 0
    assert "at version 2, FiftyOne has 1" in accepted.refused[0]
    proposing.dismiss(shared, dataset, [proposal])
    assert _proposals(shared, dataset) == []
    sample.reload()
    assert sample["ground_truth"].detections[0].label == "duck"
    assert sample["ground_truth"].detections[0]["segcore_version"] == 2


def test_labels_made_and_deleted_in_fiftyone_are_proposed(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    first, _ = shared.images(dataset.id)
    sample = opened(shared, dataset, fo).match(fo.ViewField("segcore_id") == first.id).first()
    box = fo.Detection(label="koala", bounding_box=[0.5, 0.5, 0.25, 0.5])
    sample["ground_truth"].detections = [box]
    sample.save()

    found = _proposals(shared, dataset)
    assert [one.words for one in found] == ["duck deleted", "new koala"]

    assert proposing.accept(shared, dataset, found, author="ann").saved == 2
    (made,) = shared.annotations(first.id)
    names = {one.id: one.name for one in shared.categories(dataset.id)}
    assert (names[made.category_id], tuple(made.box)) == ("koala", (10.0, 5.0, 15.0, 10.0))
    assert _proposals(shared, dataset) == []


def test_a_deleted_sample_is_offered_and_never_taken_by_itself(
    shared: Store, dataset: Dataset, fo: ModuleType
) -> None:
    first, _ = shared.images(dataset.id)
    seen = opened(shared, dataset, fo)
    seen.delete_samples(seen.match(fo.ViewField("segcore_id") == first.id))
    outgoing.send(shared, dataset)

    found = incoming.look(dataset)
    gone = proposing.deleted_images(shared, dataset, found)
    assert [image.id for image in gone] == [first.id]
    incoming.bring_back(shared, dataset)
    assert shared.image(first.id).state == "new"

    proposing.put_back(shared, dataset, gone)
    seen.reload()
    assert seen.count() == 2
    assert incoming.look(dataset).deleted == ()


def test_a_picture_that_is_gone_is_named(shared: Store, dataset: Dataset) -> None:
    DatasetFolder.of(dataset.name).image("a.png").unlink()
    with pytest.raises(InputError, match="a.png is gone"):
        outgoing.send(shared, dataset)
