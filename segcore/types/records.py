"""What the store keeps: datasets, their images and annotations, runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal, get_args

from segcore.errors import InputError
from segcore.types.outlines import Box, Rle, Segmentation, Size

Split = Literal["train", "val"]
ReviewState = Literal["new", "in work", "for review", "accepted", "rejected"]
Origin = Literal["import", "person", "model"]
ChangeKind = Literal["create", "update", "delete", "state", "split", "category", "import"]
RunState = Literal["queued", "running", "done", "failed", "cancelled"]

SPLITS: tuple[Split, ...] = get_args(Split)
REVIEW_STATES: tuple[ReviewState, ...] = get_args(ReviewState)
RUN_STATES: tuple[RunState, ...] = get_args(RunState)
ENDED: frozenset[RunState] = frozenset({"done", "failed", "cancelled"})


@dataclass(frozen=True)
class Dataset:
    """A named set of images, its categories and their annotations."""

    id: int
    name: str
    created_at: str  # ISO 8601, UTC

    @property
    def uid(self) -> str:
        """Names it among the datasets of all stores; another one when it is replaced."""
        return blake2b(f"{self.id} {self.created_at}".encode(), digest_size=12).hexdigest()


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
    with every save. `score` and `run_id` are those of the prediction it came from; `z` is the draw
    order, a higher one on top.
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
    z: int = 0
    score: float | None = None  # 0..1
    run_id: str | None = None

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
    annotated_images: int  # with one at least, or said to be finished
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
