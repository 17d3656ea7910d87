"""README, the help texts and the make targets say what is true."""

from __future__ import annotations

import re
import shlex
import subprocess
from argparse import _SubParsersAction
from collections.abc import Iterator

import pytest

from segcore.cli import arguments
from segcore.errors import InputError
from tests.conftest import PROJECT

README = PROJECT / "README.md"
COMMANDS = (
    *("import", "export", "list", "sample", "train"),
    *("runs", "cancel", "evaluate", "predict", "doctor"),
)


def _readme() -> str:
    if not README.is_file():
        pytest.skip("there is no README yet")
    return README.read_text()


def _shell_lines() -> list[str]:
    """Every command line in the README's fenced blocks, without its comment and its prompt."""
    blocks = re.findall(r"```(?:sh|bash|console|shell)?\n(.*?)```", _readme(), re.S)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [" ".join(shlex.split(line.removeprefix("$ "), comments=True)) for line in lines]


def _calls() -> list[list[str]]:
    """The arguments of each `python -m segcore ...` in the README."""
    found = (
        re.search(r"(?:^|[ =(])(?:\S*python3?) -m segcore (.*)", line) for line in _shell_lines()
    )
    return [shlex.split(match[1]) for match in found if match]


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9]+):", (PROJECT / "Makefile").read_text(), re.M))


def _parsers() -> Iterator[tuple[str, arguments.Parser]]:
    (subparsers,) = (
        action for action in arguments.parser()._actions if isinstance(action, _SubParsersAction)
    )
    yield from subparsers.choices.items()


def test_every_call_in_the_readme_is_understood() -> None:
    calls = [call for call in _calls() if not set("[|") & set("".join(call))]
    for call in calls:
        try:
            arguments.parse(call)
        except InputError as error:
            pytest.fail(f"README: python -m segcore {shlex.join(call)}: {error}")
    assert calls


def test_every_make_target_in_the_readme_exists() -> None:
    named = set(re.findall(r"\bmake ([a-z0-9]+)\b", "\n".join(_shell_lines())))
    named |= set(re.findall(r"`make ([a-z0-9]+)[^`]*`", _readme()))
    assert named <= _targets()
    assert {"app", "test"} <= named


def test_every_file_the_readme_points_to_exists() -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", _readme())
    sources = re.findall(r'src="(?!https?:)([^"]+)"', _readme())
    missing = [link for link in [*links, *sources] if not (PROJECT / link).exists()]
    assert missing == []


def test_ci_runs_the_readmes_test_command() -> None:
    script = (PROJECT / ".ci/run").read_text()
    last = script.strip().splitlines()[-1]
    assert last == "make check"
    assert last in _readme()


def test_the_commands_are_these() -> None:
    assert [name for name, _ in _parsers()] == [*COMMANDS]


def test_every_command_has_a_function_behind_it() -> None:
    for name, parser in _parsers():
        does = parser.get_default("does")
        assert callable(arguments.command(parser.parse_args(_least(name)))), does


def test_every_argument_is_explained() -> None:
    silent = [
        f"{name} {action.dest}"
        for name, parser in _parsers()
        for action in parser._actions
        if not action.help
    ]
    assert silent == []


def test_help_shows_the_defaults_that_hold() -> None:
    assert "(default: sample)" in dict(_parsers())["sample"].format_help()
    assert arguments.parse(["sample"]).name == "sample"
    train = arguments.parse(["train", "x"])
    assert (train.preset, train.engine, train.detach) == ("tiny", "auto", False)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_well(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments.parse([name, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m segcore {name} ")


def test_make_help_lists_every_target() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert set(re.findall(r"^make ([a-z0-9]+)", listed.stdout, re.M)) == _targets()


def _least(name: str) -> list[str]:
    """The shortest right call of a command, without its name."""
    return {
        "import": ["x", "--name", "x"],
        "export": ["x", "x.json"],
        "predict": ["x", "x.jpg", "--out", "x"],
        "train": ["x"],
        "cancel": ["x"],
        "evaluate": ["x"],
    }.get(name, [])
