"""The built-in sample: thirty ray-cast pictures of pandas, dice and ducks with exact masks.

It needs no network and comes out of a seed. A dozen of its annotations are wrong on purpose; the
dataset's planted-mistakes.json tells which, so that a review can be seen to find them.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np

from segcore import importing, settings
from segcore.disk import disk_errors
from segcore.errors import InputError
from segcore.folders import DatasetFolder, replace_file
from segcore.importing.plan import Progress, silent
from segcore.importing.staging import Staging
from segcore.sample.acts import CATEGORIES, PROGRAMME
from segcore.sample.folder import draw, mistakes, write_coco
from segcore.sample.labels import Drawing, Label, annotate
from segcore.sample.scenes import VAL, render
from segcore.sample.stage import Instance, Scene
from segcore.store import Store
from segcore.types import Dataset, Split

__all__ = ["CATEGORIES", "Instance", "Scene", "create", "planted_mistakes", "render", "write"]

SEED = 51


def create(
    store: Store, *, name: str = "sample", seed: int = SEED, progress: Progress = silent
) -> Dataset:
    """Draw the sample and import it as the dataset `name`; InputError when that name is taken."""
    if any(dataset.name == name for dataset in store.datasets()):
        raise InputError(
            f"A dataset named {name!r} is already there; delete it first or choose another name."
        )
    importing.check_place(store, name)
    with disk_errors(settings.data_dir()), closing(Staging.create()) as stage:
        folder = stage.root / "sample"
        labels = write(folder, seed=seed, progress=progress)
        with importing.inspect(folder) as plan:
            report = importing.run(store, plan, name=name, progress=progress)
        replace_file(planted_mistakes(name), mistakes(labels))
    return report.dataset


def write(folder: Path, *, seed: int = SEED, progress: Progress = silent) -> list[Label]:
    """The sample as a COCO folder: images/ and labels.json. Returns what was annotated."""
    (folder / "images").mkdir(parents=True)
    drawings: list[Drawing] = []
    for index, scene in enumerate(render(seed)):
        split: Split = "val" if index in VAL else "train"
        drawings.append(draw(scene, folder / "images", number=index + 1, split=split))
        progress("Drawing", index + 1, len(PROGRAMME))
    labels = annotate(drawings, rng=np.random.default_rng([seed, 4]))
    write_coco(folder / "labels.json", drawings, labels, categories=CATEGORIES)
    return labels


def planted_mistakes(name: str) -> Path:
    """The file that lists the mistakes in the sample dataset `name`."""
    return DatasetFolder.of(name).root / "planted-mistakes.json"
