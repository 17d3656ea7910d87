"""A dataset's images as lines for the companion: from the store, pictures by their paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from segcore import coco, evaluation
from segcore.colors import category_color
from segcore.disk import disk_errors
from segcore.errors import InputError
from segcore.fiftyone_bridge.companion import Report, ask
from segcore.fiftyone_bridge.folder import BridgeFolder
from segcore.fiftyone_bridge.pixels import to_label_parts
from segcore.fiftyone_bridge.values import Answer, Head, Label, Request, Sample, Settled
from segcore.folders import DatasetFolder
from segcore.runs import RunFolder
from segcore.store import Store
from segcore.types import Annotation, Dataset, Image, Prediction

_AT_ONCE = 500  # images a query


@dataclass(frozen=True)
class _Run:
    """A run's predictions, and what became of each, by image."""

    field: str
    about: str
    labels: dict[int, tuple[Label, ...]]


def send(
    store: Store, dataset: Dataset, *, run_ids: Sequence[str] = (), report: Report | None = None
) -> Answer:
    """Make the whole dataset, with the predictions of these runs, what FiftyOne shows."""
    images = store.images(dataset.id)
    return _send(store, dataset, images, run_ids=run_ids, is_whole=True, settled={}, report=report)


def send_images(store: Store, dataset: Dataset, settled: Mapping[int, Settled]) -> Answer:
    """These images alone, their predictions left as they are; `settled` is by image id."""
    images = images_of(store, dataset, settled)
    return _send(store, dataset, images, run_ids=(), is_whole=False, settled=settled, report=None)


def images_of(store: Store, dataset: Dataset, ids: Iterable[int]) -> list[Image]:
    """Those of them that are there, however many, in the file's order."""
    wanted = set(ids)
    return [image for image in store.images(dataset.id) if image.id in wanted] if wanted else []


def _send(
    store: Store,
    dataset: Dataset,
    images: Sequence[Image],
    *,
    run_ids: Sequence[str],
    is_whole: bool,
    settled: Mapping[int, Settled],
    report: Report | None,
) -> Answer:
    names = {one.id: one.name for one in store.categories(dataset.id)}
    runs = [_run(store, dataset, run_id, names) for run_id in run_ids]
    head = Head(
        uid=dataset.uid,
        name=dataset.name,
        colors={one.name: category_color(one.position) for one in store.categories(dataset.id)},
        prediction_fields={run.field: run.about for run in runs},
        is_whole=is_whole,
        count=len(images),
        settled=dict(settled),
    )
    folder = BridgeFolder.here().root
    with disk_errors(folder), TemporaryDirectory(dir=folder, prefix=".outgoing.") as at:
        path = Path(at) / "samples.jsonl"
        with path.open("wb") as file:
            file.write(msgspec.json.encode(head) + b"\n")
            for done, sample in enumerate(_samples(store, dataset, images, names, runs)):
                file.write(msgspec.json.encode(sample) + b"\n")
                if report is not None and done % _AT_ONCE == 0:
                    report("reading the store", done, len(images))
        return ask(Request("put", path=str(path)), report)


def _samples(
    store: Store,
    dataset: Dataset,
    images: Sequence[Image],
    names: Mapping[int, str],
    runs: Sequence[_Run],
) -> Iterator[Sample]:
    folder = DatasetFolder.of(dataset.name)
    for start in range(0, len(images), _AT_ONCE):
        some = images[start : start + _AT_ONCE]
        ids = [image.id for image in some]
        found, tags = store.annotations_of(ids), store.image_tags(ids)
        marks = store.annotation_tags([one.id for ones in found.values() for one in ones])
        for image in some:
            path = folder.image(image.file_name)
            if not path.is_file():
                raise InputError(f"The picture {path} is gone, so FiftyOne cannot show it.")
            yield Sample(
                image_id=image.id,
                path=str(path),
                file_name=image.file_name,
                width=image.width,
                height=image.height,
                split=image.split,
                state=image.state,
                tags=tuple(tags.get(image.id, ())),
                labels=tuple(_truth(found[image.id], names, marks)),
                predictions={run.field: run.labels.get(image.id, ()) for run in runs},
            )


def _truth(
    annotations: Iterable[Annotation],
    names: Mapping[int, str],
    tags: Mapping[int, Sequence[str]],
) -> Iterator[Label]:
    for one in annotations:
        rle = one.segmentation.rle
        yield Label(
            category=names[one.category_id],
            box=one.box,
            id=one.id,
            version=one.version,
            parts=to_label_parts(one.segmentation),
            rle=None if rle is None else rle.counts,
            tags=tuple(tags.get(one.id, ())),
            iscrowd=one.iscrowd,
            origin=one.origin,
        )


def _run(store: Store, dataset: Dataset, run_id: str, names: Mapping[int, str]) -> _Run:
    record = store.run(run_id)
    folder = RunFolder.of(record.dataset, run_id)
    if record.dataset_id != dataset.id:
        raise InputError(f"Run {run_id} was trained on {record.dataset!r}, not {dataset.name!r}.")
    if not folder.predictions.exists():
        raise InputError(f"Run {run_id} has no predictions yet.")
    predictions = coco.predictions_from_json(folder.predictions.read_bytes())
    outcomes = _outcomes(folder)
    labels: dict[int, list[Label]] = {}
    for number, one in enumerate(predictions):
        if one.category_id in names:  # a category deleted since has no name to show
            label = _predicted(one, names[one.category_id], outcomes.get(number))
            labels.setdefault(one.image_id, []).append(label)
    field = "predictions_" + re.sub(r"\W", "_", run_id)
    about = f"run {run_id}, {record.preset} with {record.engine}"
    return _Run(field, about, {image_id: tuple(found) for image_id, found in labels.items()})


def _predicted(one: Prediction, category: str, outcome: str | None) -> Label:
    rle = None if one.rle is None else one.rle.counts
    return Label(category=category, box=one.box, rle=rle, score=one.score, outcome=outcome)


def _outcomes(folder: RunFolder) -> dict[int, str]:
    """By the prediction's number; none where the run was not evaluated."""
    found: dict[int, str] = {}
    with suppress(InputError):  # predictions are worth showing without
        for match in evaluation.read(folder.evaluation).matches:
            if match.prediction is not None:
                found[match.prediction] = _outcome(match)
    return found


def _outcome(match: evaluation.Match) -> str:
    if match.ignored:
        return "ignored"
    return "matched" if match.is_found else "not matched"
