"""A dataset as a run saw it: train.json and val.json. Editing never changes them."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from segcore import coco
from segcore.errors import InputError
from segcore.runs import RunFolder
from segcore.store import Store
from segcore.types import SPLITS, Annotation, Dataset, Image, Size

_AT_ONCE = 500  # images a query
_ABANDONED = 3600  # seconds after which nobody freezes any more


def freeze(store: Store, dataset: Dataset, run: RunFolder) -> str:
    """Write the splits of `dataset` into `run`; the hash is that of both files together."""
    paths = {"train": run.train, "val": run.val}
    categories = store.categories(dataset.id)
    hashes = []
    for split in SPLITS:
        images = store.images(dataset.id, split=split)
        annotations = _annotations(store, images)
        hashes.append(
            coco.write_frozen(
                paths[split], images=images, categories=categories, annotations=annotations
            )
        )
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()


def check_trainable(store: Store, dataset: Dataset) -> None:
    """Raise InputError when there is nothing to train on."""
    images = store.images(dataset.id, split="train")
    name = dataset.name
    if not images:
        raise InputError(
            f"The dataset {name} has no images in its train split: add images, or move some of "
            "val there."
        )
    for annotation, _ in _annotations(store, images):
        if not annotation.iscrowd and not annotation.segmentation.is_empty:
            return
    raise InputError(
        f"None of the {len(images)} train images of {name} has an annotation with an outline: "
        "annotate some first."
    )


def staging(run: RunFolder) -> Path:
    """Where the run's folder is filled until it is whole."""
    return run.root.with_name(f".{run.id}.part")


def sweep(runs: Path) -> None:
    """Delete what a `start` that was killed while freezing left in the folder of runs."""
    for staged in runs.glob(".*.part"):
        if time.time() - staged.stat().st_mtime > _ABANDONED:
            shutil.rmtree(staged, ignore_errors=True)


def _annotations(store: Store, images: Sequence[Image]) -> Iterator[tuple[Annotation, Size]]:
    for start in range(0, len(images), _AT_ONCE):
        some = images[start : start + _AT_ONCE]
        found = store.annotations_of([image.id for image in some])
        for image in some:
            for annotation in found.get(image.id, ()):
                yield annotation, image.size
