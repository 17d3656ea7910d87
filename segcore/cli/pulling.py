"""`pull`."""

from __future__ import annotations

import sys
import time
from argparse import Namespace

from segcore.cli.printing import counted
from segcore.cli.progress import Progress
from segcore.cli.query import query_of
from segcore.errors import Stopped
from segcore.openimages import pulling
from segcore.openimages.folder import Progress as Now
from segcore.openimages.folder import PullFolder, PullReport

_SAID = {
    "starting": "starting",
    "index": "reading Open Images' tables",
    "choosing": "choosing images",
    "fetching": "fetching pictures and masks",
    "tracing": "putting masks onto pictures",
    "storing": "storing",
}
_MOST_FAILURES = 10  # shown; all are in the report
INTERRUPTED = 130  # what a shell says of a program that Ctrl-C ended


def pull(arguments: Namespace) -> int:
    """Pull in this process; the same command again goes on with what was stopped."""
    query = query_of(arguments)
    wanted = {"add": arguments.add, "split_val": arguments.split_val}
    folder = pulling.begin(arguments.name, query, **wanted)
    try:
        with Progress() as progress:
            report = pulling.pull(arguments.name, query, folder=folder, report=_Teller(progress))
    except (Stopped, KeyboardInterrupt):
        print("Stopped; the same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    _tell(report, folder)
    return 0


class _Teller:
    """Shows a pull's progress as one line: files of files, bytes, speed, time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._phase, self._begun_at = "", 0.0
        self._first = Now("starting")

    def __call__(self, now: Now) -> None:
        if now.phase != self._phase:
            self._phase, self._begun_at, self._first = now.phase, time.monotonic(), now
        done, total = now.files, now.files_total
        if now.phase == "index":
            done, total = now.bytes >> 20, now.bytes_total >> 20
        self._progress(_SAID[now.phase], done, total, note=self._note(now))

    def _note(self, now: Now) -> str:
        if now.phase not in ("index", "fetching"):
            return ""
        seconds = time.monotonic() - self._begun_at
        speed = (now.bytes - self._first.bytes) / seconds if seconds > 1 else 0.0
        parts = [f"{now.bytes / 1e6:,.1f} MB"]
        if speed:
            parts.append(f"{speed / 1e6:,.1f} MB/s")
        files = now.files - self._first.files
        if now.phase == "fetching" and files and seconds > 1:
            parts.append(_left((now.files_total - now.files) * seconds / files))
        return ", ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s left"
    return f"{round(seconds / 60)} min left"


def _tell(report: PullReport, folder: PullFolder) -> None:
    """What came on stdout; what did not, and where all of it is listed, on stderr."""
    for failure in report.failures[:_MOST_FAILURES]:
        print(f"{failure.what}: {failure.reason}.", file=sys.stderr)
    if len(report.failures) > _MOST_FAILURES:
        print(f"All {len(report.failures)} are listed in {folder.report}.", file=sys.stderr)
    if report.images < report.wanted:
        print(f"{report.images} of {counted(report.wanted, 'image')} exist.", file=sys.stderr)
    of = ", ".join(f"{name} on {count}" for name, count in sorted(report.images_of.items()))
    print(
        f"Pulled {counted(report.images, 'image')} with {counted(report.objects, 'object')} into "
        f"{report.dataset!r} ({of}); {report.bytes / 1e6:,.1f} MB came."
    )
