"""`list` and `sample`."""

from __future__ import annotations

from argparse import Namespace

from segcore import sample as builtin
from segcore import settings
from segcore.cli.printing import counted, print_json, print_table
from segcore.cli.progress import Progress
from segcore.errors import NotFound
from segcore.store import Store, open_store
from segcore.types import DatasetSummary


def list_(arguments: Namespace) -> int:
    store = open_store()
    summaries = [store.summary(dataset.name) for dataset in store.datasets()]
    if arguments.json:
        print_json([_row(summary) for summary in summaries])
    elif summaries:
        head = ("NAME", "IMAGES", "ANNOTATIONS", "TRAIN", "VAL", "CATEGORIES")
        print_table(head, map(_cells, summaries))
    else:
        print("There is no dataset yet: `python -m segcore sample` makes one.")
    return 0


def sample(arguments: Namespace) -> int:
    store = open_store()
    made_before = settings.data_dir() / ".sample-made"
    if arguments.once and (made_before.exists() or _exists(store, arguments.name)):
        return 0
    with Progress() as progress:
        dataset = builtin.create(store, name=arguments.name, progress=progress)
    made_before.touch()
    images = counted(store.summary(dataset.name).images, "image")
    print(f"The sample dataset {dataset.name!r} is ready: {images}.")
    return 0


def _exists(store: Store, name: str) -> bool:
    try:
        store.dataset(name)
    except NotFound:
        return False
    return True


def _row(summary: DatasetSummary) -> dict[str, object]:
    return {
        "name": summary.dataset.name,
        "images": summary.images,
        "annotations": summary.annotations,
        "categories": [category.name for category in summary.categories],
        "splits": dict(summary.splits),
    }


def _cells(summary: DatasetSummary) -> tuple[object, ...]:
    names = ", ".join(category.name for category in summary.categories[:6])
    more = len(summary.categories) - 6
    return (
        summary.dataset.name,
        summary.images,
        summary.annotations,
        summary.splits.get("train", 0),
        summary.splits.get("val", 0),
        f"{names} and {more} more" if more > 0 else names,
    )
