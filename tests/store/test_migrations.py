from __future__ import annotations

import resource
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, insert, text

from segcore.errors import Failed, InputError
from segcore.store import Store
from segcore.store.database import Database
from segcore.store.migrations import MIGRATIONS, bring_up_to_date
from segcore.types import Box, Restore, Update
from tests.store import schema_1
from tests.store.examples import corner, key, pond, source, square


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


def test_without_room_for_the_copy_nothing_is_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'segcore.db'}"
    store = Store(url)
    (image,) = pond(store)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(Failed, match=r"no copy of it .* nothing was changed; free as much"):
            bring_up_to_date(Database(url), migrations=[*MIGRATIONS, add_a_note])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.name for path in tmp_path.iterdir()} <= {
        "segcore.db",
        "segcore.db-shm",
        "segcore.db-wal",
    }
    assert Store(url).image(image.id) == image
    bring_up_to_date(Database(url), migrations=[*MIGRATIONS, add_a_note])


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


MOVED = (
    b'{"category_id":1,"box":[30,30,50,50],"area":400,"edited":true,"version":2,'
    b'"outline":{"parts":[[[30,30,50,30,50,50,30,50]]]}}'
)
"""What the first version wrote down of an edit: no crowd flag, no draw order."""
AS_IMPORTED = (
    b'{"category_id":1,"box":[10,10,30,30],"area":400,"edited":false,"version":1,"outline":null}'
)


@pytest.fixture
def first_version(url: str) -> str:
    """A store as the first version left it: three images, and a crowd that somebody moved."""
    database = Database(url)
    with database.writing() as connection:

        def put(table: Table, **row: object) -> None:
            connection.execute(insert(table).values(**row))

        schema_1.metadata.create_all(connection)
        put(schema_1.meta, key="schema_version", value="1")
        tops = {"top_category_id": 3, "top_image_id": 9, "top_annotation_id": 40}
        put(schema_1.dataset, id=1, name="pond", created_at="2026", source=b"{}", **tops)
        put(schema_1.category, id=1, dataset_id=1, position=0, name="duck", supercategory="")
        for number, state in enumerate(("new", "in progress", "done"), start=1):
            size = {"width": 100, "height": 80, "split": "train", "version": number}
            put(schema_1.image, dataset_id=1, file_name=f"{number}.jpg", state=state, **size)
        owner = {"dataset_id": 1, "image_id": 2}
        put(
            schema_1.annotation,
            category_id=1,
            imported_category_id=1,
            **dict(zip(("x1", "y1", "x2", "y2"), (30, 30, 50, 50), strict=True)),
            area=400,
            iscrowd=True,
            edited=True,
            version=2,
            origin="import",
            source=source(40),
            segmentation=b'{"parts":[[[30,30,50,30,50,50,30,50]]]}',
            **owner,
        )
        who = {"author": "ann", "at": "2026-01-31T12:00:00.000000+00:00"}
        put(schema_1.request, key="old-save", kind="save", state="applied", **owner, **who)
        did = {"annotation_id": 1, "request_id": 1, "before": AS_IMPORTED, "after": MOVED}
        put(schema_1.change, kind="update", **did, **owner, **who)
    database.engine.dispose()
    return url


def test_a_store_of_the_first_version_keeps_all_it_has(first_version: str) -> None:
    store = Store(first_version)
    assert store.schema_version == 1 + len(MIGRATIONS)
    images = store.images(1)
    assert [(one.state, one.version) for one in images] == [
        ("new", 1),
        ("in work", 2),
        ("accepted", 3),
    ]
    (kept,) = store.annotations(2)
    assert (kept.segmentation, kept.box) == (square(30, 30, 20), Box(30, 30, 50, 50))
    assert (kept.iscrowd, kept.version, kept.z, kept.score, kept.run_id) == (True, 2, 0, None, None)
    (change,) = store.history(2)
    assert (change.request_id, change.label) == ("old-save", "")
    assert change.before is not None
    assert (change.before.iscrowd, change.before.edited) == (True, False)
    assert store.effort(2).gestures == 0
    store.close()


def test_what_was_done_in_the_first_version_can_be_undone(first_version: str) -> None:
    store = Store(first_version)
    store.undo(2, author="bob", request_id=key(), target="old-save")
    (back,) = store.annotations(2)
    assert (back.iscrowd, back.edited, back.version, corner(store, store.image(2))) == (
        True,
        False,
        3,
        10,
    )
    (row,) = store.export_rows(1).annotations
    assert row.segmentation is None
    store.close()


def test_an_old_change_is_no_word_on_the_crowd_flag(first_version: str) -> None:
    store = Store(first_version)
    (change,) = store.history(2)
    store.save(2, [Update(1, 2, iscrowd=False)], author="bob", request_id=key())
    restore = Restore(1, 3, change.id, "before")
    (back,) = store.save(2, [restore], author="bob", request_id=key()).annotations
    assert (back.iscrowd, back.edited) == (False, False)
    store.close()
