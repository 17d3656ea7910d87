"""What an evaluation says, as values, and evaluation.json which holds them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path

import msgspec

from segcore.errors import InputError
from segcore.folders import replace_file
from segcore.types import Split

MATCH_IOU = 0.5
"""From this overlap on a prediction has found an annotation of its category."""


@dataclass(frozen=True)
class Metrics:
    """COCO's average precision and recall, in 0..1; None where there is nothing to find.

    AP is the mean over IoU 0.50:0.05:0.95; s, m and l are annotations under 32x32 pixels, up to
    96x96 and over; AR100 is the recall with at most 100 predictions an image.
    """

    AP: float | None = None
    AP50: float | None = None
    AP75: float | None = None
    APs: float | None = None
    APm: float | None = None
    APl: float | None = None
    AR100: float | None = None

    def present(self) -> dict[str, float]:
        """The numbers by name, without those that are None."""
        return {name: value for name, value in asdict(self).items() if value is not None}


METRICS = tuple(field.name for field in fields(Metrics))


@dataclass(frozen=True)
class CategoryMetrics:
    """One category's metrics; `annotations` is how many there were to find."""

    category_id: int
    name: str
    segm: Metrics
    bbox: Metrics
    annotations: int = 0


@dataclass(frozen=True)
class Match:
    """What became of one prediction, or of one annotation that no prediction found.

    prediction and annotation_id: they found each other, `iou` is their overlap. Only prediction:
    nothing there to find; `iou` is its best overlap with any annotation of its category. Only
    annotation_id: missed. `ignored`: the prediction lies in a crowd region, which is named, and is
    neither right nor wrong.
    """

    image_id: int
    category_id: int
    prediction: int | None = None  # index in predictions.json
    annotation_id: int | None = None
    score: float | None = None
    iou: float = 0.0
    ignored: bool = False

    @property
    def is_found(self) -> bool:
        return self.prediction is not None and self.annotation_id is not None and not self.ignored

    @property
    def is_extra(self) -> bool:
        return self.prediction is not None and self.annotation_id is None

    @property
    def is_missed(self) -> bool:
        return self.prediction is None


@dataclass(frozen=True)
class Evaluation:
    """How well a run's predictions on `split` agree with the annotations frozen with it.

    `note` says, where there is nothing to evaluate, why; every metric is None then.
    """

    images: tuple[int, ...]
    segm: Metrics = Metrics()
    bbox: Metrics = Metrics()
    categories: tuple[CategoryMetrics, ...] = ()
    matches: tuple[Match, ...] = ()
    split: Split = "val"
    note: str = ""

    def val_scalars(self) -> dict[str, float]:
        """The points of a training's curves: val_segm_AP, val_segm_AP50, and those of bbox."""
        kinds = {"segm": self.segm.present(), "bbox": self.bbox.present()}
        return {
            f"val_{kind}_{name}": present[name]
            for kind, present in kinds.items()
            for name in ("AP", "AP50")
            if name in present
        }

    def summary(self, *, run: str) -> dict[str, object]:
        """The form that `python -m segcore evaluate --json` prints."""
        known: dict[str, object] = {
            "run": run,
            "split": self.split,
            "segm": asdict(self.segm),
            "bbox": asdict(self.bbox),
            "categories": {
                one.name: {"segm": asdict(one.segm), "bbox": asdict(one.bbox)}
                for one in self.categories
            },
        }
        return known | {"note": self.note} if self.note else known


def write(path: Path, evaluation: Evaluation) -> None:
    replace_file(path, msgspec.json.encode(evaluation) + b"\n")


def read(path: Path) -> Evaluation:
    """Raises InputError when the file is missing or holds something else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Evaluation)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist: this run has not been evaluated.") from None
    except msgspec.MsgspecError as error:
        raise InputError(f"{path} cannot be read as an evaluation: {error}.") from error
