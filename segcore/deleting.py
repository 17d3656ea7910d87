"""A dataset removed whole: its rows, its pictures and its runs."""

from __future__ import annotations

from contextlib import closing

from segcore import jobs
from segcore.errors import InputError
from segcore.folders import DatasetFolder
from segcore.importing.staging import Staging
from segcore.store import Store


def delete(store: Store, name: str) -> None:
    """Delete the dataset and its folder. Raises InputError while a run trains on it.

    The folder is moved aside first, so that no half of it is ever found under its name.
    """
    busy = [run.id for run in jobs.states(store, name) if not run.has_ended]
    if busy:
        raise InputError(f"Run {busy[0]} still trains on {name!r}; cancel it first.")
    folder = DatasetFolder.of(name).root
    with closing(Staging.create()) as stage:
        aside = stage.root / "deleted"
        if folder.exists():
            folder.rename(aside)
        try:
            store.delete_dataset(name)
        except BaseException:
            if aside.exists():
                aside.rename(folder)
            raise
