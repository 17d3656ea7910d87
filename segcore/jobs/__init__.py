"""How a run's process is started, queued, watched and cancelled. Loads no torch."""

from __future__ import annotations

from segcore.jobs.devices import gpu_count
from segcore.jobs.local import cancel, start, tick
from segcore.jobs.watching import JobState, follow, state, states

__all__ = ["JobState", "cancel", "follow", "gpu_count", "start", "state", "states", "tick"]
