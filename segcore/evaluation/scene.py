"""One image as a reviewer sees it: its annotations and predictions, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from segcore import coco, geometry
from segcore.evaluation.reviewing import matches_of
from segcore.evaluation.truth import Truth
from segcore.evaluation.values import Evaluation, Match, read
from segcore.runs import RunFolder
from segcore.types import Annotation, Image, Part, Prediction, Rle

Fate = Literal["found", "missed", "extra", "ignored"]


@dataclass(frozen=True)
class Shown:
    """One instance to draw. `annotation_id` is the one to fix: its own, or the one it found.

    `score` is None for an annotation; `iou` is the overlap with its partner, or for an extra
    prediction the best with any annotation of its category.
    """

    category_id: int
    parts: tuple[Part, ...]
    fate: Fate
    iou: float
    score: float | None = None
    annotation_id: int | None = None

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Scene:
    """An image, its annotations on one side and its predictions on the other."""

    image: Image
    truth: tuple[Shown, ...]
    predictions: tuple[Shown, ...]

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Reviewed:
    """Everything a finished run left to look at, read once."""

    truth: Truth
    predictions: tuple[Prediction, ...]
    evaluation: Evaluation

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def read(cls, run: RunFolder) -> Reviewed:
        """Raises InputError when the run has not been evaluated or a file is broken."""
        evaluation = read(run.evaluation)
        predictions = coco.predictions_from_json(_bytes(run.predictions))
        return cls(Truth.read(run.val), tuple(predictions), evaluation)

    def image(self, image_id: int) -> Image | None:
        return next((image for image in self.truth.images if image.id == image_id), None)

    def scene(
        self, image: Image, *, score_threshold: float, category_id: int | None = None
    ) -> Scene:
        """What to draw of `image`; predictions under the threshold are left out."""
        rows = matches_of(
            self.evaluation, image.id, score_threshold=score_threshold, category_id=category_id
        )
        annotations = {one.id: one for one in self.truth.annotations if one.image_id == image.id}
        return Scene(
            image,
            tuple(_annotations(rows, annotations.values())),
            tuple(_predictions(rows, self.predictions)),
        )


def _annotations(rows: Sequence[Match], annotations: Iterable[Annotation]) -> Iterable[Shown]:
    by_id = {row.annotation_id: row for row in rows if not row.ignored}
    for one in annotations:
        row = by_id.get(one.id)
        if row is not None:
            fate: Fate = "found" if row.is_found else "missed"
            # A frozen annotation that came as RLE has a mask and no drawing of it.
            parts = one.segmentation.parts or _drawing(one.segmentation.rle)
            yield Shown(one.category_id, parts, fate, row.iou, annotation_id=one.id)


def _predictions(rows: Sequence[Match], predictions: Sequence[Prediction]) -> Iterable[Shown]:
    for row in rows:
        if row.prediction is None:
            continue
        one = predictions[row.prediction]
        parts = _drawing(one.rle)
        fate: Fate = "ignored" if row.ignored else "found" if row.is_found else "extra"
        yield Shown(one.category_id, parts, fate, row.iou, one.score, row.annotation_id)


def _drawing(rle: Rle | None) -> tuple[Part, ...]:
    return () if rle is None else geometry.mask_to_parts(geometry.rle_to_mask(rle))


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b"[]"
