"""`import` and `export`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter

from segcore import exporting, importing
from segcore.cli.printing import counted
from segcore.cli.progress import Progress
from segcore.folders import DatasetFolder
from segcore.store import open_store


def import_(arguments: Namespace) -> int:
    """Check everything, then bring it in; what had to be repaired is told on stderr."""
    store = open_store()
    with Progress() as progress:
        plan = importing.inspect(
            arguments.path, coco=arguments.coco, skip_missing=arguments.skip_missing
        )
        importing.run(
            store,
            plan,
            name=arguments.name,
            split_val=arguments.split_val,
            replace=arguments.replace,
            progress=progress,
        )
    _tell_repairs(plan, DatasetFolder.of(arguments.name))
    summary = store.summary(arguments.name)
    print(
        f"Imported {counted(summary.images, 'image')} with "
        f"{counted(summary.annotations, 'annotation')} in "
        f"{counted(len(summary.categories), 'category')} as {arguments.name!r}."
    )
    return 0


def export(arguments: Namespace) -> int:
    """The path of what was written goes to stdout."""
    store = open_store()
    with Progress() as progress:
        written = exporting.export(
            store,
            arguments.name,
            arguments.out,
            split=arguments.split,
            state=arguments.state,
            images=arguments.images,
            progress=progress,
        )
    print(written)
    return 0


def _tell_repairs(plan: importing.Plan, folder: DatasetFolder) -> None:
    """One line a kind of repair, and where each is listed."""
    kinds = Counter(repair.what for repair in plan.repairs)
    for what, times in kinds.most_common(10):
        print(f"{times:,} times: {what}.", file=sys.stderr)
    if kinds:
        print(f"Each is listed in {folder.import_report}.", file=sys.stderr)
