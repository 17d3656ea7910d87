"""Edits made in FiftyOne as proposals: a person sees the difference and accepts or dismisses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from segcore import geometry
from segcore.errors import Conflict, InputError
from segcore.fiftyone_bridge.outgoing import images_of, send_images
from segcore.fiftyone_bridge.pixels import frame_and_mask, in_picture, moved, rectangle
from segcore.fiftyone_bridge.pixels import to_label_parts as _parts
from segcore.fiftyone_bridge.values import Found, Label, LabelFound, Settled
from segcore.store import Store
from segcore.types import (
    Annotation,
    Create,
    Dataset,
    Delete,
    Edit,
    Image,
    Rle,
    Segmentation,
    Size,
    Update,
)


@dataclass(frozen=True)
class Proposal:
    """One label edited, deleted or made in FiftyOne.

    `annotation` is what the store has now, None for a new one. `reason` says why it cannot be
    accepted, where it cannot.
    """

    image: Image
    found: LabelFound
    annotation: Annotation | None = None
    outline: Segmentation | None = None  # as it would be, where it changes
    words: str = ""
    reason: str = ""

    __hash__ = None  # type: ignore[assignment]

    @property
    def key(self) -> str:
        """Names the proposal among those of all datasets, and the gesture that accepts it."""
        return f"fiftyone-{self.found.drawn or 'deleted'}-{self.found.id}-{self.found.version}"


@dataclass(frozen=True)
class Accepted:
    """How many were saved, and why others were not."""

    saved: int = 0
    refused: tuple[str, ...] = ()


def proposals(store: Store, dataset: Dataset, found: Found) -> list[Proposal]:
    """By image, in the file's order."""
    edited = {id_: one for id_, one in found.images.items() if any(x.is_edit for x in one.labels)}
    images = images_of(store, dataset, edited)
    present = store.annotations_of([image.id for image in images])
    names = {one.id: one.name for one in store.categories(dataset.id)}
    return [
        _proposal(image, label, {one.id: one for one in present[image.id]}, names)
        for image in images
        for label in edited[image.id].labels
        if label.is_edit
    ]


def accept(
    store: Store, dataset: Dataset, chosen: Iterable[Proposal], *, author: str = ""
) -> Accepted:
    """Save each as a gesture of its own; one that somebody was quicker than stays proposed."""
    settled, refused = [], []
    for one in chosen:
        try:
            edit = _edit(store, dataset, one, author)
            store.save(
                one.image.id,
                [edit],
                author=author,
                request_id=one.key,
                label=f"FiftyOne: {one.words}",
            )
        except (Conflict, InputError) as error:
            refused.append(f"{one.image.file_name}: {error}")
        else:
            settled.append(one)
    dismiss(store, dataset, settled)
    return Accepted(len(settled), tuple(refused))


def dismiss(store: Store, dataset: Dataset, chosen: Iterable[Proposal]) -> None:
    """FiftyOne takes the store's word for these labels again."""
    by_image: defaultdict[int, list[LabelFound]] = defaultdict(list)
    for one in chosen:
        by_image[one.image.id].append(one.found)
    settled = {
        image_id: Settled(
            labels=tuple(one.id for one in labels if one.id is not None),
            drawn=tuple(one.drawn for one in labels if one.id is None),
        )
        for image_id, labels in by_image.items()
    }
    if settled:
        send_images(store, dataset, settled)


def deleted_images(store: Store, dataset: Dataset, found: Found) -> list[Image]:
    """Those deleted in FiftyOne that nobody has rejected here."""
    images = images_of(store, dataset, found.deleted)
    return [image for image in images if image.state != "rejected"]


def reject(store: Store, images: Iterable[Image], *, author: str = "") -> None:
    """Their review state becomes `rejected`; the pictures and annotations stay."""
    for image in images:
        store.set_state(image.id, state="rejected", version=image.version, author=author)


