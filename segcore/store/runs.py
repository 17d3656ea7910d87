"""The table of runs: what each is and how far it has come. Everything else is in its folder."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from segcore.errors import NotFound
from segcore.store import values
from segcore.store.schema import dataset, run
from segcore.types import RunRecord, RunState


def add(connection: Connection, record: RunRecord) -> None:
    row = asdict(record)
    del row["dataset"]
    connection.execute(insert(run).values(row))


def find(connection: Connection, run_id: str) -> RunRecord:
    row = connection.execute(_records().where(run.c.id == run_id)).first()
    if row is None:
        newest = ", ".join(one.id for one in find_all(connection)[:5]) or "none yet"
        raise NotFound(f"There is no run {run_id[:80]!r}. The newest are: {newest}.")
    return values.run(row)


def find_all(connection: Connection, dataset_id: int | None = None) -> list[RunRecord]:
    """Newest first."""
    query = _records().order_by(run.c.created_at.desc(), run.c.id.desc())
    if dataset_id is not None:
        query = query.where(run.c.dataset_id == dataset_id)
    return [values.run(row) for row in connection.execute(query)]


def change(
    connection: Connection, run_id: str, *, expect: AbstractSet[RunState] | None, **fields: object
) -> bool:
    """Set `fields` when the run is in one of the states of `expect`; whether it was."""
    query = update(run).where(run.c.id == run_id)
    if expect is not None:
        query = query.where(run.c.state.in_(expect))
    return connection.execute(query.values(fields)).rowcount == 1


def remove(connection: Connection, run_id: str) -> None:
    """Delete the run's row and what hangs on it; NotFound when there is none."""
    find(connection, run_id)
    connection.execute(delete(run).where(run.c.id == run_id))


def _records() -> Select[Any]:
    return select(run, dataset.c.name.label("dataset")).join(
        dataset, dataset.c.id == run.c.dataset_id
    )
