"""A pull's folder as an object with named paths, and the values that its files hold."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from segcore import settings
from segcore.errors import InputError, NotFound
from segcore.folders import replace_file
from segcore.openimages.values import Query

Phase = Literal["starting", "index", "choosing", "fetching", "tracing", "storing"]
Ending = Literal["done", "cancelled", "failed"]

T = TypeVar("T")


class Request(msgspec.Struct, frozen=True):
    """request.json: what was asked for; the same again resumes it."""

    name: str  # the dataset
    query: Query
    add: bool = False  # to the dataset of that name, which is there
    split_val: float = 0.0
    created_at: str = msgspec.field(default="")  # ISO 8601, UTC

    def is_for_the_same(self, other: Request) -> bool:
        """Whether both ask for the same, whenever that was."""
        return msgspec.structs.replace(self, created_at=other.created_at) == other


class Progress(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of progress.jsonl. `bytes` are those that came over the network in this process."""

    phase: Phase
    time: float = 0.0  # seconds since 1970
    images: int = 0
    images_total: int = 0
    objects: int = 0
    objects_total: int = 0
    bytes: int = 0
    bytes_total: int = 0  # as estimated; 0 where nothing is known yet

    @property
    def files(self) -> int:
        return self.images + self.objects

    @property
    def files_total(self) -> int:
        return self.images_total + self.objects_total


class Failure(msgspec.Struct, frozen=True):
    """One file that could not be had, and why in one sentence."""

    image_id: str
    what: str  # the picture's or mask's file name
    reason: str


class PullReport(msgspec.Struct, frozen=True):
    """report.json: what a pull brought in. Counts by class name; `bytes` of the last process."""

    dataset: str
    images: int
    objects: int
    images_of: dict[str, int]
    instances_of: dict[str, int]
    available: int  # images that would have done
    wanted: int
    bytes: int
    seconds: float
    index_version: str
    failures: tuple[Failure, ...] = ()


class End(msgspec.Struct, frozen=True):
    """end.json: how the pull's process ended; `message` is a sentence where it failed."""

    state: Ending
    message: str = ""


@dataclass(frozen=True, slots=True)
class PullFolder:
    """<data>/.pulls/<id>/"""

    root: Path

    @classmethod
    def of(cls, pull_id: str) -> PullFolder:
        """NotFound when there is no such pull."""
        home = pulls_dir()
        folder = cls(home / pull_id)
        if folder.root.parent != home or not folder.request.is_file():
            raise NotFound(f"There is no pull {pull_id[:80]!r}.")
        return folder

    @property
    def id(self) -> str:
        return self.root.name

    @property
    def is_sound(self) -> bool:
        """Whether its files can be read."""
        try:
            self.read_request()
            self.read_end()
            self.read_report()
        except InputError:
            return False
        return True

    @property
    def request(self) -> Path:
        return self.root / "request.json"

    @property
    def progress(self) -> Path:
        return self.root / "progress.jsonl"

    @property
    def report(self) -> Path:
        return self.root / "report.json"

    @property
    def end(self) -> Path:
        return self.root / "end.json"

    @property
    def coco(self) -> Path:
        """What is imported at the end: images/ and labels.json."""
        return self.root / "coco"

    @property
    def log(self) -> Path:
        return self.root / "log.txt"

    @property
    def lock(self) -> Path:
        """Held by flock exactly as long as the pull's process lives."""
        return self.root / "pull.lock"

    @property
    def cancel(self) -> Path:
        """Exists once somebody asked the pull's process to stop."""
        return self.root / "cancel"

    def create(self, request: Request) -> None:
        """Raises OSError as the disk does."""
        self.root.mkdir(parents=True)
        _write(self.request, request)

    def start_over(self) -> None:
        """Forget how it ended and that it was to be stopped; what it fetched is elsewhere."""
        self.end.unlink(missing_ok=True)
        self.cancel.unlink(missing_ok=True)

    def read_request(self) -> Request:
        return _read(self.request, Request)

    def read_report(self) -> PullReport | None:
        return _read(self.report, PullReport) if self.report.exists() else None

    def read_end(self) -> End | None:
        return _read(self.end, End) if self.end.exists() else None

    def write_report(self, report: PullReport) -> None:
        _write(self.report, report)

    def write_end(self, end: End) -> None:
        _write(self.end, end)

    def append(self, progress: Progress) -> None:
        """Add a line to progress.jsonl, with the time."""
        line = msgspec.json.encode(msgspec.structs.replace(progress, time=time.time()))
        with self.progress.open("ab", buffering=0) as file:
            file.write(line + b"\n")

    def recent(self, limit: int = 16_384) -> list[Progress]:
        """The newest lines, oldest first, from at most the last `limit` bytes."""
        if not self.progress.exists():
            return []
        with self.progress.open("rb") as file:
            start = max(0, os.fstat(file.fileno()).st_size - limit)
            file.seek(start)
            text = file.read(limit)
        whole = text[: text.rfind(b"\n") + 1].splitlines()
        return [line for one in whole[bool(start) :] for line in _line(one)]


def pulls_dir() -> Path:
    return settings.data_dir() / ".pulls"


def all_pulls() -> Iterator[PullFolder]:
    """Those there are, newest first; what somebody broke is passed over."""
    for path in sorted(pulls_dir().glob("*/request.json"), reverse=True):
        folder = PullFolder(path.parent)
        if folder.is_sound:
            yield folder


def _line(text: bytes) -> list[Progress]:
    """`text` as a line of progress; nothing where a full disk cut it short."""
    try:
        return [msgspec.json.decode(text, type=Progress)]
    except msgspec.DecodeError:
        return []


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except msgspec.MsgspecError as error:
        raise InputError(f"{path} cannot be read as a pull's {path.stem}: {error}.") from error


def _write(path: Path, value: object) -> None:
    text = msgspec.json.encode(value, order="deterministic")
    replace_file(path, msgspec.json.format(text, indent=2) + b"\n")
