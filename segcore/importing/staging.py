"""A private folder for an import in the making, swept by the next one if its process dies.

Its owner holds a `flock` on it. A journal says which dataset's folder is being swapped, so that a
death between the renames and the commit can be undone, or finished, by looking into the store.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from segcore import settings
from segcore.errors import NotFound
from segcore.folders import DatasetFolder, replace_file

if TYPE_CHECKING:
    from segcore.store import Store


_JOURNAL = "journal.json"


class _Journal(msgspec.Struct):
    """`before`: the dataset's id and creation time as it was, None when there was none."""

    name: str
    before: tuple[int, str] | None


class Staging:
    """A folder with named paths; everything in it is gone after `close`."""

    def __init__(self, root: Path, lock: int) -> None:
        self.root = root
        self._discard = weakref.finalize(self, _discard, root, lock)  # at exit at the latest

    @classmethod
    def create(cls) -> Staging:
        """A new folder in the data folder, locked by this process."""
        home = _home()
        home.mkdir(parents=True, exist_ok=True)
        with _locked(home / ".lock"):
            root = Path(tempfile.mkdtemp(dir=home))
            return cls(root, _lock(root))

    @property
    def unpacked(self) -> Path:
        return self.root / "unpacked"

    @property
    def images(self) -> Path:
        return self.root / "images"

    @property
    def report(self) -> Path:
        return self.root / "import-report.json"

    @property
    def old(self) -> Path:
        """What the swap took away, to be put back if the commit fails."""
        return self.root / "old"

    @property
    def journal(self) -> Path:
        return self.root / _JOURNAL

    def swap_in(self, name: str, *, before: tuple[int, str] | None) -> None:
        """Put the pictures and the report at their place, noting how to undo it."""
        folder = DatasetFolder.of(name)
        folder.root.mkdir(parents=True, exist_ok=True)
        self.old.mkdir()
        replace_file(self.journal, msgspec.json.encode(_Journal(name, before)))
        for path in (folder.cache, folder.import_report, folder.images):
            if path.exists():
                path.rename(self.old / path.name)
        self.images.rename(folder.images)
        self.report.rename(folder.import_report)
        _sync(folder.root)

    def settle(self, store: Store) -> None:
        """After a swap: undo it unless the store has the new dataset."""
        if self.journal.exists():
            journal = msgspec.json.decode(self.journal.read_bytes(), type=_Journal)
            if identity(store, journal.name) == journal.before:
                self._swap_back(journal.name)
            self.journal.unlink()

    def _swap_back(self, name: str) -> None:
        """Undo a swap, complete or not."""
        folder = DatasetFolder.of(name)
        if not self.images.exists() and folder.images.exists():
            folder.images.rename(self.images)
            folder.import_report.unlink(missing_ok=True)
        for path in (folder.cache, folder.import_report, folder.images):
            if (self.old / path.name).exists():
                (self.old / path.name).rename(path)
        if not any(folder.root.iterdir()):
            folder.root.rmdir()

    def close(self) -> None:
        """Delete the folder and let go of its lock; harmless when done already.

        A swap that could not be settled is left for the next sweep.
        """
        self._discard()


def sweep(store: Store) -> int:
    """Finish or undo what dead imports left behind; how many there were."""
    home = _home()
    if not home.is_dir():
        return 0
    swept = 0
    with _locked(home / ".lock"):
        for root in sorted(path for path in home.iterdir() if path.is_dir()):
            swept += _sweep(root, store)
    return swept


def identity(store: Store, name: str) -> tuple[int, str] | None:
    """What tells a dataset from the one that replaces it; None when there is none."""
    try:
        found = store.dataset(name)
    except NotFound:
        return None
    return found.id, found.created_at


def _sweep(root: Path, store: Store) -> bool:
    try:
        stage = Staging(root, _lock(root))
    except BlockingIOError:
        return False  # its owner lives
    try:
        stage.settle(store)
    finally:
        stage.close()
    return True


def _home() -> Path:
    return settings.data_dir() / ".staging"


def _lock(root: Path) -> int:
    """A descriptor that holds the folder's lock; BlockingIOError when another has it."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _discard(root: Path, lock: int) -> None:
    if not (root / _JOURNAL).exists():
        shutil.rmtree(root, ignore_errors=True)
    os.close(lock)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sync(folder: Path) -> None:
    """Make the folder's renames durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
