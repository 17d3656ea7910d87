"""Segcore's values to the wire and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from segcore import types
from segcore.api import wire
from segcore.api.marks import marks
from segcore.api.pictures import image_url, thumb_url
from segcore.colors import category_color
from segcore.errors import InputError
from segcore.types import Edit, Made, Part, Ref, Segmentation, Splice

THUMB_WIDTH = 160


def parts_to_wire(parts: Iterable[Part]) -> wire.Parts:
    return [[ring.ravel().tolist() for ring in part.rings] for part in parts]


def parts_from_wire(parts: wire.Parts) -> tuple[Part, ...]:
    """InputError for a part without rings, a ring of fewer than three points or half a point."""
    return tuple(_part(rings) for rings in parts)


def _part(rings: Sequence[list[float]]) -> Part:
    if not rings or any(len(ring) % 2 for ring in rings):
        raise InputError("A part is its rings, and a ring is x, y, x, y, ...: a number is missing.")
    outer, *holes = (np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in rings)
    return Part(outer, tuple(holes))


def annotation_to_wire(annotation: types.Annotation) -> wire.Annotation:
    segmentation = annotation.segmentation
    return wire.Annotation(
        id=annotation.id,
        version=annotation.version,
        category_id=annotation.category_id,
        parts=parts_to_wire(segmentation.parts),
        box=annotation.box,
        area=_area(annotation.area),
        iscrowd=annotation.iscrowd,
        exact=segmentation.rle is not None,
        edited=annotation.edited,
        origin=annotation.origin,
        score=annotation.score,
        run_id=annotation.run_id,
        z=annotation.z,
    )


def image_to_wire(image: types.Image) -> wire.Image:
    return wire.Image(
        id=image.id,
        file_name=image.file_name,
        width=image.width,
        height=image.height,
        split=image.split,
        state=image.state,
        version=image.version,
        url=image_url(image),
        thumb=thumb_url(image, width=THUMB_WIDTH),
    )


def strip_image_to_wire(image: types.Image, annotations: int) -> wire.StripImage:
    known = image_to_wire(image)
    fields = {name: getattr(known, name) for name in known.__struct_fields__}
    return wire.StripImage(**fields, annotations=annotations)


def categories_to_wire(categories: Sequence[types.Category]) -> list[wire.Category]:
    """All of a dataset, by position: a mark tells a category from the others."""
    of_each = marks([category.name for category in categories])
    return [
        wire.Category(one.id, one.name, one.position, category_color(one.position), mark)
        for one, mark in zip(categories, of_each, strict=True)
    ]


def edit_from_wire(edit: wire.Edit) -> Edit:
    match edit:
        case wire.Create():
            return types.Create(
                edit.category_id,
                Segmentation(parts_from_wire(edit.parts)),
                origin=edit.origin,
                iscrowd=edit.iscrowd,
                z=edit.z,
                score=edit.score,
                run_id=edit.run_id,
            )
        case wire.Update():
            drawn = None if edit.parts is None else Segmentation(parts_from_wire(edit.parts))
            return types.Update(
                _ref(edit.ref),
                edit.version,
                category_id=edit.category_id,
                segmentation=drawn,
                splices=None if edit.splices is None else tuple(map(_splice, edit.splices)),
                iscrowd=edit.iscrowd,
                z=edit.z,
            )
        case wire.Delete():
            return types.Delete(_ref(edit.ref), edit.version)
        case wire.Restore():
            return types.Restore(_ref(edit.ref), edit.version, edit.change, edit.to)


def _ref(ref: wire.Ref) -> Ref:
    """Raises InputError for a number that no id can be."""
    if not isinstance(ref, int):
        return Made(*ref)
    if not 0 < ref < 1 << 63:
        raise InputError(f"An annotation's id is a whole number from 1 on; got {ref}.")
    return ref


def _splice(splice: wire.Splice) -> Splice:
    part, ring, start, drop, points = splice
    return Splice(part, ring, start, drop, tuple(points))


def change_to_saved(change: types.Change, *, now: bool) -> wire.SavedAnnotation:
    """What an edit left; `now`: tell the whole annotation."""
    known = change.after or change.before
    assert known is not None
    return wire.SavedAnnotation(
        id=known.id,
        version=known.version if change.after else known.version + 1,
        box=known.box,
        area=_area(known.area),
        deleted=change.after is None,
        now=annotation_to_wire(change.after) if now and change.after else None,
    )


def reviewed_to_wire(image: types.Image) -> wire.Reviewed:
    return wire.Reviewed(image.state, image.version)


def change_to_wire(change: types.Change) -> wire.Change:
    return wire.Change(
        change=change.id,
        request_id=change.request_id,
        kind=change.kind,
        label=change.label,
        author=change.author,
        at=change.at,
        annotation_id=change.annotation_id,
        before=annotation_to_wire(change.before) if change.before else None,
        after=annotation_to_wire(change.after) if change.after else None,
        detail=change.detail,
    )


def event_to_wire(news: types.News) -> wire.Event:
    standing = news.standing
    return wire.Event(
        stamp=standing.stamp,
        request_ids=list(news.request_ids),
        author=", ".join(news.authors),
        annotations=[annotation_to_wire(one) for one in news.annotations],
        deleted=list(news.deleted),
        image=reviewed_to_wire(standing.image),
        can_undo=standing.can_undo,
        can_redo=standing.can_redo,
    )


def _area(area: float) -> float:
    """Short on the wire: a hundredth of a hundredth of a pixel tells nobody anything."""
    return round(area, 4)
