"""The image to look at next by what a run's evaluation says, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from segcore import evaluation
from segcore.api import wire
from segcore.api.access import Visitor
from segcore.api.answers import json_answer
from segcore.api.converting import image_to_wire
from segcore.api.finished import finished_run, moment
from segcore.api.querying import filters, share
from segcore.errors import InputError
from segcore.runs import RunFolder
from segcore.store import Store, open_store
from segcore.store.store import Filters
from segcore.types import Image

SCORE = 0.3  # from which a prediction counts, where nothing is said
MANY = 500  # images looked up at once


def worst(request: Request, visitor: Visitor) -> Response:
    """The next one; a note says why there is none."""
    image, run = visitor.image(request.path_params["image_id"]), finished_run(request, visitor)
    folder, score = RunFolder.of(run.dataset, run.id), share(request, "score", default=SCORE)
    try:
        order = _order(folder, moment(folder.evaluation), score)
    except InputError as error:
        return json_answer(wire.Worst(None, str(error)))
    left = order[order.index(image.id) + 1 :] if image.id in order else order
    found = _first(open_store(), image.dataset_id, left, filters(request))
    if found is None:
        return json_answer(wire.Worst(None, _why_none(run.id, judged=len(order))))
    return json_answer(wire.Worst(image_to_wire(found), ""))


@lru_cache(maxsize=8)
def _order(folder: RunFolder, _judged: int, score: float) -> tuple[int, ...]:
    """Ids of the images of the run's val split. Raises InputError where it was not evaluated."""
    reviews = evaluation.reviews(evaluation.read(folder.evaluation), score_threshold=score)
    return tuple(one.image_id for one in reviews)


def _first(store: Store, dataset_id: int, ids: Sequence[int], wanted: Filters) -> Image | None:
    """The first of `ids` that is wanted and still there."""
    for start in range(0, len(ids), MANY):
        some = tuple(ids[start : start + MANY])
        narrowed: Filters = {**wanted, "among": some}
        images = {one.id: one for one in store.images(dataset_id, **narrowed)}
        for image_id in some:
            if image_id in images:
                return images[image_id]
    return None


def _why_none(run_id: str, *, judged: int) -> str:
    if judged == 0:
        return f"Run {run_id} was judged on no image."
    return f"Run {run_id} did better on no other image that passes the filters."
