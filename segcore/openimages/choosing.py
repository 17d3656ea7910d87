"""Which images a query comes to: as many of each class as can be, the same every time."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from segcore.errors import InputError
from segcore.openimages.classes import wanted_places
from segcore.openimages.index import Ids, Index
from segcore.openimages.rows import is_in
from segcore.openimages.values import FLAGS, SPLITS, Choice, ChosenImage, MaskRow, Query

_IMAGE_ID = re.compile(r"[0-9a-f]{16}")
_BOXES = ("x1", "y1", "x2", "y2", "flags")


def choose(index: Index, query: Query) -> Choice:
    """At most `max_images` images that have an object of the wanted classes.

    In turn the class with the fewest images so far gets one more, the rarest first, in an order
    that the seed shuffles; an image counts for every class on it. To go on with a choice ask again
    and exclude its images. Raises InputError for a query that cannot be answered.
    """
    candidates = find_candidates(index, query)
    chosen = _take_turns(candidates, limit=query.max_images, seed=query.seed)
    images = _with_objects(index, query, chosen, set(candidates))
    names = [index.classes[place].name for place in candidates]
    return Choice(
        query,
        images,
        images_of=_counts(names, (dict.fromkeys(m.class_name for m in i.masks) for i in images)),
        instances_of=_counts(names, ((m.class_name for m in i.masks) for i in images)),
        available=len(_together(candidates.values())),
        index_version=index.version,
    )


def find_candidates(index: Index, query: Query) -> dict[int, Ids]:
    """The sorted images that would do, by the place of each wanted class."""
    check_query(index, query)
    excluded = np.array(sorted(int(one, 16) for one in query.exclude_images), np.uint64)
    found = {}
    for place in wanted_places(index, query):
        images = np.unique(objects_of(index, query, place)["image"].to_numpy())
        found[place] = images[~is_in(images, excluded)]
    return found


def check_query(index: Index, query: Query) -> None:
    """Raise InputError for what cannot be asked of this index."""
    if query.split != index.split or query.split not in SPLITS:
        raise InputError(f"The index is that of {index.split}; asked for was {query.split!r}.")
    if query.max_images < 1:
        raise InputError(f"At least one image has to be asked for; got {query.max_images}.")
    if not 0 <= query.min_area <= 1:
        raise InputError(f"The least area is a share of the image, 0 to 1; got {query.min_area}.")
    if unknown := sorted(query.without - set(FLAGS)):
        raise InputError(f"There is no flag {unknown[0]!r}: choose among {', '.join(FLAGS)}.")
    for one in query.exclude_images:
        if not _IMAGE_ID.fullmatch(one):
            raise InputError(f"{one[:40]!r} is no image id; one has 16 of the digits 0-9a-f.")


def kept(table: pa.Table, query: Query) -> pa.Table:
    """The objects of `table` that are large enough and bear none of the unwanted flags."""
    if not query.min_area and not query.without:
        return table
    x1, y1, x2, y2 = (table[name].to_numpy() for name in _BOXES[:4])
    unwanted = sum(1 << FLAGS.index(flag) for flag in query.without)
    flags = table["flags"].fill_null(0).to_numpy()  # nobody knows: it is not left out
    good = ((x2 - x1) * (y2 - y1) >= query.min_area) & (flags & unwanted == 0)
    return table.filter(pa.array(good))


def objects_of(index: Index, query: Query, place: int) -> pa.Table:
    columns = _BOXES if query.min_area or query.without else ()
    return kept(index.of_class(place, ("image", *columns)), query)


def _take_turns(candidates: dict[int, Ids], *, limit: int, seed: int) -> list[int]:
    waiting = {place: _shuffled(images, seed) for place, images in candidates.items()}
    classes_on = _Membership(candidates)
    rarest = sorted(candidates, key=lambda place: len(candidates[place]))
    turns = [(0, rank, place) for rank, place in enumerate(rarest)]
    have: Counter[int] = Counter()
    chosen: dict[int, None] = {}
    while turns and len(chosen) < limit:
        count, rank, place = heapq.heappop(turns)
        if count == have[place]:
            image = next((one for one in waiting[place] if one not in chosen), None)
            if image is None:
                continue  # the class has no more
            chosen[image] = None
            have.update(classes_on[image])
        heapq.heappush(turns, (have[place], rank, place))
    return list(chosen)


class _Membership:
    """Which of the wanted classes are on an image."""

    def __init__(self, candidates: dict[int, Ids]) -> None:
        images = [*candidates.values()]
        places = [np.full(len(one), place) for place, one in candidates.items()]
        order = np.argsort(np.concatenate(images), kind="stable")
        self._images = np.concatenate(images)[order]
        self._places = np.concatenate(places)[order]

    def __getitem__(self, image: int) -> list[int]:
        first = np.searchsorted(self._images, np.uint64(image), "left")
        beyond = np.searchsorted(self._images, np.uint64(image), "right")
        return [int(one) for one in self._places[first:beyond]]


def _shuffled(images: Ids, seed: int) -> Iterator[int]:
    """The images in an order that depends on the seed and on nothing else, not on each other."""
    return iter(images[np.argsort(_mixed(images, seed), kind="stable")].tolist())


def _mixed(images: Ids, seed: int) -> NDArray[np.uint64]:
    """SplitMix64 of each image, begun at the seed (Steele, Lea and Flood, 2014)."""
    start = np.uint64((seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) % 2**64)
    mixed = images ^ start
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(factor)
    return mixed ^ mixed >> np.uint64(31)


def _with_objects(
    index: Index, query: Query, chosen: list[int], wanted: set[int]
) -> tuple[ChosenImage, ...]:
    ordered = np.array(sorted(chosen), np.uint64)
    table = kept(index.objects(ordered), query)
    if query.only_classes:
        places = np.array(sorted(wanted), np.uint64)
        table = table.filter(pa.array(is_in(table["class"].to_numpy().astype(np.uint64), places)))
    masks: dict[str, list[MaskRow]] = {}
    for row in index.mask_rows(table):
        masks.setdefault(row.image_id, []).append(row)
    published = index.image_rows(ordered)
    rows = (published[one] for one in chosen)
    return tuple(ChosenImage(row, tuple(masks[row.image_id])) for row in rows)


def _counts(names: Iterable[str], seen: Iterable[Iterable[str]]) -> dict[str, int]:
    """How often each name was seen; the wanted ones come first, at 0 too."""
    counts = Counter(name for one in seen for name in one)
    return {**dict.fromkeys(names, 0), **dict(sorted(counts.items()))}


def _together(images: Iterable[Ids]) -> Ids:
    return np.unique(np.concatenate([*images]))
