"""Where a pull is, told to whoever runs it and written down for everybody else."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from segcore.errors import Stopped
from segcore.openimages.folder import Phase, Progress, PullFolder

Report = Callable[[Progress], None]

EVERY = 0.2  # seconds between two lines


def silent(progress: Progress) -> None:
    """Progress that nobody watches."""


class Teller:
    """Says where the pull is, and stops it there when somebody asked for that."""

    def __init__(self, folder: PullFolder, report: Report) -> None:
        self._folder, self._report = folder, report
        self._said_at = 0.0
        self.now = Progress("starting")

    def enter(self, phase: Phase, **numbers: int) -> None:
        """A new phase; what came over the network is counted on. Raises Stopped."""
        fetched = self.now.bytes if phase in ("tracing", "storing") else 0
        self.now, self._said_at = Progress(phase, bytes=fetched), 0.0
        self.say(**numbers)

    def say(self, **numbers: int) -> None:
        """Some of Progress's numbers are these now; said at most so often. Raises Stopped."""
        self.now = msgspec.structs.replace(self.now, **numbers)
        if time.monotonic() - self._said_at < EVERY:
            return
        self._said_at = time.monotonic()
        self._folder.append(self.now)
        self._report(self.now)
        if self._folder.cancel.exists():
            raise Stopped("The pull was cancelled; what was fetched is kept.")

    def building(self, done_bytes: int, total_bytes: int, what: str) -> None:  # noqa: ARG002
        """Hears how far the index is, as `open_index` tells it."""
        self.say(bytes=done_bytes, bytes_total=total_bytes)
