"""Each failure a person can meet is one sentence, and changes nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest
from sqlalchemy import event

from segcore.errors import Failed, InputError
from segcore.store import Store
from tests.store.examples import annotation, corner, move, pictures, pond

NOBODY = 65534


@pytest.fixture
def readonly_folder() -> Iterator[Path]:
    """A folder this process may read, but not write."""
    folder = Path(tempfile.mkdtemp())
    (image,) = pond(Store(f"sqlite:///{folder / 'segcore.db'}"))
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:  # root may write anywhere
        os.seteuid(NOBODY)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_readonly_folder_is_named(readonly_folder: Path) -> None:
    file = readonly_folder / "segcore.db"
    with pytest.raises(InputError, match=rf"{file} cannot be opened for writing: make its"):
        Store(f"sqlite:///{file}").rename("pond", "lake")


def test_a_new_store_in_a_readonly_folder_is_refused(readonly_folder: Path) -> None:
    with pytest.raises(InputError, match=r"new.db cannot be opened for writing"):
        Store(f"sqlite:///{readonly_folder / 'new.db'}")
    with pytest.raises(InputError, match=r"deeper cannot be made \(Permission denied\)"):
        Store(f"sqlite:///{readonly_folder / 'deeper' / 'new.db'}")


def test_a_full_disk_is_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'segcore.db'}")
    (image,) = pond(store)
    move(store, image, to=30)
    store.close()
    event.listen(store._database.engine, "connect", _full)
    rows = [annotation(0, n) for n in range(20_000)]
    with pytest.raises(Failed, match=r"segcore.db is full: nothing was changed; free some space"):
        pond(store, "large", images=pictures("a.jpg"), annotations=rows)
    assert [dataset.name for dataset in store.datasets()] == ["pond"]
    assert corner(store, image) == 30


def _full(connection: Connection, _record: object) -> None:
    """SQLite's own limit stands in for the disk's: it fails in the same way at the same place."""
    connection.execute("PRAGMA max_page_count = 200")


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "segcore.db"
    file.write_bytes(b"a shopping list, longer than a database's header would be" * 20)
    before = file.read_bytes()
    with pytest.raises(InputError, match="segcore.db is not a Segcore store, or is damaged"):
        Store(f"sqlite:///{file}")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "is not a database's address: got 'nonsense'; use sqlite:////folder"),
        ("mysql://host/db", "runs on sqlite or postgresql; got 'mysql'"),
        ("sqlite://", "lives in a file, not in memory"),
        (
            "postgresql://ann:secret@127.0.0.1:9/segcore",
            r"ann:\*\*\*@127.0.0.1:9/segcore cannot be reached: start it, or correct",
        ),
    ],
)
def test_a_wrong_address_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as refused:
        Store(url)
    assert "secret" not in str(refused.value)
