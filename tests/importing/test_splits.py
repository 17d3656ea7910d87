"""Which images are for training and which for validation."""

from __future__ import annotations

from pathlib import Path

import pytest

from segcore import importing
from segcore.errors import InputError
from segcore.importing.loading import choose_splits
from segcore.store import Store
from tests.builders import Json, coco_document, write_coco, write_picture


def images(*splits: str | None) -> list[Json]:
    plain = [{"id": n, "file_name": f"{n}.png", "width": 20, "height": 10} for n in range(9)]
    return [
        image | ({"split": split} if split else {})
        for image, split in zip(plain, splits, strict=False)
    ]


@pytest.mark.parametrize(
    ("count", "share", "val"), [(10, 0.2, 2), (10, 0.0, 0), (3, 0.01, 1), (2, 0.99, 1), (1, 0.5, 0)]
)
def test_a_share_goes_to_val_and_something_is_left_to_train(
    count: int, share: float, val: int
) -> None:
    assert choose_splits([None] * count, share=share, seed=0).count("val") == val


def test_the_same_seed_chooses_the_same_images_and_another_does_not() -> None:
    first = choose_splits([None] * 100, share=0.5, seed=1)
    assert choose_splits([None] * 100, share=0.5, seed=1) == first
    assert choose_splits([None] * 100, share=0.5, seed=2) != first


@pytest.mark.parametrize("share", [-0.1, 1.0, 2.0, float("nan")])
def test_a_share_that_leaves_nothing_to_train_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="below 1"):
        choose_splits([None], share=share, seed=0)


def test_the_file_s_own_splits_are_kept(store: Store, tmp_path: Path) -> None:
    document = coco_document(images=images("val", "train", "valid", None, "of the season"))
    folder = write_coco(tmp_path, document)
    importing.run(store, importing.inspect(folder), name="toys")
    found = [image.split for image in store.images(store.dataset("toys").id)]
    assert found == ["val", "train", "val", "train", "train"]


def test_the_share_is_taken_of_pictures_without_a_split(store: Store, tmp_path: Path) -> None:
    for number in range(10):
        write_picture(tmp_path / f"{number}.png")
    report = importing.run(store, importing.inspect(tmp_path), name="toys", split_val=0.3)
    assert report.splits == {"train": 7, "val": 3}
