"""`evaluate` and `predict`."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from segcore import coco, engines, evaluation, geometry, pictures, rendering
from segcore.cli.printing import counted, print_json, print_table
from segcore.cli.progress import Progress
from segcore.colors import category_color
from segcore.engines import RawInstance
from segcore.errors import InputError
from segcore.folders import replace_file
from segcore.rendering import Drawn
from segcore.runs import RunConfig, RunFolder
from segcore.store import open_store
from segcore.types import Prediction

METRICS = ("AP", "AP50", "AP75")


def evaluate(arguments: Namespace) -> int:
    """What the run's own end found out, or found out now where it did not come so far."""
    run = _folder(arguments.run)
    if run.evaluation.exists():
        found = evaluation.read(run.evaluation)
    else:
        found = evaluation.evaluate_run(run)
    if arguments.json:
        print_json(found.summary(run=run.id))
        return 0
    rows = [("all", found.segm, found.bbox)]
    rows += [(one.name, one.segm, one.bbox) for one in found.categories]
    head = ("ON VAL", *(f"MASK {name}" for name in METRICS), *(f"BOX {name}" for name in METRICS))
    print_table(head, ((name, *_numbers(segm), *_numbers(bbox)) for name, segm, bbox in rows))
    if found.note:
        print(found.note)
    return 0


def predict(arguments: Namespace) -> int:
    """Overlays and predictions.json go to --out; predictions.json to stdout too with --json."""
    run = _folder(arguments.run)
    config = _trained(run)
    for path in arguments.images:
        pictures.check(path)
    _make_folder(arguments.out)
    rows: list[dict[str, Any]] = []
    with Progress() as progress:
        for done, seen in enumerate(_seen(run, config, arguments.images), start=1):
            _write_overlay(arguments.out / seen.overlay, seen, config, least=arguments.score)
            rows += _rows(seen, config)
            progress("predicting", done, len(arguments.images))
    _write_json(arguments.out / "predictions.json", rows)
    if arguments.json:
        print_json(rows)
    else:
        found = sum(row["score"] >= arguments.score for row in rows)
        objects = counted(found, "object")
        print(f"{objects} in {counted(len(arguments.images), 'picture')}: see {arguments.out}.")
    return 0


@dataclass(frozen=True)
class _Seen:
    """One picture and what the model found in it; `number` counts from 1."""

    number: int
    path: Path
    overlay: str
    instances: list[RawInstance]


def _seen(run: RunFolder, config: RunConfig, paths: Sequence[Path]) -> Iterator[_Seen]:
    found = engines.load(config.engine).predict(run.checkpoint, map(pictures.read, paths))
    names = _overlay_names(paths)
    for number, (path, name, instances) in enumerate(zip(paths, names, found, strict=True), 1):
        yield _Seen(number, path, name, instances)


def _overlay_names(paths: Sequence[Path]) -> list[str]:
    """The pictures' names as JPEGs; a name that comes twice gets its number in front."""
    stems = [path.stem for path in paths]
    return [
        f"{stem}.jpg" if stems.count(stem) == 1 else f"{number}-{stem}.jpg"
        for number, stem in enumerate(stems, start=1)
    ]


def _write_overlay(path: Path, seen: _Seen, config: RunConfig, *, least: float) -> None:
    drawn = [_drawn(one, config) for one in seen.instances if one.score >= least]
    picture = rendering.overlay(pictures.read(seen.path), drawn)
    replace_file(path, pictures.encode_jpeg(picture, quality=92))


def _drawn(instance: RawInstance, config: RunConfig) -> Drawn:
    return Drawn(
        parts=() if instance.mask is None else rendering.outlines(instance.mask),
        color=category_color(instance.category),
        label=config.categories[instance.category][1],
        score=instance.score,
        box=instance.box,
    )


def _rows(seen: _Seen, config: RunConfig) -> Iterator[dict[str, Any]]:
    """COCO results, the picture's place among those named as image id, with names beside ids."""
    found = [_prediction(one, config, image_id=seen.number) for one in seen.instances]
    results = json.loads(coco.predictions_to_json(found))
    for result, instance in zip(results, seen.instances, strict=True):
        category = config.categories[instance.category][1]
        yield {"file_name": str(seen.path), "category": category, **result}


def _prediction(instance: RawInstance, config: RunConfig, *, image_id: int) -> Prediction:
    return Prediction(
        image_id=image_id,
        category_id=config.categories[instance.category][0],
        score=min(max(float(instance.score), 0.0), 1.0),
        box=instance.box,
        rle=None if instance.mask is None else geometry.mask_to_rle(np.asarray(instance.mask)),
    )


def _folder(run_id: str) -> RunFolder:
    return RunFolder.of(open_store().run(run_id).dataset, run_id)


def _trained(run: RunFolder) -> RunConfig:
    """The run's config; InputError where there is no model to predict with."""
    config = run.read_config()
    if not run.checkpoint.exists():
        raise InputError(f"The run {run.id} has no checkpoint to predict with.")
    engines.choose(config.engine)
    return config


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {folder} cannot be made ({error.strerror}); name another with --out."
        ) from error


def _write_json(path: Path, rows: list[dict[str, Any]]) -> None:
    text = ",\n".join(json.dumps(row) for row in rows)
    replace_file(path, f"[{text}]\n".encode())


def _numbers(metrics: evaluation.Metrics) -> list[str]:
    values = (getattr(metrics, name) for name in METRICS)
    return ["-" if value is None else f"{value:.3f}" for value in values]
