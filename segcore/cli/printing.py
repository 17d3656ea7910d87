"""What goes to stdout: JSON for programs, columns for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence


def print_json(value: object) -> None:
    """In ASCII, whatever the names in it: a terminal of any encoding lets it through."""
    print(json.dumps(value, indent=2, allow_nan=False))


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns as wide as their widest cell, numbers to the right."""
    body = [[str(cell) for cell in row] for row in rows]
    numbers = [all(_is_number(row[i]) for row in body) for i in range(len(head))]
    widths = [max(len(row[i]) for row in [list(head), *body]) for i in range(len(head))]
    for row in [list(head), *body]:
        cells = zip(row, widths, numbers, strict=True)
        line = (cell.rjust(width) if number else cell.ljust(width) for cell, width, number in cells)
        print("  ".join(line).rstrip())


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() or text == "-"


def counted(number: int, noun: str) -> str:
    """ "1 image", "2,000 images"; `noun` is the singular of a regular word."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"
