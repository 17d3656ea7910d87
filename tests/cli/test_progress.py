"""Progress: a line that changes on a terminal, one line a stage elsewhere."""

from __future__ import annotations

import io

from segcore.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_without_a_terminal_each_stage_is_one_line() -> None:
    out = io.StringIO()
    with Progress(out) as progress:
        for done in range(3):
            progress("reading", done, 2)
        progress("storing", 2, 2)
    assert out.getvalue() == "Reading\nStoring\n"


def test_without_a_terminal_checks_are_told_once_something_is_done() -> None:
    out = io.StringIO()
    with Progress(out) as progress:
        progress.checking("reading", 0, 1)
        progress.checking("checking", 0, 1)
        progress.checking("checking", 1, 1)
        assert out.getvalue() == ""
        progress("storing", 1, 1)
    assert out.getvalue() == "Reading\nChecking\nStoring\n"


def test_a_terminal_sees_checks_as_they_go() -> None:
    out = Terminal()
    with Progress(out) as progress:
        progress.checking("reading", 7, 0)
    assert out.getvalue() == "\r\x1b[KReading 7\n"


def test_a_terminal_sees_one_line_change() -> None:
    out = Terminal()
    with Progress(out) as progress:
        progress("reading", 1, 2, note="about 1 min")
        progress("reading", 2, 2)
    half, whole = "━" * 12 + "─" * 12, "━" * 24
    assert out.getvalue() == (
        f"\r\x1b[KReading {half} 1 of 2 about 1 min\r\x1b[KReading {whole} 2 of 2\n"
    )


def test_an_unknown_total_shows_only_the_count() -> None:
    out = Terminal()
    with Progress(out) as progress:
        progress("reading", 7, 0)
    assert out.getvalue() == "\r\x1b[KReading 7\n"
