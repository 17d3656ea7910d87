from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from segcore.errors import InputError
from segcore.store import Store
from segcore.store.database import Database
from segcore.store.migrations import MIGRATIONS, bring_up_to_date
from tests.store.examples import pond


def add_a_note(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE image ADD COLUMN note TEXT"))


def fail_half_way(connection: Connection) -> None:
    add_a_note(connection)
    raise OSError("no more")


def notes(store: Store) -> list[str | None]:
    with store._database.reading() as connection:
        return list(connection.execute(text("SELECT note FROM image")).scalars())


def test_a_new_store_has_the_newest_schema(store: Store, url: str) -> None:
    assert store.schema_version == 1 + len(MIGRATIONS)
    assert Store(url).schema_version == store.schema_version


def test_an_older_store_is_migrated_with_its_data(store: Store, url: str) -> None:
    pond(store)
    newer = bring_up_to_date(Database(url), migrations=[*MIGRATIONS, add_a_note])
    assert newer == store.schema_version + 1
    assert notes(store) == [None]


def test_a_copy_is_made_before_a_migration(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'segcore.db'}"
    (image,) = pond(Store(url))
    bring_up_to_date(Database(url), migrations=[*MIGRATIONS, add_a_note])
    (copy,) = tmp_path.glob(f"segcore.schema-{1 + len(MIGRATIONS)}.*.db")
    assert Store(f"sqlite:///{copy}").image(image.id) == image


def test_a_migration_that_fails_changes_nothing(store: Store, url: str) -> None:
    (image,) = pond(store)
    with pytest.raises(OSError, match="no more"):
        bring_up_to_date(Database(url), migrations=[*MIGRATIONS, fail_half_way])
    assert Store(url).image(image.id) == image
    bring_up_to_date(Database(url), migrations=[*MIGRATIONS, add_a_note])


def test_a_store_of_a_newer_version_is_refused(store: Store, url: str) -> None:
    bring_up_to_date(Database(url), migrations=[*MIGRATIONS, add_a_note])
    known = store.schema_version
    with pytest.raises(
        InputError, match=rf"newer Segcore \(schema {known + 1}; this one knows {known}\): update"
    ):
        Store(url)
