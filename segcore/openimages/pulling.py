"""A whole pull as one act that can be stopped at any moment, and goes on when asked for again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from segcore import locks, settings
from segcore.disk import disk_errors
from segcore.errors import InputError, SegcoreError, Stopped
from segcore.openimages.cache import Cache
from segcore.openimages.folder import End, PullFolder, PullReport, Request, all_pulls, pulls_dir
from segcore.openimages.steps import Pull, check
from segcore.openimages.telling import Report, silent
from segcore.openimages.values import Query
from segcore.runs import new_id, now
from segcore.store import open_store


def pull(
    name: str,
    query: Query,
    *,
    folder: PullFolder | None = None,
    report: Report = silent,
    add: bool = False,
    split_val: float = 0.0,
) -> PullReport:
    """Pull what `query` asks for into the dataset `name`, in this process.

    Stopped at any moment and asked for again, it goes on; nothing that is here is fetched again.
    With `add` the dataset is there and gets images that it does not have. Without `folder` the pull
    gets one of its own. Raises InputError, Failed, and Stopped where somebody cancelled it.
    """
    folder = folder or begin(name, query, add=add, split_val=split_val)
    lock = locks.acquire(folder.lock)
    if lock is None:
        raise InputError(f"This is being pulled already, by another process ({folder.id}).")
    try:
        folder.start_over()
        return carry_out(folder, report=report)
    finally:
        os.close(lock)


def begin(name: str, query: Query, *, add: bool = False, split_val: float = 0.0) -> PullFolder:
    """The folder of a pull, which is not started: that of one for the same that has not ended well,
    or a new one. InputError where the dataset's name or the share will not do."""
    request = Request(name, query, add, split_val, now())
    unfinished = _unfinished(request)
    if unfinished is not None:
        return unfinished
    check(open_store(), request)
    folder = PullFolder(pulls_dir() / new_id())
    with disk_errors(pulls_dir()):
        folder.create(request)
    return folder


def carry_out(folder: PullFolder, *, report: Report = silent) -> PullReport:
    """Do what the folder's request asks for and note how it ends; its lock is held by the caller.

    Raises as `pull`.
    """
    with _ending_noted(folder), disk_errors(settings.data_dir()), Cache.here().in_use():
        return Pull(folder, report).run()


@contextmanager
def _ending_noted(folder: PullFolder) -> Iterator[None]:
    """Write down how the pull inside the block ends."""
    try:
        yield
    except (Stopped, KeyboardInterrupt):
        folder.write_end(End("cancelled"))
        raise
    except SegcoreError as error:
        folder.write_end(End("failed", str(error)))
        raise
    except Exception as error:
        folder.write_end(End("failed", f"This should not have happened: {error!r}."))
        raise
    folder.write_end(End("done"))


def _unfinished(request: Request) -> PullFolder | None:
    for folder in all_pulls():
        end = folder.read_end()
        if folder.read_request().is_for_the_same(request) and (end is None or end.state != "done"):
            return folder
    return None
