"""Presets and a person's settings file: known keys, sane values, clear refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from segcore.engines.presets import PRESETS, configure, model_config, model_from_dict
from segcore.errors import InputError


def settings(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_tiny_needs_nothing_and_says_what_it_is() -> None:
    config = configure("tiny")
    assert (config.max_steps, config.learning_rate, config.images_per_batch) == (200, 0.02, 2)
    assert config.weights is None
    assert model_config(config) == PRESETS["tiny"].model


def test_a_settings_file_changes_training_and_model(tmp_path: Path) -> None:
    text = "max_steps: 7\nlearning_rate: 1e-3\nlr_steps: [3, 5]\nrois_per_image: 32\n"
    text += "train_sizes: [64, 96]\n"
    config = configure("tiny", file=settings(tmp_path, text))
    assert (config.max_steps, config.learning_rate, config.lr_steps) == (7, 0.001, (3, 5))
    model = model_config(config)
    assert (model.rois_per_image, model.train_sizes, model.depth) == (32, (64, 96), 18)


def test_what_the_call_says_wins_over_the_file(tmp_path: Path) -> None:
    assert configure(file=settings(tmp_path, "max_steps: 7"), max_steps=9).max_steps == 9


def test_changes_are_checked_like_a_file(tmp_path: Path) -> None:
    file = settings(tmp_path, "max_steps: 7\nseed: 3")
    config = configure(file=file, changes={"max_steps": 8, "rois_per_image": 16})
    assert (config.max_steps, config.seed, config.options) == (8, 3, {"rois_per_image": 16})
    with pytest.raises(InputError, match="there is no setting 'weights'"):
        configure(changes={"weights": "x"})


def test_an_empty_settings_file_changes_nothing(tmp_path: Path) -> None:
    assert configure(file=settings(tmp_path, "")) == configure()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("max_step: 7", r"mine\.yaml: there is no setting 'max_step'; there are max_steps, "),
        ("MODEL: {WEIGHTS: http://x}", "there is no setting 'MODEL'"),
        ("max_steps: many", "max_steps must be a whole number; got 'many'"),
        ("max_steps: yes", "max_steps must be a whole number; got True"),
        ("max_steps: 0", "max_steps must be a whole number of at least 1; got 0"),
        ("learning_rate: fast", "learning_rate must be a number; got 'fast'"),
        ("learning_rate: .nan", "learning_rate must be above 0"),
        ("train_sizes: 800", "train_sizes must be a list of whole numbers; got 800"),
        ("test_size: 100000", "of 32 to 4096 pixels"),
        ("anchor_sizes: [1, 2]", r"anchor_sizes must be five sizes; got \[1, 2\]"),
        ("- a\n- b", "must hold lines of `setting: value`"),
        ("a: [", "is not YAML"),
        ("a: !!python/object/apply:os.system ['touch /tmp/owned']", "is not YAML"),
        ("a: &a [x]\nb: &b [*a, *a]\nseed: [*b, *b]", "there is no setting 'a'"),
        ("[" * 5000, "is not YAML|must hold"),
        ("seed: " + "1" * 90_000, "is not YAML"),
        ("seed: 99999999999999999999", "seed must be a whole number; got 9999"),
        ("when: 2024-99-99", "is not YAML"),
        ("seed: " + "1" * 200_000, "are over 100,000 characters"),
    ],
)
def test_a_bad_settings_file_is_refused_by_name(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        configure(file=settings(tmp_path, text))


def test_a_missing_settings_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        configure(file=tmp_path / "none.yaml")


def test_an_unknown_preset_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="no preset 'huge'; the presets are tiny, standard"):
        configure("huge")


def test_standard_says_where_to_put_its_weights(data_dir: Path) -> None:
    with pytest.raises(InputError, match=r"put model_final_f10217\.pkl \(from https://.*--weights"):
        configure("standard")
    kept = data_dir / ".weights" / "model_final_f10217.pkl"
    kept.parent.mkdir()
    kept.write_bytes(b"")
    assert configure("standard").weights == kept


def test_weights_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"w\.pth do not exist"):
        configure("tiny", weights=tmp_path / "w.pth")


def test_a_model_is_made_again_from_its_written_form() -> None:
    from dataclasses import asdict

    for preset in PRESETS.values():
        assert model_from_dict(asdict(preset.model)) == preset.model
    with pytest.raises(InputError, match="not a model's configuration"):
        model_from_dict({"depth": 18})
