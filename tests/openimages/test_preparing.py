"""An index is built by a process of its own, and anybody can see how far it is or how it ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from segcore.errors import InputError
from segcore.openimages import preparing
from segcore.openimages.index import open_index
from tests.openimages.mirror import Faults, make_mirror, serve
from tests.toys import wait_until

pytestmark = pytest.mark.usefixtures("data_dir")


def _prepare(folder: Path, monkeypatch: pytest.MonkeyPatch, faults: Faults) -> None:
    """Build the index of validation in the background and wait for its end."""
    with serve(folder, faults=faults) as mirror:
        monkeypatch.setenv("SEGCORE_OPENIMAGES_BASE", mirror.base)
        preparing.start("validation")
        wait_until(lambda: not preparing.is_running("validation"))


def test_an_index_built_in_the_background_is_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = make_mirror(tmp_path / "mirror", images_per_split=4, splits=("validation",))
    assert not preparing.is_ready("validation")

    _prepare(tree.folder, monkeypatch, Faults())

    assert preparing.is_ready("validation")
    assert preparing.state("validation").error == ""
    monkeypatch.setenv("SEGCORE_OPENIMAGES_BASE", "http://127.0.0.1:9")  # nobody is asked again
    assert open_index("validation").version


def test_what_went_wrong_is_told_to_whoever_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = make_mirror(tmp_path / "mirror", images_per_split=4, splits=("validation",))

    _prepare(tree.folder, monkeypatch, Faults(missing="*object-segmentation.csv"))

    assert not preparing.is_ready("validation")
    assert "object-segmentation.csv" in preparing.state("validation").error


def test_a_split_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="no split 'all': choose one of train"):
        preparing.start("all")  # type: ignore[arg-type]
