"""What an import would do, shown before it does it, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from segcore.coco import Id
from segcore.types import Dataset, Split

if TYPE_CHECKING:
    from segcore.importing.content import Content
    from segcore.importing.staging import Staging

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the stage's name, how much of it is done and how much there is."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Repair:
    """One thing that is changed to make the input sound."""

    file: str
    id: Id | None
    what: str
    detail: str = ""


@dataclass(frozen=True)
class Plan:
    """A checked input, ready to be imported. Close it, or use it in a `with`, to free its files."""

    path: Path
    images: int
    annotations: int
    categories: tuple[str, ...]
    picture_bytes: int
    repairs: tuple[Repair, ...]
    content: Content = field(repr=False)
    staging: Staging | None = field(default=None, repr=False)

    __hash__ = None  # type: ignore[assignment]

    @property
    def repairs_in_words(self) -> list[str]:
        """One line a kind of repair, such as "12 x polygon that crossed itself: redrawn"."""
        counts = Counter(repair.what for repair in self.repairs)
        return [f"{count} x {what}" for what, count in counts.items()]

    def close(self) -> None:
        """Delete what was unpacked for it."""
        if self.staging is not None:
            self.staging.close()

    def __enter__(self) -> Plan:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class Report:
    """What an import brought in; also written as import-report.json."""

    dataset: Dataset
    images: int
    annotations: int
    categories: int
    splits: dict[Split, int]
    repairs: tuple[Repair, ...]

    __hash__ = None  # type: ignore[assignment]
