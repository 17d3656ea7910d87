"""A run's folder with pictures of discs and boxes: small, seeded, learnt in a few steps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import PIL.Image

from segcore.coco import write_frozen
from segcore.engines import RawInstance, configure
from segcore.errors import Stopped
from segcore.geometry import mask_to_rle, rle_area, rle_box
from segcore.runs import RunFolder, TrainConfig
from segcore.types import Annotation, Category, Image, Mask, Picture, Segmentation, Size

SIZE = Size(120, 96)
CATEGORIES = (Category(11, 1, "disc", 0), Category(7, 1, "box", 1))
COLOURS = ((220, 60, 40), (40, 90, 220))
SMALL = {"train_sizes": [64], "test_size": 64, "max_size": 80}


def toy_picture(rng: np.random.Generator) -> tuple[Picture, list[tuple[int, Mask]]]:
    """A picture with one disc and one box apart from each other, and their masks."""
    picture = rng.integers(90, 130, (SIZE.height, SIZE.width, 3), dtype=np.uint8)
    shapes = []
    for place, left in enumerate(rng.permutation([0, 60])):
        mask = np.zeros((SIZE.height, SIZE.width), dtype=np.uint8)
        half = int(rng.integers(12, 20))
        x, y = int(left + 30 + rng.integers(-6, 6)), int(rng.integers(30, 66))
        if place == 0:
            cv2.circle(mask, (x, y), half, 1, -1)
        else:
            cv2.rectangle(mask, (x - half, y - half), (x + half, y + half), 1, -1)
        picture[mask == 1] = COLOURS[place]
        shapes.append((place, mask == 1))
    return picture, shapes


def toy_run(root: Path, *, images: int = 8, seed: int = 0) -> RunFolder:
    """datasets/toys/runs/one below `root`, its train split frozen, its pictures written."""
    run = RunFolder(root / "toys" / "runs" / "one")
    run.root.mkdir(parents=True)
    run.pictures.mkdir()
    rng = np.random.default_rng(seed)
    rows, annotations = [], []
    for number in range(images):
        picture, shapes = toy_picture(rng)
        image = Image(100 + number, 1, f"{number}.png", *SIZE)
        PIL.Image.fromarray(picture).save(run.pictures / image.file_name)
        rows.append(image)
        annotations += [
            toy_annotation(10 * number + place, image.id, CATEGORIES[place].id, mask)
            for place, mask in shapes
        ]
    write_frozen(
        run.train, images=rows, categories=CATEGORIES, annotations=[(a, SIZE) for a in annotations]
    )
    return run


def toy_annotation(id: int, image_id: int, category_id: int, mask: Mask) -> Annotation:
    rle = mask_to_rle(mask)
    shape = Segmentation(rle=rle)
    return Annotation(id, image_id, category_id, shape, rle_box(rle), float(rle_area(rle)))


def toy_config(**changes: object) -> TrainConfig:
    """The tiny preset on toy-sized pictures, without warming up."""
    known = {"max_steps": 4, "warmup_steps": 0, "eval_period": 0, "checkpoint_period": 0}
    settings = configure("tiny", device="cpu").__dict__ | known | {"options": SMALL} | changes
    return TrainConfig(**settings)


class Recorder:
    """A report that remembers, and stops the training after `stop_at`."""

    def __init__(self, *, stop_at: int | None = None, picture: Picture | None = None) -> None:
        self.scalars: list[dict[str, float]] = []
        self.validated: list[int] = []
        self.found: list[RawInstance] = []
        self._stop_at = stop_at
        self._picture = picture

    def __call__(self, step: int, **scalars: float) -> None:
        self.scalars.append({"step": step, **scalars})
        if step == self._stop_at:
            raise Stopped("stopped by the test")

    def validate(self, step: int, predict: Callable[[Picture], list[RawInstance]]) -> None:
        self.validated.append(step)
        if self._picture is not None:
            self.found = predict(self._picture)

    @property
    def losses(self) -> list[float]:
        return [line["total_loss"] for line in self.scalars]
