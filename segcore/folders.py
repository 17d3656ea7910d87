"""A dataset's folder as an object with named paths; a file changes whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from segcore import settings
from segcore.errors import InputError

_UMASK = os.umask(0o077)  # it can only be read by setting it
os.umask(_UMASK)
_NEW_FILE_MODE = 0o666 & ~_UMASK
_NAME = re.compile(r"[\w][\w .+-]*", re.UNICODE)
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{n}" for n in range(10)),
    *(f"lpt{n}" for n in range(10)),
}


def check_name(name: str) -> str:
    """`name` when it can name a dataset, a folder and a URL part alike; InputError otherwise."""
    limit = settings.MAX_NAME_LENGTH
    if not name or len(name) > limit:
        raise InputError(f"A dataset's name has 1 to {limit} characters; got {len(name)}.")
    if not _NAME.fullmatch(name) or name != name.strip() or name.endswith("."):
        raise InputError(
            f"{name[:80]!r} cannot name a dataset: begin with a letter or digit and use letters, "
            "digits, spaces and . + - _ only."
        )
    if name.split(".")[0].lower() in _RESERVED:
        raise InputError(f"{name!r} is a reserved name on Windows; choose another.")
    return name


def check_file_name(file_name: str) -> str:
    """`file_name` as a POSIX path that stays inside its folder; InputError otherwise."""
    text = file_name.replace("\\", "/")
    path = PurePosixPath(text)
    bad = path.is_absolute() or ".." in path.parts or ":" in path.parts[:1] or "\0" in text
    if not path.parts or bad or re.match(r"[A-Za-z]:", text):
        raise InputError(
            f"The file name {file_name[:200]!r} leads outside its folder; use a plain name."
        )
    if shown(text) != text:
        raise InputError(f"The file name {shown(file_name)!r} is not UTF-8 text; rename the file.")
    if len(text.encode()) > 1000 or any(len(part.encode()) > 255 for part in path.parts):
        raise InputError(f"The file name {file_name[:60]!r}... is too long for a file system.")
    return str(path)


def shown(name: str) -> str:
    """The name of a file, with codes for what of it is not UTF-8 and can be written nowhere."""
    return name.encode(errors="backslashreplace").decode()


@dataclass(frozen=True)
class DatasetFolder:
    """Where a dataset keeps its pictures and runs."""

    root: Path

    @classmethod
    def of(cls, name: str) -> DatasetFolder:
        return cls(settings.data_dir() / check_name(name))

    @property
    def images(self) -> Path:
        return self.root / "images"

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def cache(self) -> Path:
        """Thumbnails and screen copies: may be deleted at any time."""
        return self.root / ".cache"

    @property
    def import_report(self) -> Path:
        return self.root / "import-report.json"

    def image(self, file_name: str) -> Path:
        """The picture's file; InputError when `file_name` leads outside."""
        return self.images / check_file_name(file_name)


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` whole: written beside it, synced, then renamed over it."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write piece by piece; it takes `path`'s place whole when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        os.fchmod(handle, _NEW_FILE_MODE)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
