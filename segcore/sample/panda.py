"""A plush panda, facing -z and standing on y = 0."""

from __future__ import annotations

from dataclasses import replace

from segcore.sample.limbs import Point, Solids, limb, moved
from segcore.sample.paint import Color, all_of, band, color, lighter, smile, spot
from segcore.sample.raycast import Solid
from segcore.sample.view import turn

_WHITE, _BLACK = color("#f2ede4"), color("#262529")
_INK, _GLINT, _PAD = color("#0d0c0e"), color("#ffffff"), color("#8d7774")

PANDA_POSES = ("sit", "wave", "akimbo", "ring", "eat", "lie")


def panda(pose: str, *, look: float = 0, nod: float = 0, tone: float = 1.0) -> Solids:
    """A plush panda; `look` and `nod` turn its head in degrees, `tone` lightens its fur."""
    white = lighter(_WHITE, tone)
    head = _panda_head(white)
    if pose == "lie":
        return (*_lying(white), *moved(head, by=(0, 0.62, -0.62), turned=turn(x=nod, y=look)))
    body = _panda_body(white)
    return (*body, *_arms(pose), *moved(head, by=(0, 1.42, -0.08), turned=turn(x=nod, y=look)))


def _plush(center: Point, radii: Point, tone: Color, **more: object) -> Solid:
    return replace(Solid(center, radii, tone, gloss=0.04, fur=0.035), **more)  # type: ignore[arg-type]


def _black_limb(start: Point, end: Point, radius: float) -> Solid:
    return limb(start, end, radius, color=_BLACK, gloss=0.06, fur=0.035, blend=0.04)


def _panda_head(white: Color) -> Solids:
    """The head about its own middle, so that it can turn."""
    patches = [
        spot((x * 0.46, 0.10, -0.88), (0.25, 0.33), _BLACK, tilt=x * 34, soft=0.2) for x in (-1, 1)
    ]
    blush = [
        spot((x * 0.78, -0.28, -0.62), (0.17, 0.12), color("#e9b7ad"), soft=0.9) for x in (-1, 1)
    ]
    skull = _plush((0, 0, 0), (0.58, 0.49, 0.48), white, paint=all_of(*patches, *blush))
    cheeks = [
        _plush((x * 0.27, -0.17, -0.13), (0.29, 0.25, 0.27), white, blend=0.10) for x in (-1, 1)
    ]
    return (*_ears(), skull, *cheeks, *_muzzle(white), *_eyes())


def _ears() -> Solids:
    inside = spot((0, 0, -1), (0.55, 0.55), color("#4a4044"), soft=0.8)
    ears = [
        _plush((x * 0.40, 0.40, 0.04), (0.19, 0.19, 0.11), _BLACK, paint=inside) for x in (-1, 1)
    ]
    return tuple(ears)


def _eyes() -> Solids:
    glints = all_of(
        spot((-0.35, 0.5, -0.75), (0.33, 0.33), _GLINT),
        spot((0.4, -0.4, -0.8), (0.16, 0.16), _GLINT),
    )
    eyes = [
        Solid((x * 0.225, 0.055, -0.425), (0.066, 0.072, 0.05), _INK, gloss=1.0, paint=glints)
        for x in (-1, 1)
    ]
    return tuple(eyes)


def _muzzle(white: Color) -> Solids:
    grin = all_of(*(smile((x * 0.24, -0.42, -0.85), 0.25, _INK, line=0.045) for x in (-1, 1)))
    muzzle = _plush((0, -0.15, -0.42), (0.205, 0.15, 0.14), white, blend=0.06, paint=grin)
    shine = spot((-0.2, 0.7, -0.7), (0.35, 0.2), color("#77757c"), soft=0.8)
    nose = Solid((0, -0.075, -0.555), (0.078, 0.052, 0.045), _INK, gloss=0.7, paint=shine)
    return (muzzle, nose)


def _panda_body(white: Color) -> Solids:
    shoulders = band(1, 0.42, 2.0, _BLACK, soft=0.10)
    body = _plush((0, 0.62, 0.04), (0.60, 0.64, 0.52), white, paint=shoulders)
    belly = _plush((0, 0.50, -0.16), (0.47, 0.43, 0.40), white, blend=0.15)
    legs = [_black_limb((x * 0.34, 0.20, -0.05), (x * 0.50, 0.19, -0.50), 0.21) for x in (-1, 1)]
    toes = [spot((dx, 0.55, -0.7), (0.20, 0.20), _PAD, soft=0.3) for dx in (-0.55, 0.0, 0.55)]
    sole = all_of(spot((0, -0.28, -0.9), (0.46, 0.36), _PAD, soft=0.2), *toes)
    feet = [
        _plush((x * 0.52, 0.25, -0.62), (0.20, 0.25, 0.13), _BLACK, blend=0.05, paint=sole)
        for x in (-1, 1)
    ]
    return (body, belly, *legs, *feet)


_ARMS: dict[str, tuple[tuple[Point, ...], tuple[Point, ...]]] = {
    "sit": (
        ((-0.48, 1.00, -0.08), (-0.60, 0.68, -0.30), (-0.40, 0.44, -0.55)),
        ((0.48, 1.00, -0.08), (0.60, 0.68, -0.30), (0.40, 0.44, -0.55)),
    ),
    "wave": (
        ((-0.48, 1.00, -0.08), (-0.60, 0.68, -0.30), (-0.40, 0.44, -0.55)),
        ((0.46, 1.00, -0.08), (0.88, 1.22, -0.16), (1.00, 1.68, -0.20)),
    ),
    "akimbo": (
        ((-0.46, 1.02, -0.05), (-1.06, 0.88, -0.10), (-0.62, 0.46, -0.22)),
        ((0.46, 1.02, -0.05), (1.06, 0.88, -0.10), (0.62, 0.46, -0.22)),
    ),
    "ring": (
        ((-0.44, 1.04, -0.05), (-0.92, 1.58, -0.08), (-0.15, 2.22, -0.10)),
        ((0.44, 1.04, -0.05), (0.92, 1.58, -0.08), (0.15, 2.22, -0.10)),
    ),
    "eat": (
        ((-0.48, 1.00, -0.08), (-0.66, 0.80, -0.34), (-0.34, 0.98, -0.70)),
        ((0.48, 1.00, -0.08), (0.60, 0.68, -0.30), (0.34, 0.62, -0.66)),
    ),
}


def _arms(pose: str) -> Solids:
    arms = []
    for shoulder, elbow, hand in _ARMS[pose]:
        arms.append(_black_limb(shoulder, elbow, 0.175))
        arms.append(_plush(elbow, (0.145, 0.145, 0.145), _BLACK, blend=0.10))
        arms.append(_black_limb(elbow, hand, 0.168))
        arms.append(_plush(hand, (0.16, 0.16, 0.155), _BLACK, blend=0.12))
    return tuple(arms)


def _lying(white: Color) -> Solids:
    hips = band(2, -2.0, -0.42, _BLACK, soft=0.1)
    body = _plush((0, 0.50, 0.20), (0.56, 0.50, 0.86), white, paint=hips)
    tail = _plush((0, 0.62, 1.02), (0.12, 0.12, 0.12), white)
    front = [_black_limb((x * 0.42, 0.30, -0.42), (x * 0.62, 0.14, -0.98), 0.165) for x in (-1, 1)]
    back = [_black_limb((x * 0.44, 0.26, 0.62), (x * 0.78, 0.16, 0.86), 0.18) for x in (-1, 1)]
    return (body, tail, *front, *back)
