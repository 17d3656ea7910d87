"""How long work shows where it is: a changing line on a terminal, a line a stage elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

REFRESH_SECONDS = 0.1
_BAR = 24


class Progress:
    """`with Progress() as progress: progress("Reading", 3, 10)`. Writes to stderr, as a rule."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._terminal = self._out.isatty()
        self._stage = ""
        self._shown_at = 0.0
        self._waiting: list[str] = []

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end_line()

    def __call__(self, stage: str, done: int, total: int, *, note: str = "") -> None:
        """Work is at `done` of `total` of `stage`; a `total` of 0 is unknown."""
        if stage != self._stage:
            self._end_line()
            self._stage, self._shown_at = stage, 0.0
            if not self._terminal:
                self._print_stages()
        now = time.monotonic()
        if self._terminal and (now - self._shown_at >= REFRESH_SECONDS or done == total):
            self._shown_at = now
            line = " ".join(filter(None, (_sentence(stage), _bar(done, total), note)))
            self._out.write(f"\r\x1b[K{line}")
            self._out.flush()

    def checking(self, stage: str, done: int, total: int) -> None:
        """As a call, for work that may end in a refusal, which must then be all that is said.

        Without a terminal the stage's line waits for the next call.
        """
        if self._terminal:
            self(stage, done, total)
        elif stage not in self._waiting:
            self._waiting.append(stage)

    def _print_stages(self) -> None:
        for stage in (*self._waiting, self._stage):
            print(_sentence(stage), file=self._out, flush=True)
        self._waiting.clear()

    def _end_line(self) -> None:
        if self._terminal and self._stage:
            self._out.write("\n")
            self._out.flush()
        self._stage = ""


def _sentence(stage: str) -> str:
    return stage[:1].upper() + stage[1:]


def _bar(done: int, total: int) -> str:
    if total <= 0:
        return str(done or "")
    full = min(_BAR, done * _BAR // total)
    return f"{'━' * full}{'─' * (_BAR - full)} {done} of {total}"
