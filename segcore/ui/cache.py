"""What is kept between reruns. Keys are ids and versions, never arrays or tables."""

from __future__ import annotations

from segcore.store import Store, open_store


def store() -> Store:
    """The store of this server; open_store itself keeps one a database."""
    return open_store()
