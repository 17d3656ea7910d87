"""The schema's version: made when the store is new, brought up to date when it is older."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text, update

from segcore.errors import Failed, InputError
from segcore.store import schema
from segcore.store.database import Database

Migration = Callable[[Connection], None]


def _to_2(connection: Connection) -> None:
    """Draw order and origin of an annotation, a gesture's words and time, five review states."""
    for statement in (
        "ALTER TABLE annotation ADD COLUMN z INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE annotation ADD COLUMN score DOUBLE PRECISION",
        "ALTER TABLE annotation ADD COLUMN run_id TEXT",
        "ALTER TABLE request ADD COLUMN label TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE request ADD COLUMN seconds DOUBLE PRECISION",
        "UPDATE image SET state = 'in work' WHERE state = 'in progress'",
        "UPDATE image SET state = 'accepted' WHERE state = 'done'",
    ):
        connection.execute(text(statement))


MIGRATIONS: tuple[Migration, ...] = (_to_2,)
"""The n-th brings version n to n + 1; schema.py describes the last one. Only ever appended to."""


def bring_up_to_date(database: Database, *, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Make the tables, or migrate them after a copy of the file; returns the version.

    Raises InputError when a newer Segcore made the store.
    """
    wanted = 1 + len(migrations)
    with database.reading() as connection:
        found = version(connection)
    if found != wanted:
        with database.writing() as connection:
            _hold(connection)
            _change(database, connection, migrations)
    return wanted


def version(connection: Connection) -> int | None:
    """The schema's version; None when the database is empty."""
    if not inspect(connection).has_table("meta"):
        return None
    row = select(schema.meta.c.value).where(schema.meta.c.key == "schema_version")
    return int(connection.execute(row).scalar_one())


def _hold(connection: Connection) -> None:
    """Let only one process at a time change the schema (SQLite's write lock does so by itself)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(5123)"))


def _change(database: Database, connection: Connection, migrations: Sequence[Migration]) -> None:
    found, wanted = version(connection), 1 + len(migrations)
    if found is None:
        schema.metadata.create_all(connection)
        connection.execute(insert(schema.meta).values(key="schema_version", value=str(wanted)))
        return
    if found > wanted:
        raise InputError(
            f"The store {database.where} was made by a newer Segcore (schema {found}; this one "
            f"knows {wanted}): update Segcore, or set SEGCORE_DATA_DIR to another folder."
        )
    if found < wanted and database.file:
        _copy(database.file, found)
    for migrate in migrations[found - 1 :]:
        migrate(connection)
    connection.execute(update(schema.meta).values(value=str(wanted)))


def _copy(file: Path, found: int) -> None:
    """A whole copy of the store as it was before, beside it; Failed where there is no room."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = file.with_name(f"{file.stem}.schema-{found}.{moment}{file.suffix}")
    part = copy.with_name(copy.name + ".part")
    try:
        with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
        os.replace(part, copy)
    except (sqlite3.Error, OSError) as error:
        raise Failed(
            f"The store {file} must be brought up to date, and no copy of it could be made before "
            f"({error}): nothing was changed; free as much space beside it as it takes, and start "
            "again."
        ) from error
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            left.unlink(missing_ok=True)
