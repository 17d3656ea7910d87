"""README, the help texts and the make targets say what is true."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from argparse import _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest

from segcore import coco, evaluation
from segcore.cli import arguments
from segcore.engines import PRESETS, config_file, configure
from segcore.errors import InputError
from segcore.runs import RunFolder
from segcore.store import values
from tests.conftest import PROJECT

README = PROJECT / "README.md"
DOCS = PROJECT / "docs"
EDITOR_PAGE = DOCS / "editor.md"
EDITOR = PROJECT / "editor/src"
COMMANDS = (
    *("import", "export", "list", "sample", "train"),
    *("runs", "cancel", "evaluate", "predict", "doctor"),
)


def _readme() -> str:
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


def test_the_readme_tells_every_command_and_no_option_that_is_not_there() -> None:
    table = re.findall(r"^\| `([a-z]+)[^|]*\|([^|]*)\|$", _readme(), re.M)
    assert [name for name, _ in table] == [*COMMANDS]
    for name, about in table:
        known = {
            word for action in dict(_parsers())[name]._actions for word in action.option_strings
        }
        assert set(re.findall(r"--[a-z-]+", about)) <= known, name


def test_the_readme_tells_every_variable_of_the_environment() -> None:
    code = [*PROJECT.glob("segcore/**/*.py"), PROJECT / "tools/setup_env.py"]
    used = {
        name
        for path in code
        for name in re.findall(r"\bSEGCORE_[A-Z_]+\b", path.read_text())
        if name != "SEGCORE_DEVICE_LOCK"  # from one process of ours to another
    }
    assert used <= set(re.findall(r"^\| `(SEGCORE_[A-Z_]+)`", _readme(), re.M))


def test_the_pictures_are_small_and_each_is_shown() -> None:
    limits = {DOCS / "images": 200_000, DOCS / "images/editor": 60_000}
    pictures = {path: limit for at, limit in limits.items() for path in at.glob("*.webp")}
    assert [path.name for path, limit in pictures.items() if path.stat().st_size > limit] == []
    shown = {
        (page.parent / link).resolve()
        for page in (README, EDITOR_PAGE)
        for link in re.findall(r"!\[[^]]+\]\(([^)]+)\)", page.read_text())
    }
    assert set(pictures) == shown


def test_each_tool_of_the_editor_has_a_section_with_a_picture() -> None:
    page, sections = EDITOR_PAGE.read_text(), _tool_sections()
    assert [*sections] == _tool_ids()
    for tool, title in sections.items():
        _, found, rest = page.partition(f"\n### {title}\n")
        section = re.split(r"\n##", rest)[0]
        assert found, f"{tool}: no section {title!r}"
        assert "![" in section, f"{title}: no picture"
        assert set(_tool_keys(tool)) & set(re.findall(r"`(\w)`", section)), f"{title}: no key"


def test_every_file_the_other_pages_point_to_exists() -> None:
    missing = [
        f"{page.name}: {link}"
        for page in [*DOCS.glob("**/*.md"), PROJECT / "CONTRIBUTING.md"]
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())
        if not (page.parent / link).exists()
    ]
    assert missing == []


def test_every_heading_that_a_page_points_to_is_there() -> None:
    missing = [
        f"{page.name}: {link}#{anchor}"
        for page in [README, *DOCS.glob("**/*.md")]
        for link, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)", page.read_text())
        if anchor not in _anchors((page.parent / link) if link else page)
    ]
    assert missing == []


def test_the_architecture_names_every_room() -> None:
    page = (DOCS / "architecture.md").read_text()
    house = set(re.findall(r"^  (\w+)(?:/|\.py) ", page, re.M))
    rooms = {
        path.stem
        for path in (PROJECT / "segcore").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem[0] != "_"
    }
    assert house == rooms


def test_the_settings_page_tells_every_setting_with_its_defaults() -> None:
    page = (DOCS / "bring-your-own-config.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*) \| ([^|]*) \|$", page, re.M)
    assert [name for name, *_ in rows] == [*config_file._KINDS]
    for name, *told in rows:
        for preset, words in zip(PRESETS.values(), told, strict=True):
            value = getattr(preset.train, name, getattr(preset.model, name, None))
            assert words in _ways_to_say(value), f"{preset.name} {name}"


def test_the_settings_page_shows_a_file_that_works(tmp_path: Path) -> None:
    page = (DOCS / "bring-your-own-config.md").read_text()
    [example] = re.findall(r"```yaml\n(.*?)```", page, re.S)
    (tmp_path / "settings.yaml").write_text(example)
    config = configure("tiny", file=tmp_path / "settings.yaml")
    assert (config.max_steps, config.options["train_sizes"]) == (1500, [640, 720, 800])


def test_the_data_model_shows_files_that_can_be_read(tmp_path: Path) -> None:
    page = (DOCS / "data-model.md").read_text()
    blocks = re.findall(r"```json\n(.*?)```", page, re.S)
    outline, config, frozen, state, metrics, predictions, judged = blocks
    run = RunFolder(tmp_path)
    for path, text in (
        (run.config, config),
        (run.train, frozen),
        (run.state, state),
        (run.metrics, metrics),
        (run.evaluation, judged),
    ):
        path.write_text(text)
    parts = values.Outline.from_bytes(outline.encode())
    assert parts is not None
    assert [len(part.holes) for part in parts.to_segmentation().parts] == [0, 1]
    assert run.read_config().categories[2] == (3, "Duck")
    assert coco.read_frozen(run.train).annotations[0].area == pytest.approx(10174, rel=0.05)
    assert run.read_state().stage == "training"
    assert [line["step"] for line in run.read_metrics()[0]] == [36, 36]
    assert json.loads(predictions)[0]["segmentation"]["size"] == [480, 640]
    found, extra, missed = evaluation.read(run.evaluation).matches
    assert (found.is_found, extra.is_extra, missed.is_missed) == (True, True, True)


def _anchors(page: Path) -> set[str]:
    """Of its headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}


def _tool_ids() -> list[str]:
    listed = re.search(r"TOOL_IDS = \[(.*?)\]", (EDITOR / "tools/tool.ts").read_text(), re.S)
    assert listed
    return re.findall(r'^  "(\w+)"', listed[1], re.M)


def _tool_sections() -> dict[str, str]:
    """The title of each tool's section: its name in the toolbar, but for what Alt does."""
    source = (EDITOR / "panels/toolbar.tsx").read_text()
    names = re.search(r"TOOL_NAMES.*?\{(.*?)\}", source, re.S)
    assert names
    found = dict(re.findall(r'(\w+): "([^"]+)"', names[1]))
    return {**found, "brush": "Paint and erase"}


def _tool_keys(tool: str) -> list[str]:
    """The letters that take the tool, as the key table prints them."""
    table = (EDITOR / "keys/working.ts").read_text()
    called = re.search(rf'tool\(\s*"{tool}".*?\[(.*?)\]', table, re.S)
    assert called
    return [key.upper() for key in re.findall(r'"(\w)"', called[1])]


def _ways_to_say(value: object) -> list[str]:
    """How the settings page may write a default: 200, none, 16 ... 256, or 640, 672 ... 800."""
    if not isinstance(value, tuple):
        return [f"{value}"]
    texts = [str(one) for one in value] or ["none"]
    return [
        ", ".join(texts),
        f"{texts[0]} ... {texts[-1]}",
        f"{', '.join(texts[:2])} ... {texts[-1]}",
    ]


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
