"""The learning rate's course."""

from __future__ import annotations

import pytest

from segcore.engines.loop import learning_rate
from segcore.runs import TrainConfig


def test_the_rate_warms_up_in_a_line_then_falls_at_each_step_given() -> None:
    config = TrainConfig("tiny", 100, learning_rate=0.02, warmup_steps=10, lr_steps=(50, 80))
    rates = {step: learning_rate(config, step=step) for step in (1, 6, 11, 50, 51, 80, 81, 100)}
    assert rates == {
        1: pytest.approx(0.00002),
        6: pytest.approx(0.01, rel=0.01),
        11: pytest.approx(0.02),
        50: pytest.approx(0.02),
        51: pytest.approx(0.002),
        80: pytest.approx(0.002),
        81: pytest.approx(0.0002),
        100: pytest.approx(0.0002),
    }


def test_without_warmup_the_first_step_has_the_full_rate() -> None:
    assert learning_rate(TrainConfig("tiny", 9, warmup_steps=0), step=1) == 0.02
