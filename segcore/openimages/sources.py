"""What is published where, below the base address, and what its tables must have."""

from __future__ import annotations

from dataclasses import dataclass

from segcore.openimages.values import Split

DESCRIPTIONS = "v5/class-descriptions-boxable.csv"
SEGMENTATION_CLASSES = "v5/classes-segmentation.txt"
HIERARCHY = "2018_04/bbox_labels_600_hierarchy.json"

BOX_COLUMNS = ("BoxXMin", "BoxYMin", "BoxXMax", "BoxYMax")
MASK_COLUMNS = ("MaskPath", "ImageID", "LabelName", "BoxID", *BOX_COLUMNS, "PredictedIoU")
FLAG_COLUMNS = ("IsOccluded", "IsTruncated", "IsGroupOf", "IsDepiction", "IsInside")
SHARES = ("XMin", "YMin", "XMax", "YMax")
BOXES_COLUMNS = ("ImageID", "LabelName", *SHARES, *FLAG_COLUMNS)
TEXT_COLUMNS = (
    "OriginalURL",
    "OriginalLandingURL",
    "License",
    "AuthorProfileURL",
    "Author",
    "Title",
)
IMAGE_COLUMNS = ("ImageID", *TEXT_COLUMNS, "OriginalSize", "Rotation")


@dataclass(frozen=True, slots=True)
class Table:
    """A published CSV: which of its columns are read, and whether its texts stand in quotes."""

    path: str  # below the base address
    what: str  # in words
    columns: tuple[str, ...]
    is_quoted: bool = False

    @property
    def file_name(self) -> str:
        return self.path.rsplit("/", 1)[1]


def masks(split: Split) -> Table:
    path = f"v5/{split}-annotations-object-segmentation.csv"
    return Table(path, "the table of masks", MASK_COLUMNS)


def boxes(split: Split) -> Table:
    name = f"{split}-annotations-bbox.csv"
    path = f"v6/oidv6-{name}" if split == "train" else f"v5/{name}"
    return Table(path, "the table of boxes", BOXES_COLUMNS)


def images(split: Split) -> Table:
    kind = "images-boxable" if split == "train" else "images"
    path = f"2018_04/{split}/{split}-{kind}-with-rotation.csv"
    return Table(path, "the table of images", IMAGE_COLUMNS, is_quoted=True)


def tables(split: Split) -> tuple[Table, Table, Table]:
    """Masks, boxes, images."""
    return masks(split), boxes(split), images(split)
