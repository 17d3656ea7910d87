"""An import is there whole or not at all: errors, full disks and death in the middle."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from segcore import exporting, importing
from segcore.errors import SegcoreError
from segcore.folders import DatasetFolder
from segcore.importing.staging import Staging
from segcore.store import Store, open_store
from tests.builders import coco_annotation, coco_document, write_coco

OLD = coco_document(coco_annotation(1))
NEW = coco_document(coco_annotation(1), coco_annotation(2), coco_annotation(3))
PROGRAM = """
import os, sys
from pathlib import Path
from segcore import importing
from segcore.importing import staging
from segcore.store import open_store

folder, moment = Path(sys.argv[1]), sys.argv[2]

def die(*_):
    os.kill(os.getpid(), 9)

def die_in_the_middle(self, target, rename=Path.rename):
    rename(self, target)
    if self.name == "images" and Path(target).parent.name == "old":
        die()

if moment == "between the renames":
    Path.rename = die_in_the_middle
if moment == "before the commit":
    swap_in = staging.Staging.swap_in
    staging.Staging.swap_in = lambda self, *a, **k: (swap_in(self, *a, **k), die())
if moment == "after the commit":
    staging.Staging.settle = die

with importing.inspect(folder) as plan:
    progress = lambda stage, done, total: stage == moment and die()
    importing.run(open_store(), plan, name="toys", replace=True, progress=progress)
