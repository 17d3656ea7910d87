"""The companion's folder: its mongod, its database, and what is said between it and the app."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from segcore import settings
from segcore.errors import InputError
from segcore.fiftyone_bridge.values import Found, State
from segcore.folders import replace_file

_T = TypeVar("_T")


@dataclass(frozen=True)
class BridgeFolder:
    """datasets/.fiftyone/: everything FiftyOne keeps for this data folder, and nothing of ours."""

    root: Path

    @classmethod
    def here(cls) -> BridgeFolder:
        return cls(settings.data_dir() / ".fiftyone")

    @property
    def package(self) -> Path:
        """Where `setup` installs a mongod."""
        return self.root / "mongod"

    @property
    def mongod(self) -> Path:
        return self.package / "fiftyone" / "db" / "bin" / "mongod"

    @property
    def database(self) -> Path:
        """mongod's dbpath."""
        return self.root / "database"

    @property
    def lock(self) -> Path:
        """Held by flock exactly as long as the companion's process lives."""
        return self.root / "companion.lock"

    @property
    def database_lock(self) -> Path:
        """Held by flock exactly as long as our mongod lives."""
        return self.root / "database.lock"

    @property
    def starting(self) -> Path:
        """Held while somebody starts the companion, so that only one does."""
        return self.root / "starting.lock"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def log(self) -> Path:
        return self.root / "log.txt"

    @property
    def database_log(self) -> Path:
        return self.root / "database.txt"

    @property
    def requests(self) -> Path:
        """A file each, taken in the order of their names, and gone once it is answered."""
        return self.root / "requests"

    @property
    def answers(self) -> Path:
        return self.root / "answers"

    def found(self, uid: str) -> Path:
        """What was done in FiftyOne to the dataset of this uid, and not yet settled."""
        return self.root / "found" / f"{uid}.json"

    def read_state(self) -> State:
        """Where the companion said it is; `stopped` before it said anything."""
        return _read(self.state, State) or State("stopped")

    def write_state(self, state: State) -> None:
        _write(self.state, state)

    def read_found(self, uid: str) -> Found | None:
        return _read(self.found(uid), Found)

    def write_found(self, found: Found) -> None:
        _write(self.found(found.uid), found)


def _read(path: Path, kind: type[_T]) -> _T | None:
    """None where there is no such file."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise InputError(
            f"{path} cannot be read ({error}): stop FiftyOne and delete the file."
        ) from error


def _write(path: Path, value: msgspec.Struct) -> None:
    replace_file(path, msgspec.json.encode(value))
