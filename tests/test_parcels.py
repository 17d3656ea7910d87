"""Files on their way in or out live as long as somebody holds them."""

from __future__ import annotations

import gc
from io import BytesIO
from pathlib import Path

import pytest

from segcore.errors import InputError
from segcore.parcels import Parcel

pytestmark = pytest.mark.usefixtures("data_dir")


def test_one_file_is_its_own_path(data_dir: Path) -> None:
    parcel = Parcel()

    path = parcel.receive([("toys.zip", BytesIO(b"zip"))])

    assert path.read_bytes() == b"zip"
    assert path.name == "toys.zip"
    assert data_dir in path.parents


def test_several_files_are_their_folder() -> None:
    parcel = Parcel()

    folder = parcel.receive([("labels.json", BytesIO(b"{}")), ("images/a.png", BytesIO(b"png"))])

    assert (folder / "images" / "a.png").read_bytes() == b"png"


def test_a_folder_keeps_its_name(data_dir: Path) -> None:
    files = [("toys/labels.json", BytesIO(b"{}")), ("toys/images/a.png", BytesIO(b"png"))]

    parcel = Parcel()

    folder = parcel.receive(files)

    assert (folder / "images" / "a.png").is_file()
    assert folder.name == "toys"
    assert data_dir in folder.parents


def test_a_name_that_leads_outside_is_refused() -> None:
    with pytest.raises(InputError, match="outside"):
        Parcel().receive([("../evil.png", BytesIO(b""))])


def test_a_forgotten_parcel_is_gone() -> None:
    parcel = Parcel()
    root = parcel.root
    assert root.is_dir()

    del parcel
    gc.collect()

    assert not root.exists()


def test_a_closed_parcel_is_gone() -> None:
    parcel = Parcel()

    parcel.close()

    assert not parcel.root.exists()
