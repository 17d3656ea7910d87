"""Sorting more rows than memory should hold: set aside by a coarse key, sorted part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


class Spool:
    """Rows on their way to be sorted by `keys`, on disk in `folder`, a file a part.

    A part holds the rows whose first key has the same coarse value, so the parts follow each
    other in the order of that key. Memory holds one part at a time.
    """

    def __init__(self, folder: Path, schema: pa.Schema, *, keys: Sequence[str]) -> None:
        self._folder, self._schema, self._keys = folder, schema, keys
        self._open: dict[int, pa.RecordBatchStreamWriter] = {}
        folder.mkdir(parents=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for writer in self._open.values():
            writer.close()

    def add(self, rows: pa.RecordBatch, part: NDArray[np.integer]) -> None:
        """Set the rows aside; `part` says of each into which."""
        for number in np.unique(part).tolist():
            if number not in self._open:
                path = str(self._path(number))
                self._open[number] = pa.ipc.new_stream(path, self._schema)
            self._open[number].write_batch(rows.filter(pa.array(part == number)))

    def sorted_parts(self) -> Iterator[pa.Table]:
        """The parts in order, each sorted and then deleted. Nothing can be added any more."""
        for number in sorted(self._open):
            self._open[number].close()
        for number in sorted(self._open):
            path = self._path(number)
            with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
                table = stream.read_all()
            path.unlink()
            yield self._sorted(table)

    def _sorted(self, table: pa.Table) -> pa.Table:
        columns = [table[key].to_numpy() for key in reversed(self._keys)]
        return table.combine_chunks().take(pa.array(np.lexsort(columns)))

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:03}.arrow"
