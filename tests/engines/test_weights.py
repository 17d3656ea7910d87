"""Weights in and out: checkpoints, zoo files, their names; and that no file executes anything."""

from __future__ import annotations

import os
import pickle
import resource
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import torch

from segcore.engines import initial
from segcore.engines.checkpoint import Checkpoint, read, read_weights, save
from segcore.engines.keys import detectron2_name, to_detectron2, to_torchvision
from segcore.engines.presets import TINY
from segcore.engines.zoo_pickle import read_arrays
from segcore.errors import InputError


class Owned:
    """What a crafted pickle holds: a call to a function of the attacker's choice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_a_checkpoint_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    weights = {"a.weight": torch.arange(6.0).view(2, 3)}
    save(tmp_path / "m.pth", Checkpoint(weights, TINY.model, ("Duck", "Dice"), step=7))
    back = read(tmp_path / "m.pth")
    assert (back.model, back.categories, back.step) == (TINY.model, ("Duck", "Dice"), 7)
    assert torch.equal(back.weights["a.weight"], weights["a.weight"])
    assert [path.name for path in tmp_path.iterdir()] == ["m.pth"], "nothing left beside it"


def test_a_disk_that_fills_up_is_an_oserror_and_the_older_checkpoint_stays(tmp_path: Path) -> None:
    save(tmp_path / "m.pth", Checkpoint({"a": torch.ones(1)}, TINY.model, ("Duck",), step=1))
    large = Checkpoint({"a": torch.ones(100_000)}, TINY.model, ("Duck",), step=2)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            save(tmp_path / "m.pth", large)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert read(tmp_path / "m.pth").step == 1
    assert [path.name for path in tmp_path.iterdir()] == ["m.pth"], "nothing left beside it"


def test_detectron2s_own_checkpointer_reads_our_checkpoints(tmp_path: Path) -> None:
    checkpointing = pytest.importorskip("detectron2.checkpoint", reason="needs Detectron2")
    model = torch.nn.Linear(3, 2)
    weights = {name: torch.rand_like(tensor) for name, tensor in model.state_dict().items()}
    save(tmp_path / "m.pth", Checkpoint(weights, TINY.model, ("Duck",), step=5))
    rest = checkpointing.DetectionCheckpointer(model).load(str(tmp_path / "m.pth"))
    assert rest["iteration"] == 4
    assert torch.equal(model.weight, weights["weight"])


def test_a_checkpoint_of_others_is_refused_but_its_weights_are_read(tmp_path: Path) -> None:
    torch.save({"model": {"w": torch.ones(2)}}, tmp_path / "other.pth")
    with pytest.raises(InputError, match=r"other\.pth was not trained by Segcore"):
        read(tmp_path / "other.pth")
    assert read_weights(tmp_path / "other.pth")["w"].tolist() == [1, 1]


@pytest.mark.parametrize("name", ["evil.pth", "evil.pkl"])
def test_a_crafted_file_executes_nothing(tmp_path: Path, name: str) -> None:
    victim = tmp_path / "owned"
    content = {"model": {"w": Owned(victim)}}
    if name.endswith(".pth"):
        torch.save(content, tmp_path / name)
    else:
        (tmp_path / name).write_bytes(pickle.dumps(content, protocol=2))
    with pytest.raises(InputError, match=rf"{name} (cannot be|were not) read"):
        read_weights(tmp_path / name)
    assert not victim.exists()


@pytest.mark.parametrize("content", [b"", b"not a pickle", b"\x80\x02}q\x00.", b"PK\x03\x04broken"])
@pytest.mark.parametrize("name", ["broken.pth", "broken.pkl"])
def test_a_broken_file_is_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name):
        read_weights(tmp_path / name)
    with pytest.raises(InputError, match="gone"):
        read_weights(tmp_path / name.replace("broken", "gone"))


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4])
def test_zoo_files_give_their_arrays(tmp_path: Path, protocol: int) -> None:
    arrays = OrderedDict(
        weight=np.asfortranarray(np.random.default_rng(0).random((2, 3), dtype=np.float32)),
        count=np.array([3, 4], dtype=">i8"),
        one=np.float64(2.5),
    )
    content = {"model": arrays, "__author__": "The Zoo", "matching_heuristics": True}
    path = tmp_path / "zoo.pkl"
    path.write_bytes(pickle.dumps(content, protocol=protocol))
    back = read_arrays(path)
    assert list(back) == ["weight", "count"]
    assert all(np.array_equal(back[name], arrays[name]) for name in back)
    assert read_weights(path)["weight"].dtype == torch.float32


def test_an_array_of_objects_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "objects.pkl"
    path.write_bytes(pickle.dumps({"w": np.array([{}, []], dtype=object)}, protocol=2))
    with pytest.raises(InputError, match=r"objects\.pkl were not read: it holds an array of 'O8'"):
        read_arrays(path)


def test_names_are_detectron2s() -> None:
    for theirs, name in {
        "backbone.body.conv1.weight": "backbone.bottom_up.stem.conv1.weight",
        "backbone.body.bn1.bias": "backbone.bottom_up.stem.conv1.norm.bias",
        "backbone.body.layer1.0.conv2.weight": "backbone.bottom_up.res2.0.conv2.weight",
        "backbone.body.layer4.1.bn2.weight": "backbone.bottom_up.res5.1.conv2.norm.weight",
        "backbone.body.layer2.0.downsample.0.weight": "backbone.bottom_up.res3.0.shortcut.weight",
        "backbone.body.layer2.0.downsample.1.bias": "backbone.bottom_up.res3.0.shortcut.norm.bias",
        "backbone.fpn.inner_blocks.0.0.weight": "backbone.fpn_lateral2.weight",
        "backbone.fpn.layer_blocks.3.1.bias": "backbone.fpn_output5.norm.bias",
        "rpn.head.conv.0.0.weight": "proposal_generator.rpn_head.conv.weight",
        "rpn.head.cls_logits.bias": "proposal_generator.rpn_head.objectness_logits.bias",
        "rpn.head.bbox_pred.bias": "proposal_generator.rpn_head.anchor_deltas.bias",
        "roi_heads.box_head.fc6.weight": "roi_heads.box_head.fc1.weight",
        "roi_heads.mask_head.0.0.weight": "roi_heads.mask_head.mask_fcn1.weight",
        "roi_heads.mask_predictor.conv5_mask.bias": "roi_heads.mask_head.deconv.bias",
        "roi_heads.mask_predictor.mask_fcn_logits.bias": "roi_heads.mask_head.predictor.bias",
    }.items():
        assert detectron2_name(theirs) == name


def test_the_background_moves_from_first_to_last_and_back() -> None:
    names = ("box_predictor.cls_score", "box_predictor.bbox_pred", "mask_predictor.mask_fcn_logits")
    ours = {
        f"roi_heads.{name}.bias": torch.arange(float(rows))
        for name, rows in zip(names, (3, 12, 3), strict=True)
    }
    moved = to_detectron2(ours)
    assert [tensor.tolist() for tensor in moved.values()] == [
        [1, 2, 0],
        [4, 5, 6, 7, 8, 9, 10, 11],
        [1, 2],
    ]
    back = to_torchvision(moved, names=ours)
    assert back["roi_heads.box_predictor.cls_score.bias"].tolist() == [0, 1, 2]
    assert back["roi_heads.box_predictor.bbox_pred.bias"][4:].tolist() == list(range(4, 12))
    assert to_detectron2(back).keys() == moved.keys()


def test_weights_for_other_categories_are_drawn_anew() -> None:
    score = "roi_heads.box_predictor.cls_score.weight"
    like = {"backbone.x.weight": torch.zeros(4, 4, 1, 1), score: torch.zeros(3, 8)}
    fresh = initial.drawn(like, seed=1)
    given = {"backbone.x.weight": torch.ones(4, 4, 1, 1), score: torch.ones(81, 8), "more": fresh}
    result = initial.filled(fresh, given)
    assert result["backbone.x.weight"].unique().tolist() == [1]
    assert torch.equal(result[score], fresh[score])
    with pytest.raises(InputError, match="1 of 2 are missing or of another shape, backbone.x.wei"):
        initial.filled(fresh, {score: torch.ones(3, 8)})
    with pytest.raises(InputError, match="1 of 2 are missing or of another shape, roi_heads"):
        initial.chosen(fresh, given)
