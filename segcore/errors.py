"""Every error a person may meet. A message says what was wrong, what was got and what would do."""

from __future__ import annotations

from pathlib import Path


class SegcoreError(Exception):
    """The family's head: its message is one sentence written for the person at the screen."""

    exit_code = 1


class InputError(SegcoreError):
    """What came from outside (a file, a name, a setting) is wrong; nothing was changed."""

    exit_code = 2


class NotFound(InputError):
    """A dataset, image, annotation or run of that name does not exist."""


class EngineUnavailable(InputError):
    """The engine asked for cannot be imported here; the message says what is missing."""


class Conflict(SegcoreError):
    """Somebody else saved first: `annotation_id` has left the version the edit started from.

    None where it is the image itself that changed.
    """

    def __init__(self, message: str, *, annotation_id: int | None = None) -> None:
        super().__init__(message)
        self.annotation_id = annotation_id


class Failed(SegcoreError):
    """Something that should have worked did not; `log` is where the whole story is."""

    def __init__(self, message: str, *, log: Path | None = None) -> None:
        super().__init__(message if log is None else f"{message} The log is {log}.")
        self.log = log


class Stopped(SegcoreError):
    """Raised inside a training by `report` when the person cancelled it."""
