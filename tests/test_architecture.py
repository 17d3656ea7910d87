"""Imports point one way, heavy libraries stay in their rooms, and modules stay small."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT

# From the ground up: a room imports only from rooms above it in this list, or from itself.
FLOORS = (
    ("errors",),
    ("settings", "types"),
    ("folders", "colors", "disk"),
    ("geometry", "signing"),
    ("pictures", "coco"),
    ("store", "runs"),
    ("rendering", "evaluation", "engines", "importing", "screen_copies", "overview"),
    ("exporting", "parcels", "sample", "jobs"),
    ("worker", "api", "doctor", "deleting"),
    ("cli", "ui"),
    ("__main__", "app", "pages"),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
ONLY_IN = {
    "torch": {"engines"},
    "torchvision": {"engines"},
    "detectron2": {"engines"},
    "streamlit": {"ui", "pages", "app"},
    "streamlit_drawable_canvas": {"ui", "pages", "app"},
    "sqlalchemy": {"store", "doctor"},
    "pycocotools": {"geometry", "evaluation"},
    "fiftyone": set(),
}
EDITOR_GEOMETRY = {"clipper2-ts", "rbush"}  # libraries without a DOM
LONGEST_MODULE = 300
LONGEST_PAGE = 80


def _modules() -> list[Path]:
    pages = [*PROJECT.glob("app.py"), *PROJECT.glob("pages/*.py")]
    return sorted([*PROJECT.glob("segcore/**/*.py"), *pages])


def _room(path: Path) -> str:
    """The room a module is in: segcore/store/undo.py is in store, pages/train.py in pages."""
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return parts[1] if parts[0] == "segcore" else parts[0]


def _imports(path: Path) -> Iterator[str]:
    """Every module named by an import anywhere in the file, `from a import b` as a.b."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _imported_rooms(path: Path) -> set[str]:
    names = [name.split(".") for name in _imports(path)]
    inside = {name[1] for name in names if name[0] == "segcore" and len(name) > 1}
    return {room for room in inside if not room.startswith("__version")}


def _loaded(code: str) -> set[str]:
    """The modules that a fresh Python has loaded once it ran `code`."""
    script = f"{code}\nimport sys; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return set(found.stdout.splitlines()[-1].split())


def test_every_room_has_a_floor() -> None:
    assert {_room(path) for path in _modules()} - {"__init__"} <= set(FLOOR)


def test_imports_point_one_way() -> None:
    upwards = [
        f"{path.relative_to(PROJECT)} imports segcore.{room}"
        for path in _modules()
        if _room(path) in FLOOR
        for room in sorted(_imported_rooms(path) - {_room(path)})
        if FLOOR.get(room, 0) >= FLOOR[_room(path)]
    ]
    assert upwards == []


def test_heavy_libraries_stay_in_their_rooms() -> None:
    strays = [
        f"{path.relative_to(PROJECT)} imports {name}"
        for path in _modules()
        for name in _imports(path)
        if _room(path) not in ONLY_IN.get(name.split(".")[0], {_room(path)})
    ]
    assert strays == []


@pytest.mark.parametrize(
    "names",
    [
        "segcore.engines, segcore.jobs, segcore.evaluation, segcore.doctor",
        "segcore.api, segcore.rendering, segcore.sample, segcore.importing, segcore.exporting",
        "segcore.__main__, segcore.cli.training, segcore.cli.transfer, segcore.cli.datasets",
    ],
)
def test_the_library_loads_neither_torch_nor_streamlit_until_asked(names: str) -> None:
    loaded = _loaded(f"import {names}")
    assert loaded & {"torch", "torchvision", "detectron2", "fiftyone", "streamlit"} == set()


def test_the_editors_geometry_knows_of_nothing_else() -> None:
    strays = [
        f"{path.relative_to(PROJECT)} imports {name}"
        for path in PROJECT.glob("editor/src/geometry/*.ts")
        for kind, name in re.findall(r'import( type)?\s[^;]*?from "([^"]+)"', path.read_text())
        if not name.startswith("./") and name.split("/")[0] not in EDITOR_GEOMETRY and not kind
    ]
    assert strays == []


def test_modules_stay_small_and_a_page_is_a_paragraph() -> None:
    too_long = [
        f"{path.relative_to(PROJECT)} has {lines} lines"
        for path in [*_modules(), *PROJECT.glob("editor/src/**/*.ts*")]
        if (lines := len(path.read_text().splitlines()))
        > (LONGEST_PAGE if _room(path) == "pages" else LONGEST_MODULE)
    ]
    assert too_long == []
