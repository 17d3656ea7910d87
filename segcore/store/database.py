"""Connections and transactions: how many may write, how long they wait, what a failure says."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteFailure
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError

from segcore.errors import InputError
from segcore.store.failures import explained

BUSY_SECONDS = 60


class Database:
    """One database by URL: SQLite in WAL mode, or PostgreSQL.

    Reading never waits. Writing is one at a time in this process (a lock, so that nobody polls)
    and across processes (SQLite's own lock, waited for up to BUSY_SECONDS).
    """

    def __init__(self, url: str) -> None:
        self.url = _checked(url)
        self.engine = _engine(self.url)
        self._writer = self.engine.execution_options(writing=True)
        self._one_writer = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a database server."""
        return Path(str(self.url.database)) if self.is_sqlite else None

    @property
    def where(self) -> str:
        """The database in words, without a password."""
        return str(self.file or self.url.render_as_string(hide_password=True))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the store."""
        with self.failures_explained(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable once this returns, or has changed nothing."""
        with self.failures_explained(), self._one_writer, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def failures_explained(self) -> Iterator[None]:
        try:
            yield
        except (IntegrityError, ProgrammingError):
            raise  # our own mistake
        except DBAPIError as error:
            raise explained(error, self.where) from error


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise InputError(
            f"SEGCORE_DATABASE_URL is not a database's address: got {url[:200]!r}; use "
            "sqlite:////folder/segcore.db or postgresql://user:password@host/name."
        ) from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise InputError(
            f"The store runs on sqlite or postgresql; got {parsed.get_backend_name()!r}."
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise InputError("A store lives in a file, not in memory: use sqlite:////folder/name.db.")
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, max_overflow=-1)
    _make_folder(Path(str(url.database)).parent)
    engine = create_engine(url, max_overflow=-1, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The store's folder {folder} cannot be made ({error.strerror}): make it writable, or "
            "set SEGCORE_DATA_DIR to one that is."
        ) from error


def _prepare(connection: SqliteConnection, _record: Any) -> None:  # noqa: ANN401
    connection.isolation_level = None  # the driver begins nothing by itself: _begin does
    _set_wal(connection)
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -16384",
        "journal_size_limit = 67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _set_wal(connection: SqliteConnection) -> None:
    """Turn WAL mode on: for this alone SQLite does not wait while another process does the same."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except SqliteFailure as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > patience:
                raise
            time.sleep(0.01)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
