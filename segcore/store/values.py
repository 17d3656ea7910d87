"""Rows to values and back. The store's own form of a segmentation and of an annotation's state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Self, TypeAlias

import msgspec
import numpy as np
from sqlalchemy import Row

from segcore import coco
from segcore.types import (
    Annotation,
    Box,
    Category,
    Dataset,
    Image,
    Part,
    Ring,
    Rle,
    RunRecord,
    Segmentation,
    Size,
)

AnyRow: TypeAlias = Row[*tuple[Any, ...]]


class Outline(msgspec.Struct, frozen=True, omit_defaults=True):
    """A segmentation as the store keeps it.

    `parts`: of each part its rings, outer first, as flat x, y, x, y ...; `rle`: width, height,
    counts.
    """

    parts: list[list[list[float]]] = []
    rle: tuple[int, int, str] | None = None

    @classmethod
    def of(cls, segmentation: Segmentation) -> Self:
        parts = [[ring.ravel().tolist() for ring in part.rings] for part in segmentation.parts]
        rle = segmentation.rle
        return cls(parts, (*rle.size, rle.counts) if rle else None)

    @classmethod
    def from_bytes(cls, text: bytes | None) -> Self | None:
        return None if text is None else msgspec.json.decode(text, type=cls)

    def to_bytes(self) -> bytes:
        return msgspec.json.encode(self)

    def to_segmentation(self) -> Segmentation:
        parts = tuple(_part(map(_ring, rings)) for rings in self.parts)
        if self.rle is None:
            return Segmentation(parts)
        width, height, counts = self.rle
        return Segmentation(parts, Rle(Size(width, height), counts))


class State(msgspec.Struct, frozen=True):
    """What a save may change of an annotation: enough to put it back as it was."""

    category_id: int
    box: Box
    area: float
    edited: bool
    version: int
    outline: Outline | None = None  # None: it is the one in the source
    iscrowd: bool | None = None  # None: written down before it could change
    z: int = 0

    @classmethod
    def of_row(cls, row: AnyRow) -> Self:
        outline = Outline.from_bytes(row.segmentation)
        return cls(
            row.category_id,
            box_of(row),
            row.area,
            row.edited,
            row.version,
            outline,
            row.iscrowd,
            row.z,
        )

    @classmethod
    def from_bytes(cls, text: bytes | None) -> Self | None:
        return None if text is None else msgspec.json.decode(text, type=cls)

    def to_bytes(self) -> bytes:
        return msgspec.json.encode(self)

    def to_columns(self) -> dict[str, object]:
        crowd = {} if self.iscrowd is None else {"iscrowd": self.iscrowd}
        return {
            "category_id": self.category_id,
            **box_columns(self.box),
            "area": self.area,
            "edited": self.edited,
            "version": self.version,
            "segmentation": self.outline and self.outline.to_bytes(),
            "z": self.z,
            **crowd,
        }


def is_same(one: State | None, other: State | None) -> bool:
    """Whether the two differ in nothing but the version; None is a deleted annotation."""
    if one is None or other is None:
        return one is other
    if None in (one.iscrowd, other.iscrowd):
        one = msgspec.structs.replace(one, iscrowd=other.iscrowd)
    return msgspec.structs.replace(one, version=other.version) == other


NO_BOX = Box(0.0, 0.0, 0.0, 0.0)


def now() -> str:
    """This moment, UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _ring(flat: list[float]) -> Ring:
    return np.array(flat, dtype=np.float64).reshape(-1, 2)


def _part(rings: Iterable[Ring]) -> Part:
    outer, *holes = rings
    return Part(outer, tuple(holes))


def segmentation(stored: Outline | None, source: bytes | None, size: Size) -> Segmentation:
    """What a row stands for: its own outline, else the source's, else none (only a box)."""
    if stored is not None:
        return stored.to_segmentation()
    if source is not None:
        return coco.segmentation_from_source(source, size=size)
    return Segmentation()


def box_of(row: AnyRow) -> Box:
    return Box(row.x1, row.y1, row.x2, row.y2)


def box_columns(box: Box) -> dict[str, object]:
    return {"x1": box.x1, "y1": box.y1, "x2": box.x2, "y2": box.y2}


def annotation(row: AnyRow, size: Size) -> Annotation:
    """An annotation as its row has it now."""
    return annotation_in(State.of_row(row), row, size)


def annotation_in(state: State, row: AnyRow, size: Size) -> Annotation:
    """The annotation of `row` as it was, or is, in `state`."""
    return Annotation(
        id=row.id,
        image_id=row.image_id,
        category_id=state.category_id,
        segmentation=segmentation(state.outline, row.source, size),
        box=Box(*state.box),
        area=state.area,
        iscrowd=row.iscrowd if state.iscrowd is None else state.iscrowd,
        version=state.version,
        origin=row.origin,
        edited=state.edited,
        z=state.z,
        score=row.score,
        run_id=row.run_id,
    )


def dataset(row: AnyRow) -> Dataset:
    return Dataset(row.id, row.name, row.created_at)


def category(row: AnyRow) -> Category:
    return Category(row.id, row.dataset_id, row.name, row.position, row.supercategory)


def image(row: AnyRow) -> Image:
    return Image(
        id=row.id,
        dataset_id=row.dataset_id,
        file_name=row.file_name,
        width=row.width,
        height=row.height,
        split=row.split,
        state=row.state,
        version=row.version,
    )


def run(row: AnyRow) -> RunRecord:
    return RunRecord(**row._mapping)
