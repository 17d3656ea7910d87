"""Every annotation of a COCO file checked, measured and, where it can be, repaired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from segcore import coco, geometry
from segcore.coco import AnnotationSource, Document, Id, RleSource
from segcore.errors import InputError
from segcore.importing.outlines import TOLERANCE, Outlines, measure
from segcore.importing.plan import Progress, Repair
from segcore.store import NewAnnotation
from segcore.types import Box, Part, Segmentation, Size

_BATCH = 5000

CROSSING = "polygon that crossed itself: redrawn by the even-odd rule"
OUTSIDE = "outline that reached outside its picture: clipped"
BOX_OUTSIDE = "box that reached outside its picture: clipped"
SHORT = "polygon of fewer than three points: left out, the box stays"
RENUMBERED = "annotation id that was there before: renumbered"
LEFT_OUT = "annotation of an image that is left out: left out"


class Known(NamedTuple):
    """What annotations may refer to, as indexes by id, and the pictures' sizes by index."""

    images: Mapping[Id, int]
    categories: Mapping[Id, int]
    sizes: Sequence[Size]
    left_out: AbstractSet[Id]  # ids of images that are not imported


@dataclass
class Checked:
    """The annotations to import, as columns: a million of them in little memory."""

    sources: list[msgspec.Raw]
    image: list[NDArray[np.int32]] = field(default_factory=list)
    category: list[NDArray[np.int32]] = field(default_factory=list)
    box: list[NDArray[np.float64]] = field(default_factory=list)  # (n, 4) xyxy
    area: list[NDArray[np.float64]] = field(default_factory=list)
    iscrowd: list[NDArray[np.bool_]] = field(default_factory=list)
    redrawn: dict[int, Segmentation] = field(default_factory=dict)  # by index in `sources`
    renumbered: dict[int, bytes] = field(default_factory=dict)  # the new source, by index

    def rows(self) -> Iterator[NewAnnotation]:
        """The annotations as the store takes them, in the file's order."""
        index = 0
        for columns in zip(
            self.image, self.category, self.box, self.area, self.iscrowd, strict=True
        ):
            for image, category, box, area, iscrowd in zip(
                *(column.tolist() for column in columns), strict=True
            ):
                redrawn = self.redrawn.get(index)
                yield NewAnnotation(
                    image=image,
                    category=category,
                    box=Box(*box),
                    area=area,
                    iscrowd=iscrowd,
                    source=self.renumbered.get(index) or bytes(self.sources[index]),
                    segmentation=redrawn,
                    edited=redrawn is not None,
                )
                index += 1


def check_annotations(
    document: Document, known: Known, *, progress: Progress
) -> tuple[Checked, list[Repair]]:
    """All annotations of `document`; InputError that names the first that cannot be repaired."""
    check = _Check(document, known)
    total = len(document.annotations)
    for start in range(0, total, _BATCH):
        progress("checking annotations", start, total)
        check.add(document.annotations[start : start + _BATCH])
    check.renumber()
    progress("checking annotations", total, total)
    return check.checked, check.repairs


