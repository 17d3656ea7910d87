"""Dice, and what lies about: balls, blocks, pebbles, bamboo."""

from __future__ import annotations

from segcore.sample.limbs import Point, Solids, limb
from segcore.sample.paint import all_of, band, color, pips, sectors
from segcore.sample.raycast import Solid
from segcore.sample.view import turn

_WHITE = color("#f2ede4")

DICE_COLORS = (
    ("#f4efe2", "#1b1a1e"), ("#c8202f", "#fdf6ec"), ("#1f56b0", "#f4f7ff"), ("#17805a", "#f2fff8"),
    ("#f4efe2", "#b3202c"), ("#22222a", "#f5f2ea"), ("#7a3fa8", "#fbf3ff"),
)  # fmt: skip
_RESTING = (turn(), turn(x=90), turn(x=180), turn(x=270), turn(z=90), turn(z=270))


def die(*, face: int = 0, look: tuple[str, str] = DICE_COLORS[0]) -> Solids:
    """A die of edge 1 resting on one of its six faces."""
    body, dots = (color(text) for text in look)
    cube = Solid(
        (0, 0.5, 0), (0.5, 0.5, 0.5), body, gloss=0.62, rounding=0.2, paint=pips(dots),
        rotation=_RESTING[face % 6],
    )  # fmt: skip
    return (cube,)


def ball(first: str, second: str) -> Solids:
    stripes = all_of(
        sectors(6, color(second)), band(1, 0.93, 2, _WHITE), band(1, -2, -0.93, _WHITE)
    )
    return (
        Solid(
            (0, 0.5, 0),
            (0.5, 0.5, 0.5),
            color(first),
            gloss=0.6,
            paint=stripes,
            rotation=turn(x=28, z=24),
        ),
    )


def block(tone: str, size: Point) -> Solids:
    """A wooden building block, or with other sizes a book or a box."""
    half = (size[0] / 2, size[1] / 2, size[2] / 2)
    return (Solid((0, half[1], 0), half, color(tone), gloss=0.12, rounding=0.12),)


def pebble(tone: str) -> Solids:
    return (Solid((0, 0.22, 0), (0.5, 0.3, 0.4), color(tone), gloss=0.1, fur=0.02),)


def bamboo(height: float, *, radius: float = 0.1, green: str = "#6f9a3c") -> Solids:
    """A standing cane with its joints and two leaves."""
    tone, joint = color(green), color("#8fae5a")
    step = 0.62
    count = max(1, int(height / step))
    canes = [
        Solid(
            (0, step * (i + 0.5), 0), (radius, step * 0.54, radius), tone, gloss=0.35, rounding=0.9
        )
        for i in range(count)
    ]
    joints = [
        Solid((0, step * i, 0), (radius * 1.16, radius * 0.3, radius * 1.16), joint, gloss=0.3)
        for i in range(1, count + 1)
    ]
    leaves = [
        limb((0, step * count * 0.8, 0), (x * 0.55, step * count * 0.8 + 0.28 * x, -0.1), 0.05,
             color=color("#5d8f35"), gloss=0.2)
        for x in (-1, 1)
    ]  # fmt: skip
    return (*canes, *joints, *leaves)


def twig(start: Point, end: Point) -> Solids:
    """A stick of bamboo to eat, with leaves at its upper end."""
    green = color("#7fae3f")
    x, y, z = end
    leaves = [
        limb(end, (x + dx, y + 0.26, z - 0.05), 0.045, color=color("#5d9a35"), gloss=0.25)
        for dx in (-0.22, 0.0, 0.24)
    ]
    return (limb(start, end, 0.045, color=green, gloss=0.35), *leaves)