def put_back(store: Store, dataset: Dataset, images: Iterable[Image]) -> None:
    """Show them in FiftyOne again."""
    settled = {image.id: Settled(sample=True) for image in images}
    if settled:
        send_images(store, dataset, settled)


def _proposal(
    image: Image,
    label: LabelFound,
    present: Mapping[int, Annotation],
    names: Mapping[int, str],
) -> Proposal:
    if label.id is None:
        outline = _drawn(label, image.size)
        return Proposal(image, label, outline=outline, words=f"new {label.category or 'instance'}")
    now = present.get(label.id)
    if now is None:
        gone = f"Annotation {label.id} was deleted meanwhile."
        return Proposal(image, label, words="edited", reason=gone)
    new = None if label.pixels is None else _changed(label, now, image.size)
    words = ", ".join(_words(label, now, new, names, image.size))
    reason = ""
    if now.version != label.version:
        reason = (
            f"Somebody changed annotation {now.id} meanwhile (it is at version {now.version}, "
            f"FiftyOne has {label.version}): dismiss this, and FiftyOne gets the newer one."
        )
    return Proposal(image, label, now, new, words, reason)


def _words(
    label: LabelFound,
    now: Annotation,
    outline: Segmentation | None,
    names: Mapping[int, str],
    size: Size,
) -> Iterable[str]:
    if label.is_deleted:
        yield f"{names[now.category_id]} deleted"
    if label.category is not None:
        yield f"{names[now.category_id]} → {label.category}"
    if outline is not None:
        before = geometry.segmentation_to_mask(now.segmentation, size)
        after = geometry.segmentation_to_mask(outline, size)
        what = "outline changed" if label.is_reshaped else "moved"
        yield f"{what} (IoU {geometry.mask_iou(before, after):.2f})"


def _drawn(label: LabelFound, size: Size) -> Segmentation:
    """A label made in FiftyOne: its mask, or the rectangle where the App knows a box alone."""
    assert label.pixels is not None, "a label made there has a place"
    if label.mask is None:
        return Segmentation((rectangle(label.pixels),))
    return _of_mask(label, size)


def _changed(label: LabelFound, now: Annotation, size: Size) -> Segmentation:
    assert label.pixels is not None
    if label.is_reshaped:
        return _drawn(label, size)
    rle = now.segmentation.rle
    old = Label(
        category="",
        box=now.box,
        parts=_parts(now.segmentation),
        rle=None if rle is None else rle.counts,
    )
    frame, mask = frame_and_mask(old, size)
    if rle is None:
        return Segmentation(moved(now.segmentation.parts, frame, label.pixels))
    assert mask is not None
    whole = in_picture(mask, label.pixels, size)
    return Segmentation(geometry.mask_to_parts(whole), geometry.mask_to_rle(whole))


def _of_mask(label: LabelFound, size: Size) -> Segmentation:
    assert label.pixels is not None
    assert label.mask is not None
    assert label.mask_size is not None
    mask = geometry.rle_to_mask(Rle(Size(*label.mask_size), label.mask))
    whole = in_picture(mask, label.pixels, size)
    return Segmentation(geometry.mask_to_parts(whole), geometry.mask_to_rle(whole))


def _edit(store: Store, dataset: Dataset, one: Proposal, author: str) -> Edit:
    if one.reason:
        raise InputError(one.reason)
    label = one.found
    category = None if label.category is None else _category(store, dataset, label.category, author)
    if label.id is None:
        if category is None or one.outline is None:
            raise InputError("A label made in FiftyOne needs a class: give it one there.")
        return Create(category, one.outline)
    if label.is_deleted:
        return Delete(label.id, label.version)
    return Update(label.id, label.version, category_id=category, segmentation=one.outline)


def _category(store: Store, dataset: Dataset, name: str, author: str) -> int:
    """The category of this name; a class that was made up in FiftyOne is made here."""
    for one in store.categories(dataset.id):
        if one.name == name:
            return one.id
    return store.add_category(dataset.id, name=name, author=author).id
