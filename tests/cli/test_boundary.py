"""Whatever goes wrong: one sentence on stderr, no traceback, the right exit code."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from segcore.cli import checking
from tests.cli.conftest import Segcore
from tests.conftest import PROJECT


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        ((), "The following arguments are required: COMMAND; `python -m segcore --help` shows"),
        (("paint",), "Argument COMMAND: invalid choice: 'paint'"),
        (("import", "x.json"), "The following arguments are required: --name"),
        (("import", "x.json", "--name", "x"), "There is no file or folder x.json."),
        (("import", "x.json", "--name", "../x"), "'../x' cannot name a dataset"),
        (("import", "x", "--name", "a", "--split-val", "2"), "must be a number of 0 to 1; got '2'"),
        (("export", "gone", "x.json"), "There is no dataset named 'gone'."),
        (("train", "gone"), "There is no dataset named 'gone'."),
        (("train", "gone", "--max-steps", "0"), "must be a positive whole number; got '0'"),
        (("runs", "gone"), "There is no dataset named 'gone'."),
        (("cancel", "gone"), "There is no run 'gone'."),
        (("evaluate", "gone"), "There is no run 'gone'."),
        (("predict", "gone", "a.jpg", "--out", "x"), "There is no run 'gone'."),
    ],
)
def test_a_wrong_call_is_one_sentence_and_2(
    segcore: Segcore, call: tuple[str, ...], sentence: str
) -> None:
    called = segcore(*call)
    assert (called.code, called.out) == (2, "")
    assert sentence in called.err
    assert called.err.count("\n") == 1


def test_a_store_that_cannot_be_is_2(segcore: Segcore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGCORE_DATABASE_URL", "no address")
    called = segcore("list")
    assert called.code == 2
    assert called.err.startswith("SEGCORE_DATABASE_URL is not a database's address: got 'no add")


def test_what_should_not_happen_is_1_and_leaves_a_log(
    segcore: Segcore, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(checking, "diagnose", stumble)
    called = segcore("doctor")
    (log,) = (data_dir / ".logs").iterdir()
    assert called.code == 1
    assert called.err == (
        "This should not have happened: ZeroDivisionError: by nothing; "
        f"the whole story is in {log}.\n"
    )
    assert "in stumble" in log.read_text()


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.EROFS, 2, "/far: Read-only file system; make it writable or name another place."),
        (errno.ENOSPC, 1, "/far: No space left on device; free some space and try again."),
    ],
)
def test_what_the_system_refuses_is_said_plainly(
    segcore: Segcore, monkeypatch: pytest.MonkeyPatch, number: int, code: int, words: str
) -> None:
    def refuse() -> None:
        raise OSError(number, errno_words(number), "/far")

    monkeypatch.setattr(checking, "diagnose", refuse)
    called = segcore("doctor")
    assert (called.code, called.err) == (code, f"{words}\n")


def errno_words(number: int) -> str:
    return {errno.EROFS: "Read-only file system", errno.ENOSPC: "No space left on device"}[number]


def test_a_reader_that_has_seen_enough_is_no_error(data_dir: Path) -> None:
    command = f"{sys.executable} -m segcore doctor --json | head -1"
    found = subprocess.run(
        command,
        cwd=PROJECT,
        shell=True,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "SEGCORE_DATA_DIR": str(data_dir)},
    )
    assert (found.stdout, found.stderr) == ("{\n", "")
