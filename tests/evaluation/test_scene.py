"""A reviewed image draws every annotation, whatever form its outline came in."""

from __future__ import annotations

import numpy as np

from segcore import geometry
from segcore.evaluation import Truth, evaluate
from segcore.evaluation.scene import Reviewed
from segcore.types import Annotation, Box, Category, Image, Prediction, Segmentation

IMAGE = Image(1, 1, "a.jpg", 60, 40, split="val")
DUCK = Category(1, 1, "duck", 0)


def test_an_annotation_that_came_as_rle_is_drawn_and_leads_to_its_prediction() -> None:
    mask = np.zeros((40, 60), dtype=np.bool_)
    mask[10:30, 10:40] = True
    rle, box = geometry.mask_to_rle(mask), Box(10, 10, 40, 30)
    annotation = Annotation(7, 1, 1, Segmentation(rle=rle), box, 600.0)
    truth = Truth((IMAGE,), (DUCK,), (annotation,), {7: rle})
    found = (Prediction(1, 1, 0.9, box, rle),)

    scene = Reviewed(truth, found, evaluate(truth, found)).scene(IMAGE, score_threshold=0.5)

    [drawn], [predicted] = scene.truth, scene.predictions
    assert drawn.parts == predicted.parts != ()
    assert (drawn.fate, drawn.annotation_id, predicted.annotation_id) == ("found", 7, 7)
