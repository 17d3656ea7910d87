"""Every error a person may meet. A message says what was wrong, what was got and what would do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class SegcoreError(Exception):
    """The family's head: its message is one sentence written for the person at the screen."""

    exit_code = 1


class InputError(SegcoreError):
    """What came from outside (a file, a name, a setting) is wrong; nothing was changed."""

    exit_code = 2


class NotFound(InputError):
    """A dataset, image, annotation or run of that name does not exist."""


class StoreUnavailable(InputError):
    """The database cannot be reached, opened for writing or read; nothing was changed."""


class EngineUnavailable(InputError):
    """The engine asked for cannot be imported here; the message says what is missing."""


class Clash(NamedTuple):
    """An annotation that somebody changed meanwhile; `edit` is the place of the edit it stops."""

    annotation_id: int
    author: str
    edit: int | None = None


class Conflict(SegcoreError):
    """Somebody else saved first: these annotations have left what the edits started from.

    `clashes` is empty where it is the image itself that changed, or a gesture is not to be undone.
    """

    def __init__(self, message: str, *, clashes: Sequence[Clash] = ()) -> None:
        super().__init__(message)
        self.clashes = tuple(clashes)

    @property
    def annotation_id(self) -> int | None:
        """The first of them."""
        return self.clashes[0].annotation_id if self.clashes else None


class Failed(SegcoreError):
    """Something that should have worked did not; `log` is where the whole story is."""

    def __init__(self, message: str, *, log: Path | None = None) -> None:
        super().__init__(message if log is None else f"{message} The log is {log}.")
        self.log = log


class Stopped(SegcoreError):
    """Raised inside a training by `report` when the person cancelled it."""
