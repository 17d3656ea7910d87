"""Where, in what a person points to, the JSON and the pictures are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from segcore import pictures
from segcore.errors import InputError
from segcore.folders import check_file_name
from segcore.importing.archive import is_wanted

_PICTURE_FOLDERS = ("images", "data")
_KNOWN = ("labels.json", "_annotations.coco.json")
_JSON_FOLDERS = ("", "annotations")


@dataclass(frozen=True)
class Layout:
    """A COCO file, or None for plain pictures, and the folders its pictures may be in.

    Nothing outside `root` is read, wherever links lead.
    """

    root: Path
    labels: Path | None
    folders: tuple[Path, ...]
    only: Path | None = None  # this picture and no other

    def picture(self, file_name: str) -> Path | None:
        """The file of that name, None when there is none; InputError when it leads outside."""
        inside = check_file_name(file_name)
        for path in (folder / name for folder in self.folders for name in _spellings(inside)):
            if path.is_file():
                return _inside(self.root, path, file_name)
            if path.exists():
                raise InputError(f"{file_name[:200]!r} is not a plain file.")
        return None

    def plain(self) -> Iterator[tuple[str, Path]]:
        """The pictures to take when there is no COCO file, with their names."""
        for path in [self.only] if self.only else sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if is_wanted(name) and path.suffix.lower() != ".json" and path.is_file():
                yield check_file_name(name), _inside(self.root, path, name)


def _inside(root: Path, path: Path, name: str) -> Path:
    """`path`, unless it is a link that leads out of `root`."""
    if not path.resolve().is_relative_to(root.resolve()):
        raise InputError(
            f"{name[:200]!r} is a link to a file outside {root.name}; put the file itself there."
        )
    return path


def _spellings(name: str) -> list[str]:
    """The name as it is, and as systems that compose or decompose accents would store it."""
    forms = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
    return list(dict.fromkeys(forms))


def find(path: Path, *, labels: Path | None) -> Layout:
    """The layout of a COCO file beside its pictures, or of a folder; `labels` names the COCO file.

    Raises InputError when there is nothing to import or more than one JSON to choose from.
    """
    if path.is_dir():
        root = path if labels else _descend(path)
        return _layout(root, labels or _labels(root), default=root)
    if path.suffix.lower() == ".json":
        return _layout(_root_of(path), path, default=path.parent)
    raise InputError(
        f"{path.name} is neither a COCO JSON, a folder, a zip nor a picture "
        f"({', '.join(sorted(pictures.EXTENSIONS))})."
    )


def _layout(root: Path, labels: Path | None, *, default: Path) -> Layout:
    if labels is None:
        images = [root / name for name in _PICTURE_FOLDERS if (root / name).is_dir()]
        only = images[0] if len(images) == 1 and not _pictures_in(root) else root
        return Layout(root=only, labels=None, folders=(only,))
    if not labels.is_file():
        raise InputError(f"There is no file {labels}.")
    folders = [*(root / name for name in _PICTURE_FOLDERS), default, root]
    return Layout(root=root, labels=labels, folders=tuple(dict.fromkeys(folders)))


def _root_of(labels: Path) -> Path:
    """The folder of a dataset from its COCO file: COCO's own has it in annotations/."""
    parent = labels.absolute().parent
    return parent.parent if parent.name == "annotations" else parent


def _descend(root: Path) -> Path:
    """The folder itself, or the only folder in it when it holds nothing else (zips are so)."""
    inside = [path for path in root.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    is_wrapped = len(inside) == 1 and inside[0].is_dir() and not inside[0].is_symlink()
    if is_wrapped and inside[0].name not in _PICTURE_FOLDERS:
        return _descend(inside[0])
    return root


def _labels(root: Path) -> Path | None:
    for name in _KNOWN:
        if (root / name).is_file():
            return _inside(root, root / name, name)
    for folder in _JSON_FOLDERS:
        found = sorted(path for path in (root / folder).glob("*.json") if path.is_file())
        if len(found) > 1:
            names = ", ".join(path.name for path in found[:5])
            raise InputError(f"{root.name} has several JSON files ({names}): say which one to use.")
        if found:
            return _inside(root, found[0], found[0].name)
    return None


def _pictures_in(folder: Path) -> bool:
    return any(path.suffix.lower() in pictures.EXTENSIONS for path in folder.iterdir())
