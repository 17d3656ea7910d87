"""COCO results: predictions to and from predictions.json."""

from __future__ import annotations

import json

import numpy as np
import pytest

from segcore import coco, geometry
from segcore.errors import InputError
from segcore.types import Box, Prediction

MASK = geometry.mask_to_rle(np.eye(10, 20, dtype=bool))
FULL = Prediction(1, 2, 0.75, Box(0.5, 1.25, 3.75, 4), MASK)
BOX_ONLY = Prediction(1, 3, 0.5, Box(0, 0, 1, 1))


def test_predictions_come_back_as_they_were_written() -> None:
    assert coco.predictions_from_json(coco.predictions_to_json([FULL, BOX_ONLY])) == [
        FULL,
        BOX_ONLY,
    ]
    assert coco.predictions_from_json(coco.predictions_to_json([])) == []


def test_they_are_written_as_coco_says() -> None:
    (result,) = json.loads(coco.predictions_to_json([FULL]))
    assert result == {
        "image_id": 1,
        "category_id": 2,
        "bbox": [0.5, 1.25, 3.25, 2.75],
        "score": 0.75,
        "segmentation": {"size": [10, 20], "counts": MASK.counts},
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "truncated"),
        (b'{"a": 1}', "expected `array`, got `object`"),
        (b'[{"image_id":1,"category_id":1,"score":2,"bbox":[0,0,1,1]}]', "Prediction 0"),
        (b'[{"image_id":1,"category_id":1,"score":NaN,"bbox":[0,0,1,1]}]', "NaN"),
    ],
)
def test_broken_results_are_refused_with_the_reason(text: bytes, reason: str) -> None:
    with pytest.raises(InputError) as refusal:
        coco.predictions_from_json(text)
    assert reason in str(refusal.value)
