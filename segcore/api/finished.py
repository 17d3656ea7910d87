"""The finished run that a request names, and whether its files are still what was read."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request

from segcore.api.access import Visitor
from segcore.errors import NotFound
from segcore.store import open_store
from segcore.types import RunRecord


def finished_run(request: Request, visitor: Visitor) -> RunRecord:
    """The one that `run` of the query names; NotFound where the dataset has none of that id."""
    run_id = request.query_params.get("run", "")
    for run in open_store().runs(visitor.dataset_id):
        if run.id == run_id and run.state == "done":
            return run
    raise NotFound(f"This dataset has no finished run {run_id[:80]!r}.")


def moment(path: Path) -> int:
    """When the file was written, nanoseconds; 0 when it is not there."""
    return path.stat().st_mtime_ns if path.exists() else 0
