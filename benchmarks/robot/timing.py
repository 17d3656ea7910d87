"""How long a practised hand would take: the keystroke-level model with Fitts and steering terms.

docs/editor-timing.md has the formulas, the constants and where they come from. Modelled, not
measured on people. Lengths are CSS pixels, times seconds.
"""

from __future__ import annotations

import math

KEY = 0.20  # an average skilled typist; a modifier key is one more
PRESS = 0.10  # a button down, or up
THINK = 1.20  # look, and decide what to do
SPREAD = 4.133  # of the width: the standard deviation of where a hand ends (ISO 9241-9)

_SHORTEST = 0.10  # no movement takes less


def difficulty(distance: float, width: float) -> float:
    """Fitts's index in bits, Shannon form: `distance` to go to a target of `width`."""
    return math.log2(distance / width + 1)


def pointing(distance: float, width: float) -> float:
    return max(_SHORTEST, -0.107 + 0.223 * difficulty(distance, width))


def dragging(distance: float, width: float) -> float:
    """With the button held, from where it was pressed to a place."""
    return max(_SHORTEST, 0.135 + 0.249 * difficulty(distance, width))


def steering(length: float, width: float) -> float:
    """With the button held, along a line, within `width` around it."""
    return 0.135 + 0.10 * length / width
