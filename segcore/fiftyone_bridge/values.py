"""What the app and the companion say to each other: lines of JSON, each one of these values.

A label is an annotation or a prediction as FiftyOne shows it: its category by name, its pixels as
a mask. The ids in them are the store's.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from segcore.types import Box

Phase = Literal["starting", "ready", "failed", "stopped"]
Pixels = tuple[int, int, int, int]
"""x1, y1, x2, y2 in whole pixels, x2 and y2 outside."""


class State(msgspec.Struct, frozen=True):
    """Where the companion is, as state.json says it."""

    phase: Phase
    doing: str = ""  # in words, while it is busy
    done: int = 0
    total: int = 0  # 0: unknown
    message: str = ""  # why it failed, in one sentence
    port: int = 0  # of FiftyOne's App
    database_port: int = 0
    pid: int = 0  # for a person's eyes: nothing rests on it


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """One instance of a sample. `parts` are those of a Segmentation, rings as x, y, x, y, ..."""

    category: str
    box: Box
    id: int | None = None  # None: a prediction
    version: int = 0
    parts: tuple[tuple[tuple[float, ...], ...], ...] = ()
    rle: str | None = None
    tags: tuple[str, ...] = ()
    iscrowd: bool = False
    origin: str = ""
    score: float | None = None
    outcome: str | None = None


class Sample(msgspec.Struct, frozen=True, omit_defaults=True):
    """One image and what is on it. `predictions` are by the name of their field in FiftyOne."""

    image_id: int
    path: str
    file_name: str
    width: int
    height: int
    split: str
    state: str
    tags: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    predictions: dict[str, tuple[Label, ...]] = {}


class Settled(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person has decided of an image: FiftyOne takes the store's word for it."""

    tags: tuple[str, ...] = ()  # that were added or taken away there
    label_tags: dict[int, tuple[str, ...]] = {}  # as `tags`, by annotation id
    labels: tuple[int, ...] = ()  # ids of annotations that were edited
    drawn: tuple[str, ...] = ()  # FiftyOne's ids of labels made there
    sample: bool = False  # deleted there: it comes back


class Head(msgspec.Struct, frozen=True):
    """The first line of what goes out; a Sample a line follows."""

    uid: str
    name: str
    colors: dict[str, str]  # "#rrggbb" by category
    prediction_fields: dict[str, str] = {}  # what each is, in words
    is_whole: bool = True  # images that do not follow are gone
    count: int = 0
    settled: dict[int, Settled] = {}  # by image id


class Request(msgspec.Struct, frozen=True):
    """`put` takes the file at `path` in; `look` writes down what was done to dataset `uid`."""

    does: Literal["put", "look", "stop"]
    path: str = ""
    uid: str = ""


class Answer(msgspec.Struct, frozen=True):
    """How a request went; `error` is a sentence where it did not."""

    error: str = ""
    slug: str = ""  # of the dataset in the App's address
    added: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0


class LabelFound(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done in FiftyOne to an annotation, or a label that was made there (no id).

    `pixels` is the label's frame where it was moved or its mask changed; `mask`, the counts of an
    RLE of `mask_size` that fills the frame, is None where the App knows a box alone. `version` is
    the one that FiftyOne was given.
    """

    id: int | None = None
    version: int = 0
    drawn: str = ""  # FiftyOne's id
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    category: str | None = None
    pixels: Pixels | None = None
    mask: str | None = None
    mask_size: tuple[int, int] | None = None  # width, height
    is_reshaped: bool = False  # other pixels, and not only in another place
    is_deleted: bool = False

    @property
    def has_tags(self) -> bool:
        """Other ones than it was sent with."""
        return bool(self.tags_added or self.tags_removed)

    @property
    def is_edit(self) -> bool:
        """More than tags."""
        return self.is_deleted or self.category is not None or self.pixels is not None


class ImageFound(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done in FiftyOne to an image."""

    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    labels: tuple[LabelFound, ...] = ()

    @property
    def has_tags(self) -> bool:
        """Other ones than it was sent with; those of its labels apart."""
        return bool(self.tags_added or self.tags_removed)


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done in FiftyOne to a dataset since it went out, and is not settled."""

    uid: str
    images: dict[int, ImageFound] = {}
    deleted: tuple[int, ...] = ()
    selected: tuple[int, ...] = ()  # now, in the App's grid
    views: dict[str, tuple[int, ...]] = {}  # saved views
    looked_at: float = 0.0  # the newest change seen, seconds since 1970

    @property
    def tag_changes(self) -> int:
        """How many images and annotations have other tags."""
        images = self.images.values()
        labels = [label for image in images for label in image.labels]
        return sum(image.has_tags for image in images) + sum(label.has_tags for label in labels)

    @property
    def edits(self) -> int:
        return sum(label.is_edit for image in self.images.values() for label in image.labels)
