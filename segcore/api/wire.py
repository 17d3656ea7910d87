"""What travels between the editor and /segcore/editor, as JSON; the twin of editor's wire.ts.

Parts are, of each part, its rings, outer first, as flat x, y, x, y, ... What comes in is strict:
a key nobody knows, a number out of bounds or a text too long is refused.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from segcore.geometry import MAX_COORDINATE
from segcore.types import ChangeKind, Origin, ReviewState

MAX_NUMBERS = 200_000  # of a ring, two a point
MAX_EDITS = 10_000
MAX_LABEL = 200  # characters
MAX_SPLICES = 10_000  # each costs a copy of its ring

Coordinate = Annotated[float, Meta(ge=-MAX_COORDINATE, le=MAX_COORDINATE)]
Numbers = Annotated[list[Coordinate], Meta(max_length=MAX_NUMBERS)]
Parts: TypeAlias = list[list[Numbers]]
Id = Annotated[int, Meta(ge=1, le=(1 << 63) - 1)]
Small = Annotated[int, Meta(ge=-(1 << 31), le=(1 << 31) - 1)]
Version = Annotated[int, Meta(ge=1, le=(1 << 31) - 1)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
RequestId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{8,64}\Z")]
RunId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9._-]{1,100}\Z")]
Words = Annotated[str, Meta(max_length=MAX_LABEL, pattern=r"\A[^\x00]*\Z")]
Score = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0, le=86_400)]
# The id has no bounds here: msgspec 0.22 breaks on bounds in a union with a tuple.
Ref: TypeAlias = int | tuple[RequestId, Count]
Splice: TypeAlias = tuple[Count, Count, Count, Count, Numbers]
Box: TypeAlias = tuple[float, float, float, float]


class Incoming(Struct, frozen=True, forbid_unknown_fields=True):
    """What the editor sends."""


class Create(Incoming, tag_field="op", tag="create", frozen=True):
    category_id: Id
    parts: Parts
    iscrowd: bool = False
    z: Small = 0
    origin: Literal["person", "model"] = "person"
    score: Score | None = None
    run_id: RunId | None = None


class Update(Incoming, tag_field="op", tag="update", frozen=True):
    ref: Ref
    version: Version
    category_id: Id | None = None
    parts: Parts | None = None
    splices: Annotated[list[Splice], Meta(max_length=MAX_SPLICES)] | None = None
    iscrowd: bool | None = None
    z: Small | None = None


class Delete(Incoming, tag_field="op", tag="delete", frozen=True):
    ref: Ref
    version: Version


class Restore(Incoming, tag_field="op", tag="restore", frozen=True):
    ref: Ref
    version: Version
    change: Id
    to: Literal["before", "after"]


Edit: TypeAlias = Create | Update | Delete | Restore


class Save(Incoming, tag_field="kind", tag="save", frozen=True):
    request_id: RequestId
    label: Words
    edits: Annotated[list[Edit], Meta(max_length=MAX_EDITS)]
    seconds: Seconds | None


class Undo(Incoming, tag_field="kind", tag="undo", frozen=True):
    request_id: RequestId
    target: RequestId | None


class Redo(Incoming, tag_field="kind", tag="redo", frozen=True):
    request_id: RequestId
    target: RequestId | None


Gesture: TypeAlias = Save | Undo | Redo


class SetState(Incoming, frozen=True):
    state: ReviewState
    version: Version


class AddCategory(Incoming, frozen=True):
    name: Words


class Annotation(Struct, frozen=True):
    id: int
    version: int
    category_id: int
    parts: Parts
    box: Box
    area: float
    iscrowd: bool
    exact: bool
    edited: bool
    origin: Origin
    score: float | None
    run_id: str | None
    z: int


class Image(Struct, frozen=True):
    id: int
    file_name: str
    width: int
    height: int
    split: str
    state: ReviewState
    version: int
    url: str
    thumb: str


class StripImage(Image, frozen=True):
    annotations: int


class Scene(Struct, frozen=True):
    image: Image
    annotations: list[Annotation]
    stamp: int
    can_undo: bool
    can_redo: bool


class Category(Struct, frozen=True):
    id: int
    name: str
    position: int
    color: str
    mark: str


class Run(Struct, frozen=True):
    id: str
    name: str


class Dataset(Struct, frozen=True):
    id: int
    name: str
    categories: list[Category]
    runs: list[Run]


class Strip(Struct, frozen=True):
    total: int
    images: list[StripImage]


class Around(Struct, frozen=True):
    total: int
    place: int
    before: list[Image]
    after: list[Image]


class Reviewed(Struct, frozen=True):
    state: ReviewState
    version: int


class SavedAnnotation(Struct, frozen=True, omit_defaults=True):
    id: int
    version: int
    box: Box
    area: float
    deleted: bool
    now: Annotation | None = None


class Saved(Struct, frozen=True):
    request_id: str
    annotations: list[SavedAnnotation]
    image: Reviewed
    stamp: int
    can_undo: bool
    can_redo: bool


class Clash(Struct, frozen=True):
    ref: Ref
    id: int
    theirs: Annotation | None
    author: str


class Conflict(Struct, frozen=True):
    error: str
    conflicts: list[Clash]


class State(Struct, frozen=True):
    image: Image


class Change(Struct, frozen=True):
    change: int
    request_id: str
    kind: ChangeKind
    label: str
    author: str
    at: str
    annotation_id: int | None
    before: Annotation | None
    after: Annotation | None
    detail: str


class History(Struct, frozen=True):
    changes: list[Change]


class Ghost(Struct, frozen=True):
    n: int
    category_id: int
    score: float
    parts: Parts
    box: Box


class Ghosts(Struct, frozen=True):
    run: str
    ghosts: list[Ghost]
    note: str


class Worst(Struct, frozen=True):
    next: Image | None
    note: str


class Difference(Struct, frozen=True):
    added: int
    removed: int
    iou: float


class Effort(Struct, frozen=True):
    seconds: float
    gestures: int
    instances: int


class Event(Struct, frozen=True):
    stamp: int
    request_ids: list[str]
    author: str
    annotations: list[Annotation]
    deleted: list[int]
    image: Reviewed
    can_undo: bool
    can_redo: bool


class Token(Struct, frozen=True):
    token: str
