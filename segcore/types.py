"""The nouns of Segcore as frozen values: whatever exists here is valid.

Coordinates are image pixels, x to the right and y down, the origin at the top left corner of the
top left pixel. A size is (width, height); a mask is a bool array of (height, width).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segcore.errors import InputError

Ring: TypeAlias = NDArray[np.float64]
"""(n, 2) float, x and y in pixels, n >= 3, the first point not repeated at the end; read-only."""

Mask: TypeAlias = NDArray[np.bool_]
"""(height, width) bool."""

Picture: TypeAlias = NDArray[np.uint8]
"""(height, width, 3) uint8, RGB."""

Split = Literal["train", "val"]
ReviewState = Literal["new", "in progress", "done"]
Origin = Literal["import", "person", "model"]
ChangeKind = Literal["create", "update", "delete", "state", "split", "category", "import"]
RunState = Literal["queued", "running", "done", "failed", "cancelled"]

SPLITS: tuple[Split, ...] = get_args(Split)
REVIEW_STATES: tuple[ReviewState, ...] = get_args(ReviewState)
RUN_STATES: tuple[RunState, ...] = get_args(RunState)
ENDED: frozenset[RunState] = frozenset({"done", "failed", "cancelled"})


class Size(NamedTuple):
    """Pixels, width first."""

    width: int
    height: int


class Box(NamedTuple):
    """An upright box, float pixels; x1 <= x2 and y1 <= y2."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def area(self) -> float:
        return (self.x2 - self.x1) * (self.y2 - self.y1)


def ring(points: ArrayLike) -> Ring:
    """A checked, read-only copy of `points`, (n, 2) numbers.

    Raises InputError for fewer than three points, another shape, NaN or infinity.
    """
    array = np.array(points, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] != 2 or len(array) < 3:
        raise InputError(f"A ring needs at least three x, y points; got shape {array.shape}.")
    if not np.isfinite(array).all():
        raise InputError("A ring has a coordinate that is not a finite number.")
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Part:
    """One connected piece of a segmentation: an outer ring and the holes inside it."""

    outer: Ring
    holes: tuple[Ring, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "outer", ring(self.outer))
        object.__setattr__(self, "holes", tuple(ring(hole) for hole in self.holes))

    @property
    def rings(self) -> tuple[Ring, ...]:
        return (self.outer, *self.holes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part) or len(self.holes) != len(other.holes):
            return False
        return all(map(np.array_equal, self.rings, other.rings))

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Rle:
    """An exact mask, run-length encoded as COCO's compressed string (column-major)."""

    size: Size
    counts: str


@dataclass(frozen=True, eq=True)
class Segmentation:
    """Where an instance is: parts to draw and edit, and the exact mask where it came as one.

    `rle`, when present, is the truth and `parts` its drawing; an edit by a person drops `rle`.
    No parts and no rle: only a box is known.
    """

    parts: tuple[Part, ...] = ()
    rle: Rle | None = None

    __hash__ = None  # type: ignore[assignment]

    @property
    def is_empty(self) -> bool:
        return not self.parts and self.rle is None


@dataclass(frozen=True)
class Dataset:
    """A named set of images, its categories and their annotations."""

    id: int
    name: str
    created_at: str  # ISO 8601, UTC


@dataclass(frozen=True)
class Category:
    """What an object is. `position` (0, 1, ...), its order in the dataset, fixes its colour."""

    id: int
    dataset_id: int
    name: str
    position: int
    supercategory: str = ""


@dataclass(frozen=True)
class Image:
    """A picture of a dataset; its file is DatasetFolder.image(file_name)."""

    id: int
    dataset_id: int
    file_name: str  # POSIX, relative to the dataset's images folder, subfolders allowed
    width: int
    height: int
    split: Split = "train"
    state: ReviewState = "new"
    version: int = 1

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)


@dataclass(frozen=True)
class Annotation:
    """One ground-truth instance on one image.

    `edited` is true once its segmentation differs from what was imported; `version` grows by one
    with every save.
    """

    id: int
    image_id: int
    category_id: int
    segmentation: Segmentation
    box: Box
    area: float  # square pixels
    iscrowd: bool = False
    version: int = 1
    origin: Origin = "import"
    edited: bool = False

    __hash__ = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (*self.box, self.area))):
            raise InputError(f"Annotation {self.id} has a box or area that is not a finite number.")


@dataclass(frozen=True)
class Prediction:
    """One predicted instance. `category_id` is the store's; `score` is in 0..1."""

    image_id: int
    category_id: int
    score: float
    box: Box
    rle: Rle | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise InputError(f"A score must be in 0..1; got {self.score}.")


@dataclass(frozen=True)
class Create:
    """A person drew a new instance."""

    category_id: int
    segmentation: Segmentation
    origin: Origin = "person"

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Update:
    """A person changed the category, the outline or both; None leaves a thing as it is."""

    annotation_id: int
    version: int
    category_id: int | None = None
    segmentation: Segmentation | None = None

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Delete:
    """A person removed an instance."""

    annotation_id: int
    version: int


Edit: TypeAlias = Create | Update | Delete


@dataclass(frozen=True)
class Saved:
    """What a save did: the annotations as they are now, and the ids of the removed ones."""

    request_id: str
    annotations: tuple[Annotation, ...]
    deleted: tuple[int, ...] = ()


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


@dataclass(frozen=True)
class CategoryCount:
    """How many annotations and images of one category a split has."""

    category: Category
    split: Split
    annotations: int
    images: int


@dataclass(frozen=True)
class DatasetSummary:
    """A dataset in numbers."""

    dataset: Dataset
    images: int
    annotations: int
    annotated_images: int  # with at least one annotation, or marked done
    splits: dict[Split, int] = field(default_factory=dict)  # images a split
    counts: tuple[CategoryCount, ...] = ()
    categories: tuple[Category, ...] = ()

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class RunRecord:
    """A run as the store's table knows it; everything else is in its folder."""

    id: str
    dataset_id: int
    dataset: str
    state: RunState
    engine: str
    preset: str
    device: str
    step: int
    max_steps: int
    created_at: str  # ISO 8601, UTC
    started_at: str | None = None
    ended_at: str | None = None
    message: str = ""
