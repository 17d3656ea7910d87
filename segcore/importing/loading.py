"""A checked plan carried out: pictures copied, rows stored, both visible at once or not at all."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import msgspec

from segcore import pictures
from segcore.disk import check_free_space
from segcore.errors import InputError
from segcore.folders import DatasetFolder, replace_file, shown
from segcore.importing.content import Picture, stamp_of
from segcore.importing.plan import Plan, Progress, Report
from segcore.importing.staging import Staging, identity
from segcore.store import NewImage, Store
from segcore.types import Dataset, Split


def carry_out(
    store: Store,
    plan: Plan,
    stage: Staging,
    *,
    name: str,
    split_val: float,
    replace: bool,
    seed: int,
    progress: Progress,
) -> Report:
    """Import the plan as `name`: afterwards it is there whole, or nothing has changed."""
    content = plan.content
    check_place(store, name, replace=replace)
    splits = choose_splits([one.split for one in content.pictures], share=split_val, seed=seed)
    _copy_pictures(content.pictures, stage, progress)
    _write_report(stage, name, plan, Counter(splits))
    try:
        progress("storing", 0, 1)
        dataset = store.load(
            name,
            header=content.header,
            categories=content.categories,
            images=_images(content.pictures, splits),
            annotations=content.annotations.rows(),
            replace=replace,
            before_commit=lambda: stage.swap_in(name, before=identity(store, name)),
        )
    finally:
        stage.settle(store)
    progress("storing", 1, 1)
    return _report(dataset, plan, Counter(splits))


def choose_splits(given: Sequence[Split | None], *, share: float, seed: int) -> list[Split]:
    """The splits given, and for the rest a random `share` of them to val, the same for a seed."""
    if not 0.0 <= share < 1.0:
        raise InputError(f"The share of validation images must be in 0..1, below 1; got {share}.")
    free = [index for index, split in enumerate(given) if split is None]
    count = round(len(free) * share)
    if share > 0 and len(free) > 1:
        count = min(max(count, 1), len(free) - 1)
    chosen = set(random.Random(seed).sample(free, count))
    return [split or ("val" if index in chosen else "train") for index, split in enumerate(given)]


def check_place(store: Store, name: str, *, replace: bool = False) -> None:
    """Raise InputError when an import as `name` would be refused, whatever is imported."""
    folder = DatasetFolder.of(name)
    if folder.root.exists() and not folder.root.is_dir():
        raise InputError(f"{folder.root} is a file, not a dataset's folder: choose another name.")
    if replace and identity(store, name) is not None:
        return
    store.check_free(name)
    if folder.images.exists() and not replace:
        raise InputError(
            f"{folder.images} exists but belongs to no dataset: move it away, or import with "
            "--replace."
        )


def _copy_pictures(wanted: Sequence[Picture], stage: Staging, progress: Progress) -> None:
    unique = {picture.file_name: picture for picture in wanted}
    check_free_space(stage.root, sum(picture.stamp[0] for picture in unique.values()))
    stage.images.mkdir()
    for done, picture in enumerate(unique.values()):
        progress("copying pictures", done, len(unique))
        _copy(picture, stage.images / picture.file_name)
    os.sync()  # the pictures must be on the disk before the store says so
    progress("copying pictures", len(unique), len(unique))


def _copy(picture: Picture, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unchanged = stamp_of(picture.path) == picture.stamp
        shutil.copyfile(picture.path, target)
    except FileNotFoundError as error:
        raise InputError(f"{picture.path} is gone since it was looked at.") from error
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise InputError(
            f"A picture and a folder of pictures have one name ({picture.file_name[:200]!r}); "
            "rename one of them."
        ) from error
    if not unchanged:
        raise InputError(f"{picture.path} has changed since it was looked at; look again.")
    if picture.upright:
        pictures.neutralise_orientation(target)


def _images(wanted: Sequence[Picture], splits: Sequence[Split]) -> Iterator[NewImage]:
    for picture, split in zip(wanted, splits, strict=True):
        yield NewImage(
            file_name=picture.file_name,
            width=picture.size.width,
            height=picture.size.height,
            split=split,
            source=picture.source,
        )


def _write_report(stage: Staging, name: str, plan: Plan, splits: Counter[Split]) -> None:
    """import-report.json, written before the commit so that it appears with the dataset."""
    report = {
        "dataset": name,
        "from": shown(plan.path.name),
        "images": plan.images,
        "annotations": plan.annotations,
        "categories": len(plan.categories),
        "splits": dict(splits),
        "summary": plan.repairs_in_words,
        "repairs": [asdict(repair) for repair in plan.repairs],
    }
    replace_file(stage.report, msgspec.json.format(msgspec.json.encode(report), indent=2))


def _report(dataset: Dataset, plan: Plan, splits: Counter[Split]) -> Report:
    return Report(
        dataset=dataset,
        images=plan.images,
        annotations=plan.annotations,
        categories=len(plan.categories),
        splits=dict(splits),
        repairs=plan.repairs,
    )
