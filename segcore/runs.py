"""A run's folder as an object with named paths, and the values its files hold.

`TrainConfig` lives here, below the engines that obey it; `segcore.engines.base` offers it too.
"""

from __future__ import annotations

import math
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import orjson

from segcore.errors import InputError
from segcore.folders import DatasetFolder, replace_file
from segcore.types import RunState

_T = TypeVar("_T")


@dataclass(frozen=True)
class TrainConfig:
    """How to train: the few numbers both engines obey, whole and already decided.

    Raises InputError for a number out of range.
    """

    preset: str
    max_steps: int
    images_per_batch: int = 2
    learning_rate: float = 0.02
    warmup_steps: int = 50
    lr_steps: tuple[int, ...] = ()  # the learning rate falls to a tenth at each of these steps
    eval_period: int = 0  # steps between validations; 0: at the end only
    checkpoint_period: int = 0  # steps between checkpoints; 0: at the end only
    seed: int = 0
    weights: Path | None = None  # None: the preset's own beginning
    device: str = "auto"  # "auto", "cpu", "cuda", "cuda:1"
    options: Mapping[str, Any] = field(default_factory=dict)  # changes to the preset's model

    def __post_init__(self) -> None:
        for name in ("max_steps", "images_per_batch"):
            _check(name, getattr(self, name), at_least=1)
        for name in ("warmup_steps", "eval_period", "checkpoint_period", "seed"):
            _check(name, getattr(self, name), at_least=0)
        for step in self.lr_steps:
            _check("lr_steps", step, at_least=1)
        rate = self.learning_rate
        if not (math.isfinite(rate) and 0 < rate <= 10):
            raise InputError(f"learning_rate must be above 0 and at most 10; got {rate}.")


def _check(name: str, value: int, *, at_least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < at_least:
        raise InputError(f"{name} must be a whole number of at least {at_least}; got {value!r}.")


@dataclass(frozen=True)
class RunConfig:
    """config.json: everything about a run that was decided before it began."""

    id: str
    dataset: str
    engine: str
    device: str
    preset: str
    train: TrainConfig
    dataset_hash: str  # of train.json and val.json
    categories: tuple[tuple[int, str], ...]  # (store id, name); an engine's class i is the i-th
    created_at: str  # ISO 8601, UTC
    author: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RunStatus:
    """state.json: where the run's process says it is."""

    state: RunState
    step: int = 0
    max_steps: int = 0
    device: str = ""
    stage: str = ""  # what it is doing now, for a person: "training", "predicting on val"
    message: str = ""  # why it ended, in one sentence
    started_at: str | None = None
    ended_at: str | None = None
    pid: int | None = None  # for a person's eyes: ids are used again, so nothing rests on it


@dataclass(frozen=True)
class RunFolder:
    """datasets/<name>/runs/<id>/: a run that speaks for itself."""

    root: Path

    @classmethod
    def of(cls, dataset: str, run_id: str) -> RunFolder:
        return cls(DatasetFolder.of(dataset).runs / run_id)

    @property
    def id(self) -> str:
        return self.root.name

    @property
    def pictures(self) -> Path:
        """The dataset's pictures, which the frozen COCO files name."""
        return DatasetFolder(self.root.parent.parent).images

    @property
    def config(self) -> Path:
        return self.root / "config.json"

    @property
    def train(self) -> Path:
        """The train split as it was frozen: COCO, ids those of the store."""
        return self.root / "train.json"

    @property
    def val(self) -> Path:
        """The val split as it was frozen: COCO, ids those of the store."""
        return self.root / "val.json"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def metrics(self) -> Path:
        return self.root / "metrics.jsonl"

    @property
    def log(self) -> Path:
        return self.root / "log.txt"

    @property
    def checkpoint(self) -> Path:
        """The newest weights, in Detectron2's format."""
        return self.root / "model.pth"

    @property
    def predictions(self) -> Path:
        """COCO results on the val split, masks as RLE, ids those of the store."""
        return self.root / "predictions.json"

    @property
    def evaluation(self) -> Path:
        return self.root / "evaluation.json"

    @property
    def lock(self) -> Path:
        """Held by flock exactly as long as the run's process lives."""
        return self.root / "worker.lock"

    @property
    def cancel(self) -> Path:
        """Exists once somebody asked the run's process to stop."""
        return self.root / "cancel"

    def read_config(self) -> RunConfig:
        """Raises InputError when the file is missing or not a run's config."""
        return _read(self.config, RunConfig)

    def write_config(self, config: RunConfig) -> None:
        _write(self.config, config)

    def read_state(self) -> RunStatus:
        """What the run's process last said; `queued` before it said anything."""
        if not self.state.exists():
            return RunStatus("queued")
        return _read(self.state, RunStatus)

    def write_state(self, status: RunStatus) -> None:
        _write(self.state, status)

    def append_metrics(self, step: int, **scalars: float) -> None:
        """Add one line to metrics.jsonl; NaN and infinity are written as null."""
        line = orjson.dumps(
            {"step": step, "time": time.time(), **scalars},
            option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY,
        )
        with self.metrics.open("ab", buffering=0) as file:
            file.write(line)

    def read_metrics(self, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
        """The whole lines written since `offset` (bytes), and the offset to ask from next time.

        A line is {"step": ..., "time": seconds since 1970, name: number or None, ...}.
        """
        if not self.metrics.exists():
            return [], offset
        with self.metrics.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(offset)
            fresh = file.read(max(0, size - offset))
        whole = fresh[: fresh.rfind(b"\n") + 1]
        return [line for text in whole.splitlines() for line in _line(text)], offset + len(whole)

    def log_tail(self, *, lines: int = 20, limit: int = 16_384) -> str:
        """The last `lines` lines of the log, from at most its last `limit` bytes."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - limit))
            text = file.read(limit).decode("utf-8", "replace")
        return "\n".join(text.splitlines()[-lines:])


def new_id() -> str:
    """A run's id: its UTC second, so that ids sort by age, and four letters against a clash."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def now() -> str:
    """ISO 8601, UTC, fine enough to order what one person does."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _line(text: bytes) -> list[dict[str, Any]]:
    """`text` as one line of metrics; nothing where a full disk cut a line short."""
    try:
        return [orjson.loads(text)]
    except orjson.JSONDecodeError:
        return []


def _read(path: Path, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind, dec_hook=_decode)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; is {path.parent} a run's folder?") from None
    except msgspec.MsgspecError as error:
        raise InputError(f"{path} cannot be read as a run's {path.stem}: {error}.") from error


def _write(path: Path, value: object) -> None:
    if not path.parent.is_dir():
        raise InputError(f"The run's folder {path.parent} is gone.")
    text = msgspec.json.encode(value, enc_hook=str)
    replace_file(path, msgspec.json.format(text, indent=2) + b"\n")


def _decode(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(f"no way to read a {kind}")
