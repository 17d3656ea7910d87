"""Names for new datasets."""

from __future__ import annotations

from segcore.ui import cache


def names() -> set[str]:
    """Of all datasets."""
    return {dataset.name for dataset in cache.store().datasets()}


def free_name(name: str) -> str:
    """`name`, or with the first number behind it that makes it free."""
    taken = names()
    tries = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if one not in taken)
