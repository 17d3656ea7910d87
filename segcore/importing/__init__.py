"""Bring a COCO dataset or plain pictures into the store: look first (`inspect`), then `run`."""

from __future__ import annotations

import zipfile
from contextlib import closing
from pathlib import Path

from segcore import pictures
from segcore.disk import disk_errors
from segcore.errors import InputError
from segcore.folders import check_name
from segcore.importing import archive, layout, loading
from segcore.importing.content import Content, read_coco, read_plain
from segcore.importing.layout import Layout
from segcore.importing.plan import Plan, Progress, Repair, Report, silent
from segcore.importing.staging import Staging, sweep
from segcore.settings import data_dir
from segcore.store import Store

__all__ = ["Plan", "Progress", "Repair", "Report", "check_place", "inspect", "run", "sweep"]


def inspect(
    path: Path,
    *,
    coco: Path | None = None,
    skip_missing: bool = False,
    progress: Progress = silent,
) -> Plan:
    """Look at a COCO JSON, a folder, a zip or a picture: what is in it and what must be repaired.

    `coco` names the COCO file when it is not beside the pictures. Nothing is imported; close the
    plan when done with it. What is beyond repair is an InputError with file, id and reason.
    """
    with disk_errors(path):
        if not path.exists():
            raise InputError(f"There is no file or folder {path}.")
        if path.is_file() and (path.suffix.lower() == ".zip" or zipfile.is_zipfile(path)):
            return _inspect_zip(path, coco, skip_missing=skip_missing, progress=progress)
        found = _layout(path, coco)
        return _plan(path, _read(found, skip_missing=skip_missing, progress=progress))


def run(
    store: Store,
    plan: Plan,
    *,
    name: str,
    split_val: float = 0.0,
    replace: bool = False,
    seed: int = 0,
    progress: Progress = silent,
) -> Report:
    """Import `plan` as the dataset `name`, whole or not at all.

    Images whose COCO object has a `split` keep it; of the others `split_val` goes to val, chosen by
    `seed`. `replace` puts it in the place of a dataset of that name. Raises InputError.
    """
    check_name(name)
    with disk_errors(data_dir()):
        sweep(store)
        with closing(Staging.create()) as stage:
            return loading.carry_out(
                store,
                plan,
                stage,
                name=name,
                split_val=split_val,
                replace=replace,
                seed=seed,
                progress=progress,
            )


def check_place(store: Store, name: str, *, replace: bool = False) -> None:
    """Raise InputError when `run` would refuse the name, whatever is imported."""
    with disk_errors(data_dir()):
        sweep(store)  # what a dead import left there is nobody's
        loading.check_place(store, name, replace=replace)


def _inspect_zip(
    path: Path, labels: Path | None, *, skip_missing: bool, progress: Progress
) -> Plan:
    with disk_errors(data_dir()):
        stage = Staging.create()
        try:
            inside = stage.unpacked / path.name
            inside.mkdir(parents=True)
            archive.unpack(path, inside, progress=progress)
            found = _layout(inside, labels)
            return _plan(path, _read(found, skip_missing=skip_missing, progress=progress), stage)
        except BaseException:
            stage.close()
            raise


def _layout(path: Path, labels: Path | None) -> Layout:
    if path.is_file() and path.suffix.lower() in pictures.EXTENSIONS and labels is None:
        return Layout(root=path.parent, labels=None, folders=(path.parent,), only=path)
    return layout.find(path, labels=labels)


def _read(found: Layout, *, skip_missing: bool, progress: Progress) -> Content:
    if found.labels is None:
        return read_plain(found, progress=progress)
    return read_coco(found, found.labels, skip_missing=skip_missing, progress=progress)


def _plan(path: Path, content: Content, stage: Staging | None = None) -> Plan:
    unique = {picture.file_name: picture.stamp[0] for picture in content.pictures}
    return Plan(
        path=path,
        images=len(content.pictures),
        annotations=len(content.annotations.sources),
        categories=tuple(category.name for category in content.categories),
        picture_bytes=sum(unique.values()),
        repairs=content.repairs,
        content=content,
        staging=stage,
    )
