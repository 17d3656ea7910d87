"""A rubber duck, and a swimming ring that is one, facing -z and standing on y = 0."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from segcore.sample.limbs import Point, Solids, limb, moved
from segcore.sample.paint import Color, all_of, band, color, lighter, sectors, spot
from segcore.sample.raycast import Solid
from segcore.sample.view import turn

_INK, _GLINT, _WHITE = color("#0d0c0e"), color("#ffffff"), color("#f2ede4")
_BEAK, _MOUTH = color("#f2801c"), color("#c9540f")

DUCK_EXTRAS = ("", "", "", "scarf", "hat", "glasses", "crown")
DUCK_YELLOWS = ("#fbcb1e", "#ffd52e", "#f7be14", "#ffdc4a")


def duck(
    *, yellow: str = "#fbcb1e", look: float = 0, extra: str = "", accent: str = "#d7263d"
) -> Solids:
    """A rubber duck; `look` turns its head, `extra` is what it wears, in the colour `accent`."""
    tone = color(yellow)
    head = (*_duck_head(tone), *_worn(extra, color(accent)))
    scarf = _scarf(color(accent)) if extra == "scarf" else ()
    return (*_duck_body(tone), *moved(head, by=(0, 1.06, -0.30), turned=turn(y=look)), *scarf)


def ring_duck(*, yellow: str = "#fbcb1e", accent: str = "#ffffff") -> Solids:
    """A swimming ring with a duck's head and tail: it has a hole."""
    tone, stripe = color(yellow), color(accent)
    angles = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    ring = [
        Solid(
            (0.82 * float(np.sin(a)), 0.25, -0.82 * float(np.cos(a))),
            (0.27, 0.25, 0.27),
            stripe if index % 9 in (4, 5) else tone,
            gloss=0.75,
            blend=0.0 if index == 0 else 0.06,
        )
        for index, a in enumerate(angles)
    ]
    neck = _rubber((0, 0.55, -0.86), (0.22, 0.36, 0.22), tone, blend=0.12)
    tail = limb((0, 0.36, 0.92), (0, 0.66, 1.16), 0.13, color=tone, gloss=0.75, blend=0.10)
    return (*ring, neck, tail, *moved(_duck_head(tone), by=(0, 1.02, -0.92)))


def _rubber(center: Point, radii: Point, tone: Color, **more: object) -> Solid:
    return replace(Solid(center, radii, tone, gloss=0.72), **more)  # type: ignore[arg-type]


def _duck_body(tone: Color) -> Solids:
    wing = lighter(tone, 0.93)
    wings = [
        _rubber(
            (x * 0.40, 0.48, 0.12),
            (0.115, 0.21, 0.36),
            wing,
            blend=0.03,
            rotation=turn(x=-16, y=x * -8, z=x * 6),
        )
        for x in (-1, 1)
    ]
    tips = [
        _rubber((x * 0.40, 0.58, 0.42), (0.07, 0.10, 0.17), wing, blend=0.05, rotation=turn(x=-34))
        for x in (-1, 1)
    ]
    return (
        _rubber((0, 0.38, 0.06), (0.48, 0.40, 0.64), tone),
        _rubber((0, 0.46, -0.26), (0.40, 0.37, 0.38), tone, blend=0.15),
        _rubber((0, 0.58, 0.58), (0.22, 0.15, 0.28), tone, blend=0.18, rotation=turn(x=-38)),
        _rubber((0, 0.76, 0.80), (0.10, 0.07, 0.14), tone, blend=0.12, rotation=turn(x=-52)),
        *wings,
        *tips,
        _rubber((0, 0.78, -0.27), (0.25, 0.22, 0.25), tone, blend=0.16),
    )


def _duck_head(tone: Color) -> Solids:
    """The head about its own middle."""
    blush = [
        spot((x * 0.78, -0.25, -0.58), (0.22, 0.17), color("#ff9a3c"), soft=0.9) for x in (-1, 1)
    ]
    glint = all_of(
        spot((-0.3, 0.5, -0.8), (0.34, 0.34), _GLINT),
        spot((0.3, -0.45, -0.8), (0.15, 0.15), _GLINT),
    )
    eyes = [
        Solid(
            (x * 0.185, 0.09, -0.285),
            (0.062, 0.08, 0.05),
            _INK,
            gloss=1.0,
            paint=glint,
            rotation=turn(y=x * -32),
        )
        for x in (-1, 1)
    ]
    return (
        _rubber((0, 0, 0), (0.37, 0.36, 0.36), tone, paint=all_of(*blush), blend=0.08),
        Solid((0, -0.10, -0.36), (0.14, 0.04, 0.16), _MOUTH, gloss=0.5, rotation=turn(x=14)),
        Solid((0, -0.055, -0.38), (0.17, 0.05, 0.20), _BEAK, gloss=0.6, rotation=turn(x=-7)),
        Solid((0, -0.01, -0.33), (0.11, 0.06, 0.11), _BEAK, gloss=0.6, blend=0.06),
        *eyes,
    )


def _worn(extra: str, accent: Color) -> Solids:
    """What sits on the head, about the head's middle."""
    makers = {"hat": _hat, "glasses": _glasses, "crown": _crown}
    return makers[extra](accent) if extra in makers else ()


def _hat(accent: Color) -> Solids:
    brim = Solid((0, 0.25, 0.0), (0.33, 0.055, 0.33), accent, gloss=0.3)
    ribbon = band(1, -0.35, 0.15, accent)
    return (brim, Solid((0, 0.34, 0.02), (0.24, 0.20, 0.24), _WHITE, gloss=0.3, paint=ribbon))


def _glasses(accent: Color) -> Solids:
    shine = spot((-0.4, 0.5, -0.8), (0.5, 0.16), color("#7d8ca8"), tilt=30, soft=0.5)
    lens = Solid((0, 0.09, -0.335), (0.13, 0.10, 0.045), _INK, gloss=1.0, paint=shine)
    lenses = [
        replace(lens, center=(x * 0.165, 0.09, -0.335), rotation=turn(y=x * -22)) for x in (-1, 1)
    ]
    return (*lenses, Solid((0, 0.12, -0.365), (0.12, 0.02, 0.02), accent, gloss=0.6))


def _crown(accent: Color) -> Solids:
    spike = Solid((0, 0.43, 0), (0.05, 0.13, 0.05), color("#f4a82a"), gloss=0.9)
    angles = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    spikes = [
        replace(spike, center=(0.17 * float(np.sin(a)), 0.43, 0.17 * float(np.cos(a))))
        for a in angles
    ]
    return (Solid((0, 0.33, 0), (0.21, 0.085, 0.21), accent, gloss=0.6), *spikes)


def _scarf(accent: Color) -> Solids:
    stripes = sectors(14, lighter(accent, 2.2))
    return (Solid((0, 0.79, -0.28), (0.34, 0.085, 0.34), accent, gloss=0.1, paint=stripes),)