class _Check:
    """The state of a check that goes through a file batch by batch."""

    def __init__(self, document: Document, known: Known) -> None:
        self._file = document.name
        self._known = known
        self._ids: list[Id | None] = []
        self.checked = Checked(sources=[])
        self.repairs: list[Repair] = []

    def add(self, raws: list[msgspec.Raw]) -> None:
        batch = [(raw, source) for raw in raws if (source := self._read(raw)) is not None]
        first = len(self.checked.sources)
        self.checked.sources.extend(raw for raw, _ in batch)
        found = [source for _, source in batch]
        self._ids.extend(source.id for source in found)
        images = [self._known.images[source.image_id] for source in found]
        self.checked.image.append(np.array(images, dtype=np.int32))
        categories = [self._known.categories[source.category_id] for source in found]
        self.checked.category.append(np.array(categories, dtype=np.int32))
        crowds = [coco.is_crowd(source.iscrowd) for source in found]
        self.checked.iscrowd.append(np.array(crowds, dtype=np.bool_))
        self._measure(found, [self._known.sizes[image] for image in images], first)

    def renumber(self) -> None:
        """Give each annotation whose id was there before the next free number."""
        largest = max(filter(None, map(coco.number_of, self._ids)), default=0)
        seen: set[Id | None] = {None}
        for index, id in enumerate(self._ids):
            if id is not None and id in seen:
                largest += 1
                raw = bytes(self.checked.sources[index])
                self.checked.renumbered[index] = coco.source_with(raw, id=largest)
                self._note(id, RENUMBERED, f"now {largest}")
            seen.add(id)

    def _read(self, raw: msgspec.Raw) -> AnnotationSource | None:
        """The annotation with its references checked; None when its image is left out."""
        try:
            found = coco.read_annotation(raw)
        except InputError as error:
            raise self._refusal(coco.id_of(raw), error) from error
        if found.image_id in self._known.left_out:
            self._note(found.id, LEFT_OUT)
            return None
        if found.image_id not in self._known.images:
            raise self._refusal(found.id, f"it is on image {found.image_id!r}, which is not there")
        if found.category_id not in self._known.categories:
            raise self._refusal(
                found.id, f"its category {found.category_id!r} is not in the file's list"
            )
        return found

    def _measure(self, found: list[AnnotationSource], sizes: list[Size], first: int) -> None:
        polygons = list(self._polygons(found))
        outlines = measure(polygons, sizes)
        boxes, areas = _boxes_and_areas(outlines, sizes)
        self.checked.box.append(boxes)
        self.checked.area.append(areas)
        drawn = set(outlines.owner[~outlines.short].tolist())
        suspect = set(outlines.owner[outlines.suspect].tolist())
        for number, source in enumerate(found):
            if number in drawn and number not in suspect:
                continue
            try:
                redrawn = self._one(source, sizes[number], outlines, number)
                boxes[number], areas[number] = _box_and_area(redrawn, source, sizes[number])
            except InputError as error:
                raise self._refusal(source.id, error) from error
            if redrawn.changed:
                self.checked.redrawn[first + number] = redrawn.segmentation

    def _polygons(self, found: list[AnnotationSource]) -> Iterator[tuple[int, list[float]]]:
        for number, source in enumerate(found):
            if isinstance(source.segmentation, list):
                for flat in source.segmentation:
                    if len(flat) % 2:
                        odd = f"a polygon of it has an odd number of coordinates ({len(flat)})"
                        raise self._refusal(source.id, odd)
                    if flat:
                        yield number, flat

    def _one(
        self, source: AnnotationSource, size: Size, outlines: Outlines, number: int
    ) -> _Redrawn:
        """An annotation that needs a look of its own: an RLE, only a box, or a broken polygon."""
        if isinstance(source.segmentation, RleSource):
            rle = coco.rle_from_source(source.segmentation, picture=size)
            return _Redrawn(Segmentation(rle=rle), changed=False)
        owned = np.flatnonzero(outlines.owner == number).tolist()
        if not owned:
            box = coco.box_from_source(source.bbox)
            if _is_outside(box, size):
                self._note(source.id, BOX_OUTSIDE)
            return _Redrawn(Segmentation(), changed=_is_outside(box, size))
        for what, flags in (
            (SHORT, outlines.short),
            (OUTSIDE, outlines.outside),
            (CROSSING, outlines.crossing),
        ):
            if flags[owned].any():
                self._note(source.id, what)
        return _Redrawn(Segmentation(_repaired(outlines, owned, size)), changed=True)

    def _note(self, id: Id | None, what: str, detail: str = "") -> None:
        self.repairs.append(Repair(self._file, id, what, detail))

    def _refusal(self, id: Id | None, reason: object) -> InputError:
        return InputError(f"{self._file}: annotation {id!r}: {str(reason).rstrip('.')}.")


class _Redrawn(NamedTuple):
    segmentation: Segmentation
    changed: bool


def _repaired(outlines: Outlines, owned: list[int], size: Size) -> tuple[Part, ...]:
    parts: list[Part] = []
    for index in owned:
        if outlines.crossing[index]:
            parts.extend(geometry.repair_ring(outlines.rings[index]))
        elif not outlines.short[index]:
            parts.append(Part(outlines.rings[index]))
    return geometry.clip_parts(parts, size)


def _boxes_and_areas(
    outlines: Outlines, sizes: list[Size]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 4) xyxy inside the picture and (n,) square pixels, one row an annotation."""
    limits = np.array(sizes, dtype=np.float64).reshape(-1, 2)
    low, high = np.full_like(limits, np.inf), np.full_like(limits, -np.inf)
    areas = np.zeros(len(sizes))
    np.minimum.at(low, outlines.owner, outlines.low)
    np.maximum.at(high, outlines.owner, outlines.high)
    np.add.at(areas, outlines.owner, outlines.area)
    return np.hstack([np.clip(low, 0, limits), np.clip(high, 0, limits)]), areas


def _box_and_area(redrawn: _Redrawn, source: AnnotationSource, size: Size) -> tuple[Box, float]:
    if redrawn.segmentation.is_empty:
        box = coco.box_from_source(source.bbox)
        if _is_outside(box, size):
            box = _clipped(box, size)
        return box, box.area
    return (
        geometry.segmentation_box(redrawn.segmentation, size),
        geometry.segmentation_area(redrawn.segmentation, size),
    )


def _is_outside(box: Box, size: Size) -> bool:
    beyond = max(box.x2 - size.width, box.y2 - size.height, -box.x1, -box.y1)
    return beyond > TOLERANCE


def _clipped(box: Box, size: Size) -> Box:
    x1, x2 = np.clip((box.x1, box.x2), 0, size.width).tolist()
    y1, y2 = np.clip((box.y1, box.y2), 0, size.height).tolist()
    return Box(x1, y1, x2, y2)
