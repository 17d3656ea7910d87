"""What a person does to an image, and what the store answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from segcore.types.outlines import Segmentation
from segcore.types.records import Annotation, ChangeKind, Image, Origin


class Made(NamedTuple):
    """The `n`-th instance (0, 1, ...) that an earlier request made, before its id is known."""

    request_id: str
    n: int


Ref: TypeAlias = int | Made
"""An annotation on the image: its id, or how it was made."""


class Splice(NamedTuple):
    """In ring `ring` (0: outer) of part `part`: `drop` points from `start` on give way to `points`.

    `points` are flat x, y, x, y, ... in image pixels.
    """

    part: int
    ring: int
    start: int
    drop: int
    points: tuple[float, ...]


@dataclass(frozen=True)
class Create:
    """A person drew a new instance, or accepted a prediction of `run_id` with `score`."""

    category_id: int
    segmentation: Segmentation
    origin: Origin = "person"
    iscrowd: bool = False
    z: int = 0
    score: float | None = None
    run_id: str | None = None

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Update:
    """A person changed some of this; None leaves a thing as it is.

    The outline comes whole, or as `splices` of the one that `version` has.
    """

    annotation_id: Ref
    version: int
    category_id: int | None = None
    segmentation: Segmentation | None = None
    splices: tuple[Splice, ...] | None = None
    iscrowd: bool | None = None
    z: int | None = None

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Delete:
    """A person removed an instance."""

    annotation_id: Ref
    version: int


@dataclass(frozen=True)
class Restore:
    """A person brings an instance, also a removed one, to what a change of its history had."""

    annotation_id: Ref
    version: int
    change_id: int
    to: Literal["before", "after"]


Edit: TypeAlias = Create | Update | Delete | Restore


@dataclass(frozen=True)
class Change:
    """One line of an image's history; `before` or `after` is None where there was nothing."""

    id: int
    kind: ChangeKind
    author: str
    at: str  # ISO 8601, UTC
    annotation_id: int | None = None
    request_id: str = ""
    before: Annotation | None = None
    after: Annotation | None = None
    detail: str = ""  # in words, where it is not an annotation that changed
    label: str = ""  # what the gesture did, in words


@dataclass(frozen=True)
class Saved:
    """What a save, an undo or a redo did: a change an edit, in order."""

    request_id: str
    changes: tuple[Change, ...] = ()

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """Those that are there afterwards, as they are then."""
        return tuple(change.after for change in self.changes if change.after is not None)

    @property
    def deleted(self) -> tuple[int, ...]:
        """The ids of those that are not."""
        gone = (one.before.id for one in self.changes if one.after is None and one.before)
        return tuple(gone)


@dataclass(frozen=True)
class Standing:
    """Where an image stands. `stamp` grows with everything that is done to it."""

    image: Image
    stamp: int
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True)
class News:
    """What was done to an image since a stamp; `annotations` are as they are now."""

    standing: Standing
    annotations: tuple[Annotation, ...] = ()
    deleted: tuple[int, ...] = ()
    authors: tuple[str, ...] = ()
    request_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effort:
    """A person's time, where it was recorded: seconds without idling, gestures, what they changed.

    `median_seconds` is of an instance: a gesture's time is shared by the instances it changed.
    """

    seconds: float = 0.0
    gestures: int = 0
    instances: int = 0
    median_seconds: float | None = None
