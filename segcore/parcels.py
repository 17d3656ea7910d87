"""Files on their way in or out: kept in the data folder for as long as somebody holds them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from segcore.disk import disk_errors
from segcore.folders import check_file_name
from segcore.importing.staging import Staging


class Parcel:
    """A private folder; deleted by `close`, when the last holder forgets it, or by the next sweep
    when this process dies."""

    def __init__(self) -> None:
        self._stage = Staging.create()
        self.root = self._stage.root / "parcel"
        self.root.mkdir()

    def close(self) -> None:
        self._stage.close()

    def receive(self, files: Iterable[tuple[str, IO[bytes]]]) -> Path:
        """Write the files, by name and content; the path to import them from.

        That is the folder they came in, or the file itself when it is the only one: a zip, say.
        Raises InputError for a name that leads outside and for a full disk.
        """
        for name, content in files:
            self._write(name, content)
        inside = list(self.root.iterdir())
        return inside[0] if len(inside) == 1 else self.root

    def _write(self, name: str, content: IO[bytes]) -> None:
        path = self.root / check_file_name(name)
        with disk_errors(self.root):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                shutil.copyfileobj(content, file, 1 << 20)
