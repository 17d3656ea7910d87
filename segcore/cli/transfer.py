"""`import` and `export`."""

from __future__ import annotations

import sys
from argparse import Namespace

from segcore import exporting, importing
from segcore.cli.printing import counted
from segcore.cli.progress import Progress
from segcore.folders import DatasetFolder
from segcore.store import open_store


def import_(arguments: Namespace) -> int:
    """Check everything, then bring it in; what had to be repaired is told on stderr."""
    store = open_store()
    importing.check_place(store, arguments.name, replace=arguments.replace)
    with Progress() as progress, _inspect(arguments, progress.checking) as plan:
        report = importing.run(
            store,
            plan,
            name=arguments.name,
            split_val=arguments.split_val,
            replace=arguments.replace,
            progress=progress,
        )
        _tell_repairs(plan, DatasetFolder.of(arguments.name))
    print(
        f"Imported {counted(report.images, 'image')} with "
        f"{counted(report.annotations, 'annotation')} in "
        f"{counted(report.categories, 'category')} as {arguments.name!r}."
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


def _inspect(arguments: Namespace, progress: importing.Progress) -> importing.Plan:
    return importing.inspect(
        arguments.path,
        coco=arguments.coco,
        skip_missing=arguments.skip_missing,
        progress=progress,
    )


def _tell_repairs(plan: importing.Plan, folder: DatasetFolder) -> None:
    """One line a kind of repair, and where each is listed."""
    for line in plan.repairs_in_words:
        print(line, file=sys.stderr)
    if plan.repairs:
        print(f"Each is listed in {folder.import_report}.", file=sys.stderr)
