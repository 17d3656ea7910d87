"""Where a person stands in the loop: what there is, and the next obvious step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from segcore.store import Store
from segcore.types import DatasetSummary, RunRecord

Step = Literal["datasets", "annotate", "train", "review"]


@dataclass(frozen=True)
class Overview:
    """All datasets in numbers, and the runs of the one in focus, newest first."""

    summaries: tuple[DatasetSummary, ...]
    focus: DatasetSummary | None = None
    runs: tuple[RunRecord, ...] = ()

    __hash__ = None  # type: ignore[assignment]

    @property
    def images(self) -> int:
        return sum(summary.images for summary in self.summaries)

    @property
    def active(self) -> RunRecord | None:
        """The run that is queued or running, the newest of them."""
        return next((run for run in self.runs if run.state in ("queued", "running")), None)

    @property
    def finished(self) -> RunRecord | None:
        """The newest run there is something to review of."""
        return next((run for run in self.runs if run.state == "done"), None)

    @property
    def next_step(self) -> Step:
        """Where the person should go next, judged by the dataset in focus."""
        if self.focus is None or self.focus.images == 0:
            return "datasets"
        if self.focus.annotations == 0:
            return "annotate"
        if self.active is not None or self.finished is None:
            return "train"
        return "review"


def overview(store: Store, *, focus: str = "") -> Overview:
    """`focus` names the dataset somebody works on; otherwise it is the one made last."""
    datasets = store.datasets()
    summaries = tuple(store.summary(dataset.name) for dataset in datasets)
    if not summaries:
        return Overview(())
    named = (summary for summary in summaries if summary.dataset.name == focus)
    chosen = next(named, max(summaries, key=lambda summary: summary.dataset.id))
    return Overview(summaries, chosen, tuple(store.runs(chosen.dataset.id)))
