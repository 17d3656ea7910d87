"""What a database's failure means to a person, in one sentence."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

from segcore.errors import Failed, SegcoreError, StoreUnavailable

_NOT_WRITABLE = (
    "The store {where} cannot be opened for writing: make its file and folder writable, or set "
    "SEGCORE_DATA_DIR to a folder that is."
)
_FULL = "The disk of the store {where} is full: nothing was changed; free some space and try again."
_BUSY = "The store {where} is busy with another process's long write: try again in a minute."
_BROKEN = (
    "The file {where} is not a Segcore store, or is damaged: move it away, or put back a copy."
)
_ABSENT = "The database {where} cannot be reached: start it, or correct SEGCORE_DATABASE_URL."

# By the beginning of SQLite's error names and of PostgreSQL's SQLSTATE.
_MEANINGS: dict[str, tuple[type[SegcoreError], str]] = {
    "SQLITE_READONLY": (StoreUnavailable, _NOT_WRITABLE),
    "SQLITE_CANTOPEN": (StoreUnavailable, _NOT_WRITABLE),
    "SQLITE_PERM": (StoreUnavailable, _NOT_WRITABLE),
    "SQLITE_FULL": (Failed, _FULL),
    "SQLITE_IOERR": (Failed, _FULL.replace("is full", "is full or failing")),
    "SQLITE_BUSY": (Failed, _BUSY),
    "SQLITE_LOCKED": (Failed, _BUSY),
    "SQLITE_NOTADB": (StoreUnavailable, _BROKEN),
    "SQLITE_CORRUPT": (StoreUnavailable, _BROKEN),
    "25006": (StoreUnavailable, _NOT_WRITABLE),
    "53100": (Failed, _FULL),
    "55P03": (Failed, _BUSY),
    "08": (StoreUnavailable, _ABSENT),
    "28": (StoreUnavailable, _ABSENT),
    "3D000": (StoreUnavailable, _ABSENT),
}


def explained(error: DBAPIError, where: str) -> SegcoreError:
    """The family's error for `error`, to be raised from it."""
    code = _code(error)
    for beginning, (kind, sentence) in _MEANINGS.items():
        if code.startswith(beginning):
            return kind(sentence.format(where=where))
    first_line = str(error.orig).strip().split("\n")[0]
    return Failed(f"The store {where} refused: {first_line}.")


def _code(error: DBAPIError) -> str:
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorname", "")
    state = getattr(error.orig, "sqlstate", None)
    return state or ("08" if error.connection_invalidated or _never_connected(error) else "")


def _never_connected(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout")
