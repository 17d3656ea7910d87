"""What is to be imported, found, read and checked: a COCO file with its pictures, or pictures."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from segcore import coco, pictures
from segcore.coco import CategoryEntry, Document, Id, ImageEntry
from segcore.errors import InputError
from segcore.folders import check_file_name
from segcore.importing.annotations import Checked, Known, check_annotations
from segcore.importing.layout import Layout
from segcore.importing.plan import Progress, Repair
from segcore.store import NewCategory
from segcore.types import Size, Split

_BATCH = 64

MISSING = "image without a picture: left out"
UPRIGHT = "picture whose EXIF turn its annotations do not know: shown as it is stored"


@dataclass(frozen=True)
class Picture:
    """A picture file and what it is imported as."""

    path: Path
    file_name: str  # POSIX, where it goes below images/
    size: Size  # as the dataset has it
    split: Split | None = None
    source: bytes | None = None
    upright: bool = False  # its EXIF orientation is to be set aside
    stamp: tuple[int, int] = (0, 0)  # bytes and change time, to notice a change since


@dataclass(frozen=True)
class Content:
    """Everything an import needs, checked."""

    header: bytes
    categories: tuple[NewCategory, ...]
    pictures: tuple[Picture, ...]
    annotations: Checked
    repairs: tuple[Repair, ...]

    __hash__ = None  # type: ignore[assignment]


def read_coco(layout: Layout, labels: Path, *, skip_missing: bool, progress: Progress) -> Content:
    """The COCO file and its pictures; InputError with file, id and reason for what is broken."""
    progress("reading", 0, 1)
    document = coco.read_document(labels)
    found, repairs = _find_pictures(document, layout, skip_missing=skip_missing)
    sized = [_sized(document.name, entry, path) for entry, path in found]
    known = Known(
        images=_indexes(document.name, "image", [entry for entry, _ in found]),
        categories=_indexes(document.name, "category", document.categories),
        sizes=[picture.size for picture in sized],
        left_out={repair.id for repair in repairs if repair.id is not None},
    )
    checked, more = check_annotations(document, known, progress=progress)
    whole, turned = _check_pictures(document.name, sized, [e.id for e, _ in found], progress)
    return Content(
        header=document.header,
        categories=tuple(
            NewCategory(one.name, one.supercategory, one.source) for one in document.categories
        ),
        pictures=tuple(whole),
        annotations=checked,
        repairs=(*repairs, *more, *turned),
    )


def read_plain(layout: Layout, *, progress: Progress) -> Content:
    """All pictures of a folder, without categories or annotations."""
    named = [Picture(path, name, Size(0, 0)) for name, path in layout.plain()]
    if not named:
        kinds = ", ".join(sorted(pictures.EXTENSIONS))
        raise InputError(f"{layout.root.name} holds neither a JSON nor a picture ({kinds}).")
    sizes = _sizes(named, [None] * len(named), "", progress)
    whole = [_replaced(picture, size) for picture, size in zip(named, sizes, strict=True)]
    return Content(b"{}", (), tuple(whole), Checked(sources=[]), ())


def _find_pictures(
    document: Document, layout: Layout, *, skip_missing: bool
) -> tuple[list[tuple[ImageEntry, Path]], list[Repair]]:
    found: list[tuple[ImageEntry, Path]] = []
    missing: list[Repair] = []
    for entry in document.images:
        path = _find(document.name, entry, layout)
        if path is not None:
            found.append((entry, path))
        elif skip_missing:
            missing.append(Repair(document.name, entry.id, MISSING, entry.file_name))
        else:
            raise _refusal(
                document.name,
                entry.id,
                f"there is no picture {entry.file_name[:200]!r} in "
                f"{', '.join(folder.name + '/' for folder in layout.folders)}; "
                "put it there, or leave out what is missing with --skip-missing",
            )
    return found, missing


def _find(file: str, entry: ImageEntry, layout: Layout) -> Path | None:
    try:
        return layout.picture(entry.file_name)
    except InputError as error:
        raise _refusal(file, entry.id, error) from error


def _indexes(file: str, noun: str, entries: Sequence[ImageEntry | CategoryEntry]) -> dict[Id, int]:
    indexes: dict[Id, int] = {}
    for index, entry in enumerate(entries):
        if indexes.setdefault(entry.id, index) != index:
            raise InputError(f"{file}: {noun} {entry.id!r} is there twice; ids must differ.")
    return indexes


def _sized(file: str, entry: ImageEntry, path: Path) -> Picture:
    """The picture with the size the file gives it, or its own where it gives none."""
    if entry.width is None or entry.height is None:
        try:
            size = pictures.size(path)
        except InputError as error:
            raise _refusal(file, entry.id, error) from error
    else:
        size = Size(entry.width, entry.height)
    if min(size) < 1:
        raise _refusal(file, entry.id, f"its size {size.width} x {size.height} is not positive")
    name = check_file_name(entry.file_name)
    return Picture(path, name, size, split=entry.split, source=entry.source)


def _check_pictures(
    file: str, named: list[Picture], ids: list[Id], progress: Progress
) -> tuple[list[Picture], list[Repair]]:
    """All pictures decoded once and compared with their size in the COCO file."""
    whole: list[Picture] = []
    repairs: list[Repair] = []
    sizes: dict[str, Size] = {}
    for picture, id, own in zip(named, ids, _sizes(named, ids, file, progress), strict=True):
        upright = own != picture.size
        if upright:
            if pictures.stored_size(picture.path) != picture.size:
                raise _refusal(
                    file,
                    id,
                    f"{picture.file_name!r} has {own.width} x {own.height} pixels, not "
                    f"{picture.size.width} x {picture.size.height} as the file says",
                )
            repairs.append(Repair(file, id, UPRIGHT, picture.file_name))
        whole.append(_replaced(picture, picture.size, upright=upright))
        if sizes.setdefault(picture.file_name, picture.size) != picture.size:
            raise _refusal(file, id, f"{picture.file_name!r} is there before with another size")
    return whole, repairs


def _sizes(
    named: Sequence[Picture], ids: Sequence[Id | None], file: str, progress: Progress
) -> Iterable[Size]:
    """The sizes of whole, sane pictures, in order; each file is decoded to its end."""

    def check(picture: Picture) -> Size | InputError:
        try:
            return pictures.check(picture.path)
        except InputError as error:
            return error

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for start in range(0, len(named), _BATCH):
            progress("checking pictures", start, len(named))
            batch = slice(start, start + _BATCH)
            for id, size in zip(ids[batch], pool.map(check, named[batch]), strict=True):
                if isinstance(size, InputError):
                    raise size if id is None else _refusal(file, id, size)
                yield size
    progress("checking pictures", len(named), len(named))


def _replaced(picture: Picture, size: Size, *, upright: bool = False) -> Picture:
    return Picture(
        path=picture.path,
        file_name=picture.file_name,
        size=size,
        split=picture.split,
        source=picture.source,
        upright=upright,
        stamp=stamp_of(picture.path),
    )


def stamp_of(path: Path) -> tuple[int, int]:
    """What changes when a file does: its bytes and the time of its last change."""
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _refusal(file: str, id: Id, reason: object) -> InputError:
    return InputError(f"{file}: image {id!r}: {str(reason).rstrip('.')}.")
