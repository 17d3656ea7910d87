"""What the puller speaks of: classes, a query, and the images chosen for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
Flag = Literal["occluded", "truncated", "group_of", "depiction", "inside"]
FLAGS: tuple[Flag, ...] = ("occluded", "truncated", "group_of", "depiction", "inside")


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class that has masks. `parents` are names, nearest first, by the published hierarchy."""

    mid: str  # /m/03bj1
    name: str  # Panda
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks for; the same query on the same index chooses the same images."""

    classes: tuple[str, ...]  # names
    split: Split = "validation"
    max_images: int = 30
    seed: int = 51
    only_classes: bool = False  # without the other objects of the chosen images
    expand: bool = False  # subclasses too, as themselves
    min_area: float = 0.0  # of an object's box, as a share of the image, 0 to 1
    without: frozenset[Flag] = frozenset()  # objects that bear one of these are left out
    exclude_images: frozenset[str] = field(default=frozenset(), repr=False)  # image ids


@dataclass(frozen=True, slots=True)
class MaskRow:
    """One object: a row of the published table. `flags` are None where no box row matches."""

    mask_path: str  # 0001eeaf4aed83f9_m03bj1_1e500000.png
    image_id: str  # 16 hex digits
    class_name: str
    box_id: str  # text, never a number
    box: tuple[float, float, float, float]  # x1, y1, x2, y2 as shares of the image
    predicted_iou: float
    flags: frozenset[Flag] | None = None


@dataclass(frozen=True, slots=True)
class ImageRow:
    """One image as published. Texts are empty where the table has none."""

    image_id: str
    split: Split
    original_url: str = ""
    landing_url: str = ""
    license_url: str = ""
    author_profile_url: str = ""
    author: str = ""
    title: str = ""
    original_bytes: int = 0
    rotation: float | None = None  # degrees; the published pictures are turned already


@dataclass(frozen=True, slots=True)
class ChosenImage:
    """An image to pull and its objects, in the published order."""

    image: ImageRow
    masks: tuple[MaskRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a query comes to. `images_of` and `instances_of` count by class name."""

    query: Query
    images: tuple[ChosenImage, ...]
    images_of: dict[str, int]
    instances_of: dict[str, int]
    available: int  # images that would have done
    index_version: str

    @property
    def is_short(self) -> bool:
        return len(self.images) < self.query.max_images