"""


def bring(store: Store, folder: Path, *, replace: bool = False) -> importing.Report:
    return importing.run(store, importing.inspect(folder), name="toys", replace=replace)


def left_behind(data_dir: Path) -> list[Path]:
    return [path for path in data_dir.glob(".staging/*") if path.is_dir()]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_coco(tmp_path / "old", OLD)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """As `old` with more annotations and another picture."""
    folder = write_coco(tmp_path / "new", NEW)
    picture = folder / "images" / "a.png"
    picture.write_bytes(picture.read_bytes() + b"new")
    return folder


def assert_is(store: Store, folder: Path, data_dir: Path) -> None:
    """The dataset "toys" is exactly what `folder` holds, and nothing is left behind."""
    assert left_behind(data_dir) == []
    wanted = json.loads((folder / "labels.json").read_text())
    out = exporting.export(store, "toys", data_dir.parent / "out.json")
    assert json.loads(out.read_text()) == wanted
    toys = DatasetFolder.of("toys")
    pictures = [path.name for path in toys.images.iterdir()]
    assert pictures == ["a.png"]
    assert toys.image("a.png").read_bytes() == (folder / "images" / "a.png").read_bytes()
    assert json.loads(toys.import_report.read_text())["annotations"] == len(wanted["annotations"])


def test_a_taken_name_is_refused_and_nothing_changes(
    store: Store, data_dir: Path, old: Path, new: Path
) -> None:
    bring(store, old)
    with pytest.raises(SegcoreError, match="'toys' exists"):
        bring(store, new)
    assert_is(store, old, data_dir)


def test_replacing_swaps_everything(store: Store, data_dir: Path, old: Path, new: Path) -> None:
    bring(store, old)
    bring(store, new, replace=True)
    assert_is(store, new, data_dir)


def test_replacing_drops_the_screen_copies_and_keeps_the_runs(
    store: Store, old: Path, new: Path
) -> None:
    bring(store, old)
    toys = DatasetFolder.of("toys")
    for folder in (toys.cache, toys.runs):
        folder.mkdir()
    bring(store, new, replace=True)
    assert toys.runs.exists()
    assert not toys.cache.exists()


def test_replacing_what_is_not_there_makes_it(store: Store, data_dir: Path, new: Path) -> None:
    bring(store, new, replace=True)
    assert_is(store, new, data_dir)


def test_a_folder_of_nobody_is_not_overwritten(store: Store, data_dir: Path, old: Path) -> None:
    precious = data_dir / "toys" / "images" / "precious.png"
    precious.parent.mkdir(parents=True)
    precious.touch()
    with pytest.raises(SegcoreError, match="belongs to no dataset"):
        bring(store, old)
    assert precious.exists()


@pytest.mark.parametrize("there_before", [True, False])
def test_a_failure_at_the_last_moment_changes_nothing(
    store: Store,
    data_dir: Path,
    old: Path,
    new: Path,
    monkeypatch: pytest.MonkeyPatch,
    there_before: bool,
) -> None:
    if there_before:
        bring(store, old)

    def swap_in(self: Staging, name: str, *, before: tuple[int, str] | None) -> None:
        original(self, name, before=before)
        raise OSError(28, "No space left on device")

    original = Staging.swap_in
    monkeypatch.setattr(Staging, "swap_in", swap_in)
    with pytest.raises(SegcoreError, match="is full: nothing was changed"):
        bring(store, new, replace=True)
    if there_before:
        assert_is(store, old, data_dir)
    else:
        assert store.datasets() == []
        assert not (data_dir / "toys").exists()
        assert left_behind(data_dir) == []


@pytest.mark.parametrize(
    ("moment", "there_before", "survives"),
    [
        ("copying pictures", True, False),
        ("copying pictures", False, False),
        ("storing", True, False),
        ("storing", False, False),
        ("between the renames", True, False),
        ("before the commit", True, False),
        ("before the commit", False, False),
        ("after the commit", True, True),
        ("after the commit", False, True),
    ],
)
def test_death_in_the_middle_leaves_the_old_or_the_new_whole(
    data_dir: Path,
    tmp_path: Path,
    old: Path,
    new: Path,
    moment: str,
    there_before: bool,
    survives: bool,
) -> None:
    store = open_store()
    if there_before:
        bring(store, old)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    died = subprocess.run([sys.executable, program, new, moment], env=_environment(), check=False)
    assert died.returncode == -signal.SIGKILL
    assert importing.sweep(store) == 1
    if survives:
        assert_is(store, new, data_dir)
    elif there_before:
        assert_is(store, old, data_dir)
    else:
        assert store.datasets() == []
        assert not (data_dir / "toys").exists()
        assert left_behind(data_dir) == []
    assert importing.sweep(store) == 0
    bring(store, new, replace=True)
    assert_is(store, new, data_dir)


def test_of_two_imports_of_one_name_at_once_one_wins_whole(
    data_dir: Path, old: Path, new: Path
) -> None:
    store = open_store()
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(bring, store, folder) for folder in (old, new)]
    won = [one.exception() is None for one in both]
    assert sorted(won) == [False, True]
    assert isinstance(both[won.index(False)].exception(), SegcoreError)
    assert_is(store, (old, new)[won.index(True)], data_dir)


def test_the_next_import_sweeps_by_itself(data_dir: Path, old: Path) -> None:
    abandoned = data_dir / ".staging" / "dead"
    (abandoned / "images").mkdir(parents=True)
    bring(open_store(), old)
    assert left_behind(data_dir) == []


def test_a_living_import_is_not_swept(store: Store, data_dir: Path) -> None:
    stage = Staging.create()
    assert importing.sweep(store) == 0
    assert left_behind(data_dir) == [stage.root]
    stage.close()
    assert left_behind(data_dir) == []


def test_a_disk_that_fills_up_while_copying_changes_nothing(
    data_dir: Path, tmp_path: Path, old: Path, new: Path
) -> None:
    store = open_store()
    bring(store, old)
    with (new / "images" / "a.png").open("ab") as picture:
        picture.write(bytes(4_000_000))
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    said = subprocess.run(
        [sys.executable, program, new, "never"],
        env=_environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "is full: nothing was changed" in said.stderr.splitlines()[-1]
    assert_is(store, old, data_dir)


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder on a disk of its own of 20 MB; skips where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", folder],
        capture_output=True,
        check=False,
    ).returncode:
        pytest.skip("only root may mount a small disk here")
    monkeypatch.setenv("SEGCORE_DATA_DIR", str(folder))
    monkeypatch.delenv("SEGCORE_DATABASE_URL", raising=False)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_without_room_is_told_before_anything_is_written(
    small_disk: Path, old: Path
) -> None:
    with (old / "images" / "a.png").open("ab") as picture:
        picture.write(bytes(30_000_000))
    with pytest.raises(SegcoreError, match="too full: 30 MB are needed"):
        bring(open_store(), old)
    assert left_behind(small_disk) == []


def test_a_disk_that_cannot_be_written_is_told_in_one_sentence(small_disk: Path, old: Path) -> None:
    store = open_store()
    bring(store, old)
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(SegcoreError) as refused:
        bring(store, old, replace=True)
    assert "\n" not in str(refused.value)
    store.close()


def _environment() -> dict[str, str]:
    root = Path(__file__).resolve().parents[2]
    return {**os.environ, "PYTHONPATH": str(root)}
