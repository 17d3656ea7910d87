"""The set-up script: whom it turns away, what it skips and what it repairs."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import PROJECT

WHEEL = "detectron2-0.6-cp311-cp311-linux_x86_64.whl"


@pytest.fixture
def setup_env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, its .venv in an empty folder and no wheels anywhere."""
    spec = importlib.util.spec_from_file_location("setup_env", PROJECT / "tools/setup_env.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    venv = tmp_path / ".venv"
    names = {"VENV": venv, "PYTHON": venv / "bin/python", "STAMP": venv / "stamp.json"}
    for name, path in names.items():
        monkeypatch.setattr(script, name, path)
    monkeypatch.setenv("SEGCORE_WHEELS", str(tmp_path / "wheels"))
    monkeypatch.delenv("REQUIRE_D2", raising=False)
    return script


@pytest.fixture
def venv(setup_env: ModuleType) -> Path:
    """A .venv of this Python with one package in it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", setup_env.VENV], check=True)
    packages = next(Path(setup_env.VENV).glob("lib/*/site-packages"))
    (packages / "six.py").write_text("whole\n")
    (packages / "six-1.0.dist-info").mkdir()
    (packages / "six-1.0.dist-info/METADATA").write_text("Name: six\nVersion: 1.0\n")
    (packages / "six-1.0.dist-info/RECORD").write_text("six.py,sha256=unknown,6\n")
    return Path(setup_env.VENV)


def test_an_old_python_is_turned_away_with_a_way_out(setup_env: ModuleType) -> None:
    with pytest.raises(setup_env.SetupError, match=r"needs Python 3\.11 or newer; .* is 3\.9"):
        setup_env.check_python((3, 9))


def test_an_old_python_can_read_the_script() -> None:
    script = (PROJECT / "tools/setup_env.py").read_text()
    ast.parse(script, feature_version=(3, 7))
    assert "from __future__" not in script  # Python 3.6 stumbles over it


def test_this_python_will_do(setup_env: ModuleType) -> None:
    setup_env.check_python(sys.version_info[:2])


def test_a_missing_venv_module_is_named(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(setup_env.SetupError, match="apt-get install python3-venv"):
        setup_env.check_python((3, 12))


def test_a_finished_set_up_is_skipped(setup_env: ModuleType, venv: Path) -> None:
    assert not setup_env.is_ready()
    setup_env.write_stamp(detectron2=False)
    assert setup_env.is_ready()
    (venv / "bin/python").unlink()
    assert not setup_env.is_ready()


@pytest.mark.usefixtures("venv")
def test_a_changed_requirement_asks_for_a_set_up(
    setup_env: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup_env.write_stamp(detectron2=True)
    changed = tmp_path / "requirements.txt"
    changed.write_bytes(setup_env.REQUIREMENTS.read_bytes() + b"six==1.17.0\n")
    monkeypatch.setattr(setup_env, "REQUIREMENTS", changed)
    assert not setup_env.is_ready()


@pytest.mark.usefixtures("venv")
def test_a_wheel_that_came_later_is_noticed(setup_env: ModuleType, tmp_path: Path) -> None:
    setup_env.write_stamp(detectron2=False)
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / WHEEL).write_bytes(b"")
    assert not setup_env.is_ready()
    assert [wheel.name for wheel in setup_env.wheels()] == [WHEEL]


@pytest.mark.usefixtures("venv")
def test_a_missing_detectron2_is_tried_again_when_required(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup_env.write_stamp(detectron2=False)
    monkeypatch.setenv("REQUIRE_D2", "1")
    assert not setup_env.is_ready()
    with pytest.raises(setup_env.SetupError, match="Detectron2 is missing: no compiler"):
        setup_env.report_missing("no compiler")


def test_a_missing_detectron2_takes_two_lines(
    setup_env: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    setup_env.report_missing("there is no C++ compiler")
    missing, later = capsys.readouterr().out.splitlines()
    assert missing.endswith("there is no C++ compiler. The torchvision engine carries on.")
    assert later.startswith("To add it later: put its wheel into")


def test_a_half_installed_package_is_found(setup_env: ModuleType, venv: Path) -> None:
    assert setup_env.is_whole()
    next(venv.glob("lib/*/site-packages/six.py")).write_text("cut")
    assert not setup_env.is_whole()


def test_a_package_without_its_file_list_is_found(setup_env: ModuleType, venv: Path) -> None:
    next(venv.glob("lib/*/site-packages/*/RECORD")).unlink()
    assert not setup_env.is_whole()


def test_a_folder_that_is_no_venv_is_made_anew(setup_env: ModuleType) -> None:
    (setup_env.VENV / "bin").mkdir(parents=True)
    setup_env.PYTHON.write_text("cut sho")
    assert not setup_env.is_whole()
    setup_env.make_venv()
    assert setup_env.is_whole()


def test_what_runs_too_long_is_ended_with_its_children(
    setup_env: ModuleType, tmp_path: Path
) -> None:
    fifo = tmp_path / "held"
    command = f"mkfifo {fifo}; sleep 60 > {fifo} & cat {fifo}"
    assert setup_env.run(["sh", "-c", command], seconds=0.5) == 124


def test_the_requirements_are_pinned_and_name_no_machine() -> None:
    for path in (PROJECT / "requirements.txt", PROJECT / "requirements/detectron2-deps.txt"):
        lines = [
            line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")
        ]
        unpinned = [line for line in lines if not re.match(r"[\w.-]+==[\w.]+( ;.*)?$", line)]
        assert unpinned == []
        assert "opencv-python-headless" in path.read_text() or path.name != "requirements.txt"


def test_both_requirement_files_agree_on_common_packages() -> None:
    pins = [
        dict(re.findall(r"^([\w.-]+)==([\w.]+)", path.read_text(), re.M))
        for path in (PROJECT / "requirements.txt", PROJECT / "requirements/detectron2-deps.txt")
    ]
    common = pins[0].keys() & pins[1].keys()
    assert {name: pins[0][name] for name in common} == {name: pins[1][name] for name in common}


def test_make_says_what_it_can_do() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert "make app          Start the app on http://localhost:8501" in listed.stdout


def test_make_names_a_missing_python() -> None:
    found = subprocess.run(
        ["make", "setup", "PYTHON=python9"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 2
    assert "Segcore needs Python 3.11 or newer and found no python9" in found.stderr
