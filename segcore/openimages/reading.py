"""Published tables read a block at a time; columns as bytes, until each is known to be good."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from segcore.errors import InputError
from segcore.openimages.sources import Table

LeftOut = Counter[str]  # rows, by why
Bools = NDArray[np.bool_]

_BLOCK = 4 << 20  # bytes read at a time: also the longest row
_HEADER_BYTES = 64 << 10
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_DIGITS = np.full(256, 16, dtype=np.uint8)
_DIGITS[np.frombuffer(b"0123456789abcdef", dtype=np.uint8)] = np.arange(16)


def batches(path: Path, table: Table, left_out: LeftOut) -> Iterator[pa.RecordBatch]:
    """The table's columns, as binary. A row with more or fewer cells is counted and left out.

    Raises InputError for another header and for what is no CSV at all.
    """
    check_header(path, table)

    def skip(row: arrow_csv.InvalidRow) -> str:  # noqa: ARG001 - pyarrow's signature
        left_out[f"{table.what}: a row with too few or too many cells"] += 1
        return "skip"

    try:
        yield from arrow_csv.open_csv(
            path,
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK),
            parse_options=arrow_csv.ParseOptions(
                quote_char='"' if table.is_quoted else False,
                newlines_in_values=table.is_quoted,
                invalid_row_handler=skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(table.columns),
                column_types={name: pa.binary() for name in table.columns},
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{table.file_name} cannot be read as a table: {reason}.") from error


def check_header(path: Path, table: Table) -> None:
    """Raise InputError, with the columns that are missing, where the published form changed."""
    with path.open("rb") as file:
        line = file.readline(_HEADER_BYTES).decode("utf-8-sig", errors="replace")
    found = next(csv.reader([line.rstrip("\r\n")]), [])
    missing = [name for name in table.columns if name not in found]
    if missing:
        raise InputError(
            f"{table.file_name} has changed: its header has no {', '.join(missing)}; it begins "
            f"{line.strip()[:120]!r}. Segcore cannot read it before it is taught the new form."
        )


def image_numbers(column: pa.Array) -> tuple[NDArray[np.uint64], Bools]:
    """Image ids as numbers, and which of them are ids: 16 hex digits. The others are 0."""
    if not len(column):
        return np.zeros(0, np.uint64), np.zeros(0, bool)
    long = pc.equal(pc.binary_length(column), 16)
    filled = pc.if_else(long, column, pa.scalar(b"0" * 16, pa.binary()))
    text = b"".join(filled.to_pylist())
    digits = _DIGITS[np.frombuffer(text, np.uint8)].reshape(-1, 16)
    good = (digits < 16).all(axis=1) & long.to_numpy(zero_copy_only=False)
    pairs = (digits[:, ::2] << 4 | digits[:, 1::2] & 15).astype(np.uint8)
    numbers = np.ascontiguousarray(pairs).view(">u8").ravel().astype(np.uint64)
    return np.where(good, numbers, np.uint64(0)), good


def numbers(column: pa.Array) -> NDArray[np.float64]:
    """Numbers as they stand in the table; nan for what is none."""
    is_number = pc.match_substring_regex(column, _NUMBER)
    text = pc.if_else(is_number, column, pa.scalar(None, pa.binary())).cast(pa.string())
    return np.asarray(text.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def positions(column: pa.Array, known: Sequence[str]) -> NDArray[np.int32]:
    """Where each value stands in `known`; -1 for one that does not."""
    values = pa.array([one.encode() for one in known], pa.binary())
    found = pc.fill_null(pc.index_in(column, value_set=values), -1)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int32)


def shares(batch: pa.RecordBatch, columns: Sequence[str]) -> NDArray[np.float64]:
    """`(n, 4) float64`, x1 y1 x2 y2, nan where there is no number."""
    return np.stack([numbers(batch[name]) for name in columns], axis=1)


def image_id(number: int) -> str:
    return f"{number:016x}"
