"""What a person sees of a run, now: its table row, its folder and the end of its log as one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from segcore.jobs.local import tick
from segcore.runs import RunFolder, RunStatus
from segcore.store import Store
from segcore.types import ENDED, RunRecord, RunState

_RECENT_BYTES = 16_384  # of metrics.jsonl: enough lines to know the pace


@dataclass(frozen=True)
class JobState:
    """A run as it is now. `eta_seconds` is None before there is a pace, and after the end."""

    record: RunRecord
    step: int
    max_steps: int
    device: str
    engine: str
    stage: str = ""  # what it is doing: "training", "predicting on val"
    eta_seconds: float | None = None
    message: str = ""
    log_tail: str = ""

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def state(self) -> RunState:
        return self.record.state

    @property
    def has_ended(self) -> bool:
        return self.record.state in ENDED


def state(store: Store, run_id: str) -> JobState:
    """The run now, the queue looked after on the way. NotFound names the newest runs."""
    if store.run(run_id).state not in ENDED:
        tick(store)
    return _live(store, store.run(run_id))


def states(store: Store, dataset: str | None = None) -> list[JobState]:
    """Every run, or those of one dataset, newest first; the queue looked after on the way."""
    tick(store)
    records = store.runs(None if dataset is None else store.dataset(dataset).id)
    return [_live(store, record) for record in records]


def follow(
    store: Store,
    run_id: str,
    *,
    progress: Callable[[JobState], None] | None = None,
    every: float = 0.5,
) -> JobState:
    """Wait for the run's end, calling `progress` every `every` seconds; how it ended."""
    while True:
        seen = state(store, run_id)
        if progress is not None:
            progress(seen)
        if seen.has_ended:
            return seen
        time.sleep(every)


def _live(store: Store, record: RunRecord) -> JobState:
    run = RunFolder.of(record.dataset, record.id)
    step, eta = record.step, None
    said, message = RunStatus(record.state), record.message
    if record.state == "running":
        said = run.read_state()
        step, pace = _recent(run)
        eta = None if pace is None else (record.max_steps - step) * pace
    elif record.state == "queued":
        message = _waiting(store, record)
    return JobState(
        record=record,
        step=step,
        max_steps=record.max_steps,
        device=record.device,
        engine=record.engine,
        stage=said.stage,
        eta_seconds=eta,
        message=message,
        log_tail=run.log_tail(),
    )


def _recent(run: RunFolder) -> tuple[int, float | None]:
    """The newest step, and the seconds a step took lately, validations among them."""
    size = run.metrics.stat().st_size if run.metrics.exists() else 0
    start = max(0, size - _RECENT_BYTES)
    lines, _ = run.read_metrics(start)
    lines = [line for line in lines if "step" in line and "time" in line]
    if not lines:
        return 0, None
    first, last = lines[0], lines[-1]
    steps = last["step"] - first["step"]
    return last["step"], (last["time"] - first["time"]) / steps if steps > 0 else None


def _waiting(store: Store, record: RunRecord) -> str:
    ahead = [
        one
        for one in store.runs()
        if one.state not in ENDED and (one.created_at, one.id) < (record.created_at, record.id)
    ]
    number = len([one for one in ahead if one.device.split(":")[0] == record.device.split(":")[0]])
    before = "one run" if number == 1 else f"{number} runs"
    return f"Waiting for {record.device}: {before} before it."
