"""`openimages classes` and `openimages count`: what there is, before any picture is fetched."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable

from segcore.cli.printing import counted, print_json, print_table
from segcore.cli.progress import Progress
from segcore.cli.query import query_of
from segcore.openimages import sizes
from segcore.openimages.choosing import choose
from segcore.openimages.classes import ClassCount, did_you_mean, find_classes
from segcore.openimages.counting import Counts, count
from segcore.openimages.index import Index, is_built, open_index
from segcore.openimages.values import SPLITS, Choice, Split


def classes(arguments: Namespace) -> int:
    """Counts of the split asked for and of every other one whose index is here."""
    _opened(arguments.split)
    splits = [one for one in SPLITS if one == arguments.split or is_built(one)]
    found = {split: find_classes(arguments.text, split=split) for split in splits}
    if arguments.json:
        print_json([_class_row(one) for one in _across(found)])
    elif any(found.values()):
        columns = [f"{what}({split})" for split in splits for what in ("IMAGES", "OBJECTS")]
        print_table(("CLASS", *columns, "IS A"), map(_class_cells, _across(found)))
    else:
        print(did_you_mean(arguments.text, open_index(arguments.split)))
    return 0


def count_(arguments: Namespace) -> int:
    query = query_of(arguments)
    index = _opened(query.split)
    counts, choice = count(index, query), choose(index, query)
    if arguments.json:
        print_json(_count_row(counts, choice))
        return 0
    rows = [(name, *numbers) for name, numbers in counts.per_class.items()]
    print_table(("CLASS", "IMAGES", "OBJECTS"), rows)
    objects = sum(len(one.masks) for one in choice.images)
    print(
        f"{counted(counts.images, 'image')} in {query.split} would do. A pull of "
        f"{counted(len(choice.images), 'image')} with {counted(objects, 'object')} fetches about "
        f"{sizes.estimate(choice) / 1e6:,.1f} MB."
    )
    if choice.is_short:
        print(f"{len(choice.images):,} of {query.max_images:,} images exist.", file=sys.stderr)
    return 0


_ByClass = tuple[tuple[Split, ClassCount], ...]  # one class in each split


def _opened(split: Split) -> Index:
    """The split's index, with progress where it has to be built; what it left out is told then."""
    if is_built(split):
        return open_index(split)
    with Progress() as progress:
        index = open_index(split, report=lambda done, total, what: progress(what, done, total))
    for reason, rows in index.manifest.left_out.items():
        print(f"Left out {counted(rows, 'row')} of {reason}.", file=sys.stderr)
    return index


def _across(found: dict[Split, list[ClassCount]]) -> Iterable[_ByClass]:
    """The same class of every split side by side; a class is known in all or in none."""
    by_name: dict[str, list[tuple[Split, ClassCount]]] = {}
    for split, counts in found.items():
        for one in counts:
            by_name.setdefault(one.name, []).append((split, one))
    return [tuple(one) for one in by_name.values()]


def _class_cells(one: _ByClass) -> tuple[object, ...]:
    _, first = one[0]
    numbers = (number for _, count in one for number in (count.images, count.instances))
    return (first.name, *numbers, " > ".join(first.parents))


def _class_row(one: _ByClass) -> dict[str, object]:
    _, first = one[0]
    return {
        "name": first.name,
        "mid": first.mid,
        "parents": list(first.parents),
        "splits": {
            split: {"images": count.images, "instances": count.instances} for split, count in one
        },
    }


def _count_row(counts: Counts, choice: Choice) -> dict[str, object]:
    return {
        "split": choice.query.split,
        "index": choice.index_version,
        "images": counts.images,
        "instances": counts.instances,
        "classes": {
            name: {"images": images, "instances": instances}
            for name, (images, instances) in counts.per_class.items()
        },
        "pull": {
            "images": len(choice.images),
            "instances": sum(len(one.masks) for one in choice.images),
            "images_of": choice.images_of,
            "bytes": sizes.estimate(choice),
        },
    }
