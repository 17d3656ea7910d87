"""Tags and selections from FiftyOne into the store; what was edited there waits for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from segcore.errors import InputError
from segcore.fiftyone_bridge.companion import ask
from segcore.fiftyone_bridge.folder import BridgeFolder
from segcore.fiftyone_bridge.outgoing import images_of, send_images
from segcore.fiftyone_bridge.values import Found, ImageFound, LabelFound, Request, Settled
from segcore.store import Store
from segcore.types import Dataset, Selection, check_label

SELECTED = "FiftyOne: selected"
"""What is selected in the App becomes this selection; a saved view "FiftyOne: its name"."""

_TagKey = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Brought:
    """What came back; `refused` are sentences about tags that cannot be kept."""

    images: int = 0
    annotations: int = 0
    selections: tuple[Selection, ...] = ()
    refused: tuple[str, ...] = ()


def found(dataset: Dataset) -> Found:
    """What was done in FiftyOne as far as the companion has seen; nothing where it was not open."""
    return BridgeFolder.here().read_found(dataset.uid) or Found(dataset.uid)


def look(dataset: Dataset) -> Found:
    """As `found`, once the companion has looked. Raises Failed where it does not run."""
    ask(Request("look", uid=dataset.uid))
    return found(dataset)


def bring_back(store: Store, dataset: Dataset, *, author: str = "") -> Brought:
    """Take tags and selections over; edits of labels stay proposals (see `proposing`)."""
    done = look(dataset)
    refused: dict[str, str] = {}
    present = {image.id for image in images_of(store, dataset, done.images)}
    images = {id_: one for id_, one in done.images.items() if id_ in present}
    labels = _labels(store, images)
    _apply(store.tag_images, images, author, refused)
    _apply(store.tag_annotations, labels, author, refused)
    settled = {
        id_: _settled(one, labels, refused)
        for id_, one in images.items()
        if one.has_tags or any(label.has_tags for label in one.labels)
    }
    if settled:
        send_images(store, dataset, settled)
    return Brought(
        images=sum(one.has_tags for one in images.values()),
        annotations=len(labels),
        selections=tuple(_selections(store, dataset, done, author)),
        refused=tuple(refused.values()),
    )


def _labels(store: Store, images: Mapping[int, ImageFound]) -> dict[int, LabelFound]:
    """Those with other tags, by annotation id; without those deleted in the store meanwhile."""
    present = store.annotations_of(list(images))
    there = {one.id for ones in present.values() for one in ones}
    return {
        label.id: label
        for image in images.values()
        for label in image.labels
        if label.id in there and label.has_tags
    }


def _apply(
    change: Callable[..., int],
    found: Mapping[int, ImageFound] | Mapping[int, LabelFound],
    author: str,
    refused: dict[str, str],
) -> None:
    """One change for all that got the same tags; `refused` gathers those that are none."""
    groups: defaultdict[_TagKey, list[int]] = defaultdict(list)
    for id_, one in found.items():
        if one.has_tags:
            groups[one.tags_added, one.tags_removed].append(id_)
    for (added, removed), ids in groups.items():
        add, remove = _kept(added, refused), _kept(removed, refused)
        change(ids, add=add, remove=[tag for tag in remove if tag not in add], author=author)


def _kept(tags: Iterable[str], refused: dict[str, str]) -> list[str]:
    kept = []
    for tag in tags:
        try:
            kept.append(check_label(tag, noun="tag"))
        except InputError as error:
            refused[tag] = str(error)
    return kept


def _settled(
    one: ImageFound, labels: Mapping[int, LabelFound], refused: Mapping[str, str]
) -> Settled:
    return Settled(
        tags=_taken((*one.tags_added, *one.tags_removed), refused),
        label_tags={
            label.id: _taken((*label.tags_added, *label.tags_removed), refused)
            for label in one.labels
            if label.id is not None and label.id in labels
        },
    )


def _taken(tags: Iterable[str], refused: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(tag for tag in tags if tag not in refused)


def _selections(store: Store, dataset: Dataset, done: Found, author: str) -> list[Selection]:
    """One for what is selected in the App, one for each saved view; those that are so already
    are left alone."""
    wanted = {f"FiftyOne: {name}"[:100]: ids for name, ids in done.views.items()}
    wanted[SELECTED] = done.selected
    present = {image.id for image in store.images(dataset.id)} if any(wanted.values()) else set()
    saved = []
    for name, ids in wanted.items():
        inside = [one for one in ids if one in present]
        if inside and inside != _now(store, dataset, name):
            saved.append(
                store.save_selection(dataset.id, name, inside, replace=True, author=author)
            )
    return saved


def _now(store: Store, dataset: Dataset, name: str) -> Sequence[int]:
    for one in store.selections(dataset.id):
        if one.name == name:
            return store.selection_images(one.id)
    return ()
