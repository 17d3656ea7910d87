"""A checked plan's images into a dataset that is there: all of them at once or none."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from segcore.folders import DatasetFolder
from segcore.importing import loading
from segcore.importing.plan import Plan, Progress, Report
from segcore.importing.staging import Staging
from segcore.store import Store


def carry_out(
    store: Store,
    plan: Plan,
    stage: Staging,
    *,
    name: str,
    split_val: float,
    seed: int,
    link: bool,
    progress: Progress,
) -> Report:
    """Add the plan's images to the dataset `name`.

    A death in between leaves no more than pictures that no image names; adding them again puts
    them in their own place.
    """
    content = plan.content
    given = [one.split for one in content.pictures]
    splits = loading.choose_splits(given, share=split_val, seed=seed)
    loading.copy_pictures(content.pictures, stage, link=link, progress=progress)
    moving = _Moving(stage.images, DatasetFolder.of(name))
    progress("storing", 0, 1)
    try:
        dataset = store.extend(
            name,
            header=content.header,
            categories=content.categories,
            images=loading.images(content.pictures, splits),
            annotations=content.annotations.rows(),
            before_commit=lambda: moving.move(sorted({p.file_name for p in content.pictures})),
        )
    except BaseException:
        moving.undo()
        raise
    progress("storing", 1, 1)
    return loading.report(dataset, plan, Counter(splits))


class _Moving:
    """Pictures on their way from the stage into a dataset's folder."""

    def __init__(self, stage: Path, folder: DatasetFolder) -> None:
        self._stage, self._folder = stage, folder
        self._moved: list[Path] = []

    def move(self, names: list[str]) -> None:
        for name in names:
            target = self._folder.image(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self._stage / name, target)
            self._moved.append(target)

    def undo(self) -> None:
        for path in self._moved:
            path.unlink()
