"""The models and settings to start from, each one frozen value that both engines build from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from segcore import settings
from segcore.engines.config_file import check_settings, read_settings
from segcore.errors import InputError
from segcore.runs import TrainConfig


@dataclass(frozen=True)
class ModelConfig:
    """A Mask R-CNN with a feature pyramid over a ResNet. Raises InputError for an unusable value.

    Pairs are (while training, while predicting). Sizes are pixels of the resized picture.
    """

    depth: int  # 18, 34, 50 or 101 layers
    norm: str  # of the ResNet: "GN" or "FrozenBN"
    fpn_norm: str  # of the pyramid: "GN" or ""
    fpn_channels: int
    freeze_at: int  # 0: all learns; 1: the stem stays; 2: the stem and the first stage stay
    pixel_mean: tuple[float, float, float]  # BGR, 0..255
    pixel_std: tuple[float, float, float]
    anchor_sizes: tuple[int, int, int, int, int]  # one a level, finest first
    proposals_before_nms: tuple[int, int]  # a level
    proposals_after_nms: tuple[int, int]  # a picture
    anchors_per_image: int  # drawn for the loss
    rois_per_image: int  # drawn for the loss
    box_features: int
    mask_channels: int
    mask_convs: int
    detections_per_image: int
    train_sizes: tuple[int, ...]  # shortest edge; one is drawn each time a picture is seen
    test_size: int  # shortest edge
    max_size: int  # longest edge

    def __post_init__(self) -> None:
        if self.depth not in (18, 34, 50, 101) or self.norm not in ("GN", "FrozenBN"):
            raise InputError(f"There is no ResNet-{self.depth} with {self.norm!r} here.")
        if self.fpn_norm not in ("GN", "") or not 0 <= self.freeze_at <= 5:
            raise InputError("fpn_norm must be 'GN' or '', freeze_at a whole number of 0 to 5.")
        if len(self.anchor_sizes) != 5:
            raise InputError(f"anchor_sizes must be five sizes; got {list(self.anchor_sizes)}.")
        edges = (*self.train_sizes, self.test_size, self.max_size)
        if not self.train_sizes or not all(32 <= edge <= 4096 for edge in edges):
            raise InputError("train_sizes, test_size and max_size must be of 32 to 4096 pixels.")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, int) and not 0 <= value <= 10_000:
                raise InputError(f"{field.name} must be of 0 to 10000; got {value}.")
        if min(self.anchors_per_image, self.rois_per_image, self.detections_per_image) < 1:
            raise InputError("anchors, rois and detections per image must be at least 1.")
        if not all(1 <= size <= 4096 for size in self.anchor_sizes):
            raise InputError("anchor_sizes must be of 1 to 4096 pixels.")


@dataclass(frozen=True)
class Preset:
    """A model and how to train it. `pretrained` names the weights file it cannot begin without."""

    name: str
    about: str
    model: ModelConfig
    train: TrainConfig
    pretrained: str | None = None


TINY = Preset(
    "tiny",
    "Learns from nothing in minutes on a CPU: Mask R-CNN on a ResNet-18, small pictures.",
    ModelConfig(
        depth=18,
        norm="GN",
        fpn_norm="GN",
        fpn_channels=64,
        freeze_at=0,
        pixel_mean=(103.53, 116.28, 123.675),
        pixel_std=(57.375, 57.12, 58.395),
        anchor_sizes=(16, 32, 64, 128, 256),
        proposals_before_nms=(200, 200),
        proposals_after_nms=(100, 50),
        anchors_per_image=128,
        rois_per_image=64,
        box_features=256,
        mask_channels=64,
        mask_convs=2,
        detections_per_image=20,
        train_sizes=(192,),
        test_size=192,
        max_size=320,
    ),
    TrainConfig(
        "tiny",
        max_steps=200,
        learning_rate=0.02,
        warmup_steps=50,
        eval_period=50,
        checkpoint_period=50,
    ),
)

STANDARD = Preset(
    "standard",
    "Mask R-CNN R50-FPN from weights that know COCO: wants a GPU, or patience.",
    ModelConfig(
        depth=50,
        norm="FrozenBN",
        fpn_norm="",
        fpn_channels=256,
        freeze_at=2,
        pixel_mean=(103.53, 116.28, 123.675),
        pixel_std=(1.0, 1.0, 1.0),
        anchor_sizes=(32, 64, 128, 256, 512),
        proposals_before_nms=(2000, 1000),
        proposals_after_nms=(1000, 1000),
        anchors_per_image=256,
        rois_per_image=128,
        box_features=1024,
        mask_channels=256,
        mask_convs=4,
        detections_per_image=100,
        train_sizes=(640, 672, 704, 736, 768, 800),
        test_size=800,
        max_size=1333,
    ),
    TrainConfig(
        "standard",
        max_steps=300,
        learning_rate=0.00025,
        warmup_steps=100,
        eval_period=100,
        checkpoint_period=100,
    ),
    pretrained="model_final_f10217.pkl",
)

PRESETS: Mapping[str, Preset] = MappingProxyType({p.name: p for p in (TINY, STANDARD)})

_MODEL_FIELDS = frozenset(field.name for field in fields(ModelConfig))
_ZOO = (
    "https://dl.fbaipublicfiles.com/detectron2/COCO-InstanceSegmentation/"
    "mask_rcnn_R_50_FPN_3x/137849600/"
)


def preset(name: str) -> Preset:
    """The preset called `name`; InputError names those there are."""
    if name not in PRESETS:
        raise InputError(f"There is no preset {name!r}; the presets are {', '.join(PRESETS)}.")
    return PRESETS[name]


def configure(
    name: str = "tiny",
    *,
    file: Path | None = None,
    max_steps: int | None = None,
    weights: Path | None = None,
    device: str = "auto",
    changes: Mapping[str, Any] | None = None,
) -> TrainConfig:
    """The preset with the settings in `file` (YAML), then `changes` (the same keys), then the rest.

    Raises InputError for an unknown preset or key, a bad value, or weights that are not there.
    """
    base = preset(name)
    given = read_settings(file) if file else {}
    given |= check_settings(changes or {}, source="The settings given")
    if max_steps is not None:
        given["max_steps"] = max_steps
    options = {key: value for key, value in given.items() if key in _MODEL_FIELDS}
    train = {key: value for key, value in given.items() if key not in _MODEL_FIELDS}
    config = replace(base.train, device=device, options=options, **train)
    model_config(config)
    return replace(config, weights=_weights(base, weights))


def model_config(config: TrainConfig) -> ModelConfig:
    """The model `config` asks for: its preset's, with its options."""
    unknown = set(config.options) - _MODEL_FIELDS
    if unknown:
        raise InputError(f"A model has no setting {', '.join(sorted(unknown))}.")
    return replace(preset(config.preset).model, **_tuples(config.options))


def model_from_dict(values: Mapping[str, Any]) -> ModelConfig:
    """The model that `dataclasses.asdict` wrote; InputError for anything else."""
    try:
        return ModelConfig(**_tuples(values))
    except TypeError as error:
        raise InputError(f"This is not a model's configuration: {error}.") from error


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}


def _weights(base: Preset, given: Path | None) -> Path | None:
    """The file to begin from: the one given, else the preset's own where it already lies."""
    if given is not None:
        if not given.is_file():
            raise InputError(f"The weights {given} do not exist; give a .pth or .pkl file.")
        return given.absolute()
    if base.pretrained is None:
        return None
    kept = settings.weights_dir() / base.pretrained
    if not kept.is_file():
        raise InputError(
            f"The preset {base.name} begins from COCO weights: put {base.pretrained} (from "
            f"{_ZOO}) into {kept.parent}, name a weights file (--weights), or use the preset tiny."
        )
    return kept
