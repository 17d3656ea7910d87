"""A dataset out of the store as COCO: what nobody touched is written back as it came."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from segcore import coco
from segcore.coco import Id
from segcore.disk import check_free_space, disk_errors
from segcore.errors import InputError
from segcore.folders import DatasetFolder, replacing
from segcore.importing.plan import Progress, silent
from segcore.store import AnnotationRow, CategoryRow, ExportRows, ImageRow, Store
from segcore.types import ReviewState, Size, Split


def export(
    store: Store,
    name: str,
    out: Path,
    *,
    split: Split | None = None,
    state: ReviewState | None = None,
    images: bool = False,
    progress: Progress = silent,
) -> Path:
    """Write the dataset, or its images of a split or review state, and return the JSON's path.

    `out` is a file ending in .json or a folder, which gets labels.json and, with `images`, the
    pictures in images/. A file appears whole or not at all. Raises InputError.
    """
    dataset = store.dataset(name)
    with disk_errors(out):
        labels = _labels(out, images=images)
    rows = store.export_rows(dataset.id, split=split, state=state)
    image_rows = list(rows.images)
    with disk_errors(out):
        if images:
            names = {row.image.file_name for row in image_rows}
            _copy_pictures(DatasetFolder.of(name), sorted(names), labels.parent, progress)
        _write(labels, rows, image_rows, progress)
    return labels


def _write(labels: Path, rows: ExportRows, images: list[ImageRow], progress: Progress) -> None:
    ids = _Ids(
        {row.id: _category_id(row) for row in rows.categories},
        {row.id: _On(_image_id(row), row.image.size) for row in images},
    )
    with replacing(labels) as file:
        coco.write_document(
            file.write,
            header=rows.header,
            images=map(_image_source, images),
            annotations=_annotations(rows.annotations, ids, progress),
            categories=map(_category_source, rows.categories),
        )


class _On(NamedTuple):
    """The image an annotation is on: its id in the file and its size."""

    id: Id
    size: Size


class _Ids(NamedTuple):
    """The ids in the file by the store's ids."""

    categories: dict[int, Id]
    images: dict[int, _On]


def _labels(out: Path, *, images: bool) -> Path:
    in_the_way = next((one for one in out.parents if one.exists() and not one.is_dir()), None)
    if in_the_way is not None:
        raise InputError(f"{in_the_way} is a file, so nothing can be written below it.")
    if out.suffix.lower() != ".json" or out.is_dir():
        if out.exists() and not out.is_dir():
            raise InputError(f"{out} is a file; name a folder, or a file that ends in .json.")
        return out / "labels.json"
    if images:
        raise InputError(f"With its images a dataset needs a folder, not the file {out.name}.")
    return out


def _copy_pictures(folder: DatasetFolder, names: list[str], into: Path, progress: Progress) -> None:
    """Copy the pictures below `into`/images, each whole."""
    sources = {name: _picture(folder, name) for name in names}
    into.mkdir(parents=True, exist_ok=True)
    check_free_space(into, sum(path.stat().st_size for path in sources.values()))
    for done, (name, path) in enumerate(sources.items()):
        progress("copying pictures", done, len(sources))
        with path.open("rb") as source, replacing(into / "images" / name) as target:
            shutil.copyfileobj(source, target, 1 << 20)
    progress("copying pictures", len(sources), len(sources))


def _picture(folder: DatasetFolder, name: str) -> Path:
    path = folder.image(name)
    if not path.is_file():
        raise InputError(f"The picture {path} is gone, so the images cannot be exported.")
    return path


def _annotations(rows: Iterable[AnnotationRow], ids: _Ids, progress: Progress) -> Iterator[bytes]:
    for done, row in enumerate(rows):
        if done % 10_000 == 0:
            progress("writing annotations", done, 0)
        yield _annotation_source(row, ids)


def _annotation_source(row: AnnotationRow, ids: _Ids) -> bytes:
    changed = row.edited or row.category_changed or row.crowd_changed
    if row.source is not None and not changed:
        return row.source
    on = ids.images[row.image_id]
    category_id = ids.categories[row.category_id]
    if row.source is None:
        return coco.annotation_to_source(
            None,
            size=on.size,
            id=row.new_id,
            image_id=on.id,
            category_id=category_id,
            segmentation=row.segmentation,
            box=row.box,
            area=row.area,
            iscrowd=row.iscrowd,
        )
    return coco.annotation_to_source(
        row.source,
        size=on.size,
        category_id=category_id if row.category_changed else None,
        segmentation=row.segmentation if row.edited else None,
        box=row.box if row.edited else None,
        area=row.area if row.edited else None,
        iscrowd=row.iscrowd if row.crowd_changed else None,
    )


def _image_source(row: ImageRow) -> bytes:
    image = row.image
    return coco.image_source(
        row.source,
        id=row.new_id,
        file_name=image.file_name,
        width=image.width,
        height=image.height,
        split=image.split,
    )


def _category_source(row: CategoryRow) -> bytes:
    category = row.category
    return coco.category_source(
        row.source, id=row.new_id, name=category.name, supercategory=category.supercategory
    )


def _image_id(row: ImageRow) -> Id:
    return row.new_id if row.source is None else _id(row.source)


def _category_id(row: CategoryRow) -> Id:
    return row.new_id if row.source is None else _id(row.source)


def _id(source: bytes) -> Id:
    found = coco.id_of(source)
    assert found is not None, "the import lets no image or category without an id in"
    return found
