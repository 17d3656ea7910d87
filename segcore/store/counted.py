"""What takes a while to count, kept until something changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Counted(Generic[T]):
    """One value a dataset. Two threads may count the same at once: both are right."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, T]] = {}

    def get(self, dataset_id: int, *, mark: object, count: Callable[[], T]) -> T:
        """The value as it was counted at `mark`; counted again when the mark is another."""
        known = self._known.get(dataset_id)
        if known is None or known[0] != mark:
            known = self._known[dataset_id] = (mark, count())
        return known[1]
