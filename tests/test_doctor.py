"""The doctor: says what works and why not, fast, and changes nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

from segcore import doctor
from segcore.cli.boundary import main
from segcore.store import Store
from tests.conftest import PROJECT


def test_it_takes_seconds_and_prints_what_programs_read(data_dir: Path) -> None:
    began = time.monotonic()
    found = subprocess.run(
        [sys.executable, "-m", "segcore", "doctor", "--json"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        env={"SEGCORE_DATA_DIR": str(data_dir), "PATH": "/usr/bin:/bin"},
    )
    seen = orjson.loads(found.stdout)
    assert time.monotonic() - began < 10
    assert seen["ok"] is True
    assert seen["engines"]["torchvision"] == {"works": True, "reason": None}
    assert seen["versions"]["streamlit"].startswith("1.67")
    assert seen["data_dir"] == str(data_dir)
    assert {"cores", "memory_mib", "gpus", "store", "free_mib", "fiftyone", "browser"} <= set(seen)


def test_people_read_lines(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"store        sqlite:///{data_dir}/segcore.db, not made yet" in lines
    assert lines[-1] == "app          can run: `make app`"


def test_looking_makes_no_store(data_dir: Path) -> None:
    assert doctor.diagnose().store.schema is None
    assert list(data_dir.iterdir()) == []


def test_a_store_tells_its_schema(store: Store) -> None:
    assert doctor.diagnose().store.schema == store.schema_version


def test_a_newer_store_keeps_the_app_from_running(
    store: Store, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.close()
    with sqlite3.connect(data_dir / "segcore.db") as file:
        file.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "PROBLEM      The store was made by a newer Segcore (schema 99; this one knows" in out
    assert out.endswith("app          cannot run\n")


def test_a_password_is_never_shown(
    data_dir: Path,  # noqa: ARG001
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEGCORE_DATABASE_URL", "postgresql://ada:secret@127.0.0.1:1/loop")
    monkeypatch.setenv("FIFTYONE_DATABASE_URI", "mongodb://ada:secret@127.0.0.1:1")
    assert main(["doctor"]) == 1
    assert main(["doctor", "--json"]) == 1
    out = capsys.readouterr().out
    assert "secret" not in out
    assert "postgresql://ada:***@127.0.0.1:1/loop, cannot be opened" in out


def test_a_gpus_memory_is_what_its_driver_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = tmp_path / "nvidia-smi"
    driver.write_text("#!/bin/sh\necho 'NVIDIA H200, 143771'\n")
    driver.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor.gpus() == (doctor.Gpu("NVIDIA H200", 143771),)


def test_a_driver_that_fails_means_no_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = tmp_path / "nvidia-smi"
    driver.write_text("#!/bin/sh\nexit 9\n")
    driver.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor.gpus() == ()
