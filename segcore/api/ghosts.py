"""The predictions of a run on an image, as outlines to accept."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from segcore import coco, evaluation, geometry
from segcore.api import wire
from segcore.api.access import Visitor
from segcore.api.answers import json_answer
from segcore.api.converting import parts_to_wire
from segcore.api.finished import finished_run, moment
from segcore.errors import InputError
from segcore.runs import RunFolder
from segcore.types import Part, Prediction, Rle, RunRecord

IOU = 0.98  # of an outline with the mask it is drawn from


class _Of(NamedTuple):
    """What a run said: its predictions by image, with their places in the file."""

    seen: frozenset[int]
    predictions: dict[int, list[tuple[int, Prediction]]]


def ghosts(request: Request, visitor: Visitor) -> Response:
    """Best first; a note says why there are none."""
    image = visitor.image(request.path_params["image_id"])
    run = finished_run(request, visitor)
    folder = RunFolder.of(run.dataset, run.id)
    try:
        said = _read(folder, moment(folder.predictions), moment(folder.evaluation))
    except InputError as error:
        return json_answer(wire.Ghosts(run.id, [], str(error)))
    found = [_ghost(n, one) for n, one in said.predictions.get(image.id, [])]
    drawn = sorted((one for one in found if one.parts), key=lambda one: -one.score)
    note = "" if drawn else _why_none(run, image.id in said.seen)
    return json_answer(wire.Ghosts(run.id, drawn, note))


def _why_none(run: RunRecord, was_seen: bool) -> str:
    if was_seen:
        return f"Run {run.id} found nothing on this image."
    return f"Run {run.id} never saw this image: it predicts on the val split it was started with."


@lru_cache(maxsize=4)
def _read(folder: RunFolder, _predicted: int, _judged: int) -> _Of:
    """Read once as long as neither file changes. Raises InputError where one is missing."""
    by_image: dict[int, list[tuple[int, Prediction]]] = defaultdict(list)
    if not folder.predictions.is_file():
        raise InputError(f"The predictions of run {folder.id} are gone.")
    for n, one in enumerate(coco.predictions_from_json(folder.predictions.read_bytes())):
        by_image[one.image_id].append((n, one))
    return _Of(frozenset(evaluation.read(folder.evaluation).images), dict(by_image))


def _ghost(n: int, prediction: Prediction) -> wire.Ghost:
    return wire.Ghost(
        n=n,
        category_id=prediction.category_id,
        score=prediction.score,
        parts=parts_to_wire(_parts(prediction.rle) if prediction.rle else ()),
        box=prediction.box,
    )


@lru_cache(maxsize=4096)
def _parts(rle: Rle) -> tuple[Part, ...]:
    return geometry.mask_to_parts(geometry.rle_to_mask(rle), iou=IOU)
