"""The table of engines, and that asking about them loads no heavy library."""

from __future__ import annotations

import subprocess
import sys

import pytest

from segcore.engines import NAMES, base, choose, load
from segcore.errors import EngineUnavailable, InputError


def test_asking_about_engines_imports_neither_torch_nor_them() -> None:
    code = (
        "import sys, segcore.engines.data\n"
        "from segcore.engines import NAMES, configure, load\n"
        "configure('tiny'); [load(name).unavailable() for name in NAMES]\n"
        "sys.exit(str({'torch', 'torchvision', 'detectron2'} & set(sys.modules) or ''))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) in ((0, ""), (1, "\n"))


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="no engine 'yolo'; the engines are detectron2, torchvi"):
        load("yolo")


def test_auto_takes_detectron2_where_it_works() -> None:
    name, reason = choose("auto")
    assert name == next(one for one in NAMES if load(one).unavailable() is None)
    assert reason.startswith(f"{name} can be used here.")


def test_auto_says_why_it_passed_detectron2_over(monkeypatch: pytest.MonkeyPatch) -> None:
    detectron2 = load("detectron2")
    monkeypatch.setattr(detectron2, "unavailable", lambda: "It is not installed.")
    assert choose() == ("torchvision", "torchvision can be used here. It is not installed.")
    with pytest.raises(
        EngineUnavailable, match=r"detectron2 cannot be used: It is not installed\."
    ):
        choose("detectron2")


def test_a_missing_module_is_found_without_importing_it() -> None:
    assert base.missing("json", "no_such_module_here") == ["no_such_module_here"]
