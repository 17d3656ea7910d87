"""What a run's process does: train, predict on val, evaluate, and write down how it ended.

    python -m segcore.worker RUN_FOLDER

`segcore.jobs` starts it, with the run's lock and the device's lock in its hands; whatever it prints
is the run's log.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

from segcore import coco, engines, evaluation, geometry, jobs, pictures
from segcore.engines import RawInstance
from segcore.engines.base import Predict
from segcore.errors import SegcoreError, Stopped
from segcore.evaluation import Truth
from segcore.folders import check_file_name, replace_file
from segcore.runs import RunConfig, RunFolder, now
from segcore.store import Store, open_store
from segcore.types import Image, Picture, Prediction, RunState

SCORE_THRESHOLD = 0.05
VALIDATION_IMAGES = 100  # at most, while training; the evaluation at the end is on all of val
_SAY_EVERY = 2.0  # seconds between progress lines in the log
_NICENESS = 5  # the pages, on the same cores, come first
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Worker:
    """One run from beginning to end; also the `report` its engine speaks to."""

    def __init__(self, store: Store, run: RunFolder) -> None:
        self.store = store
        self.run = run
        self.config: RunConfig = run.read_config()
        self.truth = Truth.read(run.val)
        self._glance = self.truth.thinned(most=VALIDATION_IMAGES)
        self.status = replace(run.read_state(), pid=os.getpid())
        self._asked_to_end = False
        self._said_at = 0.0

    def __call__(self, step: int, **scalars: float) -> None:
        """Record a step: a line of metrics, now and then a line of log. Raises Stopped."""
        self.run.append_metrics(step, **scalars)
        self.status = replace(self.status, step=step)
        if time.monotonic() - self._said_at >= _SAY_EVERY or step == self.config.train.max_steps:
            self._said_at = time.monotonic()
            _say(f"step {step}/{self.config.train.max_steps}  {_numbers(scalars)}")
            self._enter("training")
        self._stop_if_asked()

    def validate(self, step: int, predict: Predict) -> None:
        """Record the average precision on some of val, if there is something to find there.

        After the last step nothing is done: the run's evaluation follows and says it. Raises
        Stopped.
        """
        if not self._glance.annotations or step >= self.config.train.max_steps:
            return
        self._enter("validating")
        found: list[Prediction] = []
        for image, picture in self._pictures(self._glance):
            found += self._predictions(image.id, predict(picture))
        scalars = evaluation.val_scalars(self._glance, found)
        self.run.append_metrics(step, **scalars)
        _say(f"val at step {step}  {_numbers(scalars)}")
        self._enter("training")

    def work(self) -> None:
        """The whole run. Raises what went wrong, Stopped when somebody cancelled."""
        _say(f"{self.config.engine} on {self.status.device}, preset {self.config.preset}")
        self._enter("training")
        engine = engines.load(self.config.engine)
        train = replace(self.config.train, device=self.status.device)
        checkpoint = engine.train(train, self.run, self)
        self._enter("predicting on val")
        shown = engine.predict(
            checkpoint,
            (picture for _, picture in self._pictures(self.truth)),
            device=self.status.device,
            score_threshold=SCORE_THRESHOLD,
        )
        predictions = [
            prediction
            for image, instances in zip(self.truth.images, shown, strict=True)
            for prediction in self._predictions(image.id, instances)
        ]
        replace_file(self.run.predictions, coco.predictions_to_json(predictions))
        self._enter("evaluating")
        result = evaluation.evaluate(self.truth, predictions)
        evaluation.write(self.run.evaluation, result)
        self.run.append_metrics(self.status.step, **result.val_scalars())
        _say(result.note or f"segm  {_numbers(result.segm.present())}")

    def end(self, state: RunState, message: str = "") -> None:
        """Write down how it ended, in the folder and in the store."""
        _say(f"{state}. {message}".rstrip())
        self.status = replace(self.status, state=state, stage="", message=message, ended_at=now())
        try:
            self.run.write_state(self.status)
        finally:
            self.store.update_run(
                self.run.id,
                expect={"running"},
                state=state,
                step=self.status.step,
                message=message,
                ended_at=self.status.ended_at,
            )

    def ask_to_end(self, _signal: int, _frame: FrameType | None) -> None:
        """The machine is going down, or somebody sent SIGTERM: end as if cancelled."""
        self._asked_to_end = True

    def _enter(self, stage: str) -> None:
        self.status = replace(self.status, stage=stage)
        self.run.write_state(self.status)

    def _stop_if_asked(self) -> None:
        step = self.status.step
        if self.run.cancel.exists():
            raise Stopped(f"Cancelled at step {step}; what was learned until then is kept.")
        if self._asked_to_end:
            raise Stopped(f"Told to end at step {step}; what was learned until then is kept.")

    def _pictures(self, truth: Truth) -> Iterator[tuple[Image, Picture]]:
        for image in truth.images:
            self._stop_if_asked()
            yield image, pictures.read(self.run.pictures / check_file_name(image.file_name))

    def _predictions(self, image_id: int, instances: list[RawInstance]) -> list[Prediction]:
        return [
            Prediction(
                image_id=image_id,
                category_id=self.config.categories[one.category][0],
                score=min(max(float(one.score), 0.0), 1.0),
                box=one.box,
                rle=None if one.mask is None else geometry.mask_to_rle(one.mask),
            )
            for one in instances
        ]


def main(folder: Path) -> int:
    """0 when the run is done or was cancelled, 1 when it failed."""
    os.nice(_NICENESS)
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    run, store = RunFolder(folder), open_store()
    try:
        worker = Worker(store, run)
    except SegcoreError as error:
        _refuse(store, run, str(error))
        return 1
    signal.signal(signal.SIGTERM, worker.ask_to_end)
    try:
        return _run(worker)
    finally:
        _hand_over(store)


def _run(worker: Worker) -> int:
    try:
        worker.work()
    except Stopped as error:
        worker.end("cancelled", str(error))
    except SegcoreError as error:
        worker.end("failed", str(error))
        return 1
    except OSError as error:
        traceback.print_exc()
        worker.end("failed", _refused(error))
        return 1
    except Exception as error:
        traceback.print_exc()
        worker.end("failed", _explained(error))
        return 1
    else:
        worker.end("done")
    return 0


def _refuse(store: Store, run: RunFolder, message: str) -> None:
    """The run's folder cannot be used, so only the store can be told."""
    _say(message)
    store.update_run(run.id, expect={"running"}, state="failed", message=message, ended_at=now())


def _hand_over(store: Store) -> None:
    """Let go of the device before this process is gone, and start who waits for it."""
    held = os.environ.get("SEGCORE_DEVICE_LOCK", "")
    if held.isdigit():
        os.close(int(held))
        jobs.tick(store)


def _refused(error: OSError) -> str:
    if error.errno in _FULL:
        return f"The disk is full ({error.strerror}): make room and start the run again."
    return f"The run could not read or write a file: {error}."


def _explained(error: Exception) -> str:
    name, text = type(error).__name__, " ".join(str(error).split())
    no_memory = name in ("MemoryError", "OutOfMemoryError") or "can't allocate memory" in text
    if no_memory:  # torch's own errors are told by their words: it is not imported here
        return "The run ran out of memory: use fewer images per batch or a smaller preset."
    what = f"{name} ({text})" if 0 < len(text) <= 200 else name
    return f"The run was stopped by an unexpected {what}; see its log."


def _numbers(scalars: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:.4g}" for name, value in scalars.items())


def _say(line: str) -> None:
    """A log that cannot be written is no reason to end a training."""
    with suppress(OSError):
        print(f"{now()}  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
