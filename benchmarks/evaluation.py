"""Claim: judging a run, matches and both kinds of AP, costs little over plain pycocotools.

The peer is pycocotools by hand on the same files, masks and boxes; both read from disk, and the
seven numbers of each must agree to the last bit.

    python benchmarks/evaluation.py [--images 500] [--annotations 7] [--predictions 28]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import tempfile
import time
from dataclasses import astuple
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from segcore import coco, evaluation, geometry
from segcore.types import Annotation, Box, Category, Image, Part, Prediction, Segmentation, Size

SIZE = Size(640, 480)
CATEGORIES = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--images", type=int, default=500)
    parser.add_argument("--annotations", type=int, default=7)
    parser.add_argument("--predictions", type=int, default=28)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        truth, results = _written(Path(folder), arguments)
        began = time.process_time()
        ours = _ours(truth, results)
        between = time.process_time()
        theirs = _theirs(truth, results)
        ended = time.process_time()
    print(
        f"segcore.evaluation {between - began:.2f} CPU-s, pycocotools {ended - between:.2f} CPU-s"
    )
    print(f"ratio {(between - began) / (ended - between):.2f}")
    print(f"numbers equal to the last bit: {ours == theirs}")


def _ours(truth: Path, results: Path) -> list[float | None]:
    judged = evaluation.evaluate(truth, coco.predictions_from_json(results.read_bytes()))
    return [*astuple(judged.segm), *astuple(judged.bbox)]


def _theirs(truth: Path, results: Path) -> list[float | None]:
    numbers: list[float | None] = []
    with contextlib.redirect_stdout(io.StringIO()):
        index = COCO(str(truth))
        for kind in ("segm", "bbox"):
            found = json.loads(results.read_text())
            for one in found if kind == "segm" else ():
                del one["bbox"]  # or a mask is sized by its box
            judge = COCOeval(index, index.loadRes(found), iouType=kind)
            judge.evaluate()
            judge.accumulate()
            judge.summarize()
            numbers += [float(judge.stats[i]) for i in (0, 1, 2, 3, 4, 5, 8)]
    return numbers


def _written(folder: Path, arguments: argparse.Namespace) -> tuple[Path, Path]:
    """val.json and predictions.json: blobs, and predictions that are blobs a little off."""
    random = np.random.default_rng(0)
    images = [Image(n, 1, f"{n}.jpg", *SIZE, split="val") for n in range(1, arguments.images + 1)]
    categories = [Category(n + 1, 1, f"class {n}", n) for n in range(CATEGORIES)]
    annotations, predictions = [], []
    for image in images:
        for k in range(arguments.predictions):
            centre, category = random.uniform(60, 400, 2), int(random.integers(CATEGORIES)) + 1
            radius = float(random.uniform(8, 60))
            if k < arguments.annotations:
                number = len(annotations) + 1
                annotations.append(_annotation(number, image.id, category, centre, radius))
            off = _blob(centre + random.normal(0, radius / 8, 2), radius)
            score = round(float(random.uniform(0.05, 1)), 4)
            predictions.append(_prediction(image.id, category, off, score))
    truth, results = folder / "val.json", folder / "predictions.json"
    coco.write_frozen(
        truth,
        images=images,
        categories=categories,
        annotations=((one, SIZE) for one in annotations),
    )
    results.write_bytes(coco.predictions_to_json(predictions))
    return truth, results


def _blob(centre: np.ndarray, radius: float) -> Segmentation:
    angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    points = centre + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return Segmentation((Part(points),))


def _annotation(
    number: int, image_id: int, category: int, centre: np.ndarray, radius: float
) -> Annotation:
    shape = _blob(centre, radius)
    box, area = geometry.segmentation_box(shape, SIZE), geometry.segmentation_area(shape, SIZE)
    return Annotation(number, image_id, category, shape, Box(*box), area)


def _prediction(image_id: int, category: int, shape: Segmentation, score: float) -> Prediction:
    rle = geometry.segmentation_to_rle(shape, SIZE)
    return Prediction(image_id, category, score, Box(*geometry.rle_box(rle)), rle)


if __name__ == "__main__":
    main()
