"""An outline changed in a few places: what a gesture sends instead of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from segcore.errors import InputError
from segcore.types import Part, Ring, Splice

T = TypeVar("T")


def spliced(parts: Sequence[Part], splices: Sequence[Splice]) -> tuple[Part, ...]:
    """The parts with each splice done to what the one before it left; all else is untouched.

    Raises InputError where a splice names what is not there or leaves less than a ring.
    """
    rings = [list(part.rings) for part in parts]
    for splice in splices:
        of_part = _at(rings, splice.part, splice)
        of_part[splice.ring] = _with(_at(of_part, splice.ring, splice), splice)
    return tuple(Part(outer, tuple(holes)) for outer, *holes in rings)


def _with(ring: Ring, splice: Splice) -> Ring:
    end = splice.start + splice.drop
    if splice.start < 0 or splice.drop < 0 or end > len(ring) or len(splice.points) % 2:
        raise _misfit(splice)
    points = np.array(splice.points, dtype=np.float64).reshape(-1, 2)
    return np.concatenate([ring[: splice.start], points, ring[end:]])


def _at(items: Sequence[T], index: int, splice: Splice) -> T:
    if not 0 <= index < len(items):
        raise _misfit(splice)
    return items[index]


def _misfit(splice: Splice) -> InputError:
    return InputError(
        f"A change of the outline names what it does not have (part {splice.part}, ring "
        f"{splice.ring}, point {splice.start} and {splice.drop} from it): load the image again."
    )
