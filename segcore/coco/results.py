"""COCO results: a list of predictions as COCO's own tools read and write them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from segcore.coco.rle import RleSource, rle_from_source, rle_to_source
from segcore.coco.segmentation import box_from_source, box_to_source
from segcore.coco.text import decode, encode
from segcore.errors import InputError
from segcore.types import Prediction


class _Result(msgspec.Struct):
    image_id: int
    category_id: int
    score: float
    bbox: list[float]
    segmentation: RleSource | None = None


_read = msgspec.json.Decoder(list[_Result])


def predictions_to_json(predictions: Iterable[Prediction]) -> bytes:
    """predictions.json: one object each, with store ids, bbox as xywh and the mask as RLE."""
    lines = (encode(_to_source(prediction)) for prediction in predictions)
    return b"[" + b",\n".join(lines) + b"]\n"


def predictions_from_json(text: bytes) -> list[Prediction]:
    """The predictions of a results file; InputError that names the first one that is broken."""
    try:
        results = decode(text, _read)
    except InputError as error:
        raise InputError(f"The predictions cannot be read: {error}.") from error
    return [_from_source(result, number) for number, result in enumerate(results)]


def _to_source(prediction: Prediction) -> dict[str, object]:
    source: dict[str, object] = {
        "image_id": prediction.image_id,
        "category_id": prediction.category_id,
        "bbox": box_to_source(prediction.box),
        "score": prediction.score,
    }
    if prediction.rle is not None:
        source["segmentation"] = rle_to_source(prediction.rle)
    return source


def _from_source(result: _Result, number: int) -> Prediction:
    mask = result.segmentation
    try:
        return Prediction(
            image_id=result.image_id,
            category_id=result.category_id,
            score=result.score,
            box=box_from_source(result.bbox),
            rle=None if mask is None else rle_from_source(mask, picture=None),
        )
    except InputError as error:
        raise InputError(f"Prediction {number} of the results is broken: {error}") from error
