"""Who stands in a scene: toys picked at random, and small groups with something to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from numpy.random import Generator

from segcore.sample import duck, panda, things
from segcore.sample.limbs import Solids
from segcore.sample.places import Place
from segcore.sample.raycast import Pose
from segcore.sample.stage import Toy
from segcore.sample.view import turn

PANDA, DICE, DUCK = CATEGORIES = ("Panda", "Dice", "Duck")
Act = Callable[[Generator, Place], list[Toy]]


def random_panda(rng: Generator, place: Place, *, pose: str | None = None) -> Toy:
    pose = pose or str(rng.choice(panda.PANDA_POSES))
    tone, look, nod = rng.uniform(0.88, 1.05), rng.uniform(-28, 28), rng.uniform(-8, 8)
    solids = panda.panda(pose, look=look, nod=nod, tone=tone)
    scale = float(rng.uniform(0.62, 1.05))
    sunk = -0.30 * scale if place.wet else 0.0
    return _toy(PANDA, solids, scale, rng.uniform(-40, 40), 0.66, sunk)


def random_duck(rng: Generator, place: Place, *, yaw: float | None = None) -> Toy:
    scale = float(rng.uniform(0.75, 1.3))
    yaw = float(rng.choice([-1, 1]) * rng.uniform(15, 105)) if yaw is None else yaw
    yellow, accent = str(rng.choice(duck.DUCK_YELLOWS)), str(rng.choice(_ACCENTS))
    if rng.random() < (0.45 if place.wet else 0.12):
        solids = duck.ring_duck(
            yellow=yellow, accent=str(rng.choice(["#ffffff", "#f4513c", "#35a0c8"]))
        )
        return _toy(DUCK, solids, scale * 0.72, yaw * 0.6, 1.15, -0.08 if place.wet else 0.0)
    solids = duck.duck(
        yellow=yellow,
        look=rng.uniform(-30, 30),
        extra=str(rng.choice(duck.DUCK_EXTRAS)),
        accent=accent,
    )
    return _toy(DUCK, solids, scale, yaw, 0.62, -0.13 * scale if place.wet else 0.0)


def random_die(rng: Generator, place: Place) -> Toy:
    scale = float(rng.uniform(0.5, 0.95))
    look = things.DICE_COLORS[int(rng.integers(0, len(things.DICE_COLORS)))]
    solids = things.die(face=int(rng.integers(0, 6)), look=look)
    return _toy(DICE, solids, scale, rng.uniform(0, 90), 0.68, -0.2 * scale if place.wet else 0.0)


def _toy(
    category: str | None,
    solids: Solids,
    scale: float,
    yaw: float,
    foot: float,
    height: float = 0,
) -> Toy:
    return Toy(category, solids, Pose(turn(y=yaw), scale, (0, height, 0)), foot * scale)


def clutter(rng: Generator, place: Place) -> Toy:
    """Something that belongs there and is none of the three."""
    kinds = {"grove": "cane pebble cane", "meadow": "ball pebble ball", "bath": "ball ball block"}
    kind = str(rng.choice(kinds.get(place.name, "ball block book block").split()))
    yaw = float(rng.uniform(0, 180))
    if kind == "cane":
        solids = things.bamboo(rng.uniform(2.6, 4.2), radius=rng.uniform(0.07, 0.11))
        return _toy(None, solids, 1.0, yaw, 0.15)
    if kind == "ball":
        first, second = _BALLS[int(rng.integers(0, len(_BALLS)))]
        return _toy(None, things.ball(first, second), rng.uniform(0.45, 0.9), yaw, 0.5)
    if kind == "pebble":
        return _toy(
            None,
            things.pebble(str(rng.choice(["#8b8a84", "#6f6d69", "#a39b8d"]))),
            rng.uniform(0.4, 0.8),
            yaw,
            0.5,
        )
    size = (0.9, 0.16, 1.2) if kind == "book" else (0.62, 0.34, 0.34)
    return _toy(None, things.block(str(rng.choice(_WOODS)), size), rng.uniform(0.7, 1.0), yaw, 0.6)


def _nothing(_rng: Generator, _place: Place) -> list[Toy]:
    return []


def _hidden_duck(rng: Generator, place: Place) -> list[Toy]:
    """A duck from the side behind a tower of two dice: it is seen in two parts."""
    x, z = float(rng.uniform(-0.9, 0.9)), 0.4
    side = float(rng.choice([-1, 1]))
    solids = duck.duck(
        yellow=str(rng.choice(duck.DUCK_YELLOWS)), extra=str(rng.choice(duck.DUCK_EXTRAS))
    )
    bird = _at(_toy(DUCK, solids, 1.15, 90 * side, 0.62), x, z)
    front = [_at(toy, x + 0.16 * side, z - 0.85) for toy in _tower(rng, place, scale=0.74)]
    return [bird, *(_facing(toy, float(rng.uniform(-14, 14))) for toy in front)]


def _facing(toy: Toy, yaw: float) -> Toy:
    return replace(toy, pose=replace(toy.pose, rotation=turn(y=yaw)))


def _tower(rng: Generator, place: Place, *, scale: float | None = None) -> list[Toy]:
    """Two dice, one on the other."""
    low, high = random_die(rng, place), random_die(rng, place)
    scale = float(rng.uniform(0.5, 0.68)) if scale is None else scale
    low = replace(low, pose=replace(low.pose, scale=scale, place=(0, 0, 0)), footprint=scale * 0.68)
    lifted = replace(high.pose, scale=scale * 0.94, place=(0, scale, 0))
    return [low, replace(high, pose=lifted, footprint=scale * 0.5)]


def _dice_tower(rng: Generator, place: Place) -> list[Toy]:
    x, z = float(rng.uniform(-1.4, 1.4)), float(rng.uniform(-0.8, 0.6))
    return [_at(toy, x, z) for toy in _tower(rng, place)]


def _behind_bamboo(rng: Generator, place: Place) -> list[Toy]:
    """A panda of which a cane of bamboo makes two parts."""
    x = float(rng.uniform(-1.0, 1.0))
    toy = _at(random_panda(rng, place, pose="sit"), x, 0.3)
    cane = _toy(None, things.bamboo(4.2, radius=0.095), 1.0, float(rng.uniform(0, 90)), 0.12)
    return [toy, _at(cane, x + float(rng.uniform(-0.12, 0.12)), -0.75)]


def _panda_meal(rng: Generator, place: Place) -> list[Toy]:
    """A panda that eats a twig."""
    eater = random_panda(rng, place, pose="eat")
    large = replace(eater, pose=replace(eater.pose, scale=1.05))
    eater = _at(large, float(rng.uniform(-1.2, 1.2)), 0.2)
    twig = things.twig((0.30, 0.50, -0.78), (-0.42, 1.22, -0.86))
    return [eater, Toy(None, twig, eater.pose, 0.1)]


def _dancer(pose: str) -> Act:
    """A panda whose arms enclose a hole."""

    def act(rng: Generator, place: Place) -> list[Toy]:
        dancer = random_panda(rng, place, pose=pose)
        ahead = replace(dancer.pose, rotation=turn(y=float(rng.uniform(-15, 15))), scale=0.9)
        return [_at(replace(dancer, pose=ahead), float(rng.uniform(-1.3, 1.3)), 0.5)]

    return act


def _fleet(rng: Generator, place: Place) -> list[Toy]:
    """Three ducks in a row, each smaller than the one before."""
    first = float(rng.uniform(-1.7, -1.3))
    ducks = [random_duck(rng, place, yaw=70.0) for _ in range(3)]
    return [
        _at(replace(bird, pose=replace(bird.pose, scale=size)), first + step, 0.25 - 0.3 * step)
        for bird, size, step in zip(ducks, (1.2, 0.82, 0.7), (0.0, 1.35, 2.45), strict=True)
    ]


def _at(toy: Toy, x: float, z: float) -> Toy:
    return replace(toy, pose=replace(toy.pose, place=(x, toy.pose.place[1], z)))


PROGRAMME: tuple[tuple[str, Act], ...] = (
    ("table", _hidden_duck), ("meadow", _nothing), ("bath", _fleet), ("grove", _behind_bamboo),
    ("picnic", _nothing), ("felt", _dice_tower), ("playroom", _dancer("ring")),
    ("meadow", _hidden_duck), ("bath", _nothing), ("grove", _panda_meal),
    ("picnic", _dancer("akimbo")), ("table", _dice_tower), ("playroom", _nothing),
    ("meadow", _dancer("ring")), ("bath", _nothing), ("grove", _dancer("akimbo")),
    ("picnic", _hidden_duck), ("felt", _nothing), ("table", _panda_meal),
    ("meadow", _nothing), ("grove", _behind_bamboo), ("playroom", _hidden_duck), ("bath", _fleet),
    ("picnic", _dice_tower), ("table", _dancer("akimbo")), ("felt", _dancer("ring")),
    ("meadow", _panda_meal), ("bath", _nothing), ("playroom", _dice_tower), ("table", _nothing),
)  # fmt: skip

LIKES = {
    "table": (2, 3, 2), "meadow": (3, 2, 2), "bath": (1.4, 1.4, 3), "grove": (3, 2, 2),
    "picnic": (2, 2.5, 2), "felt": (1.4, 3, 1.6), "playroom": (2, 2.5, 2),
}  # fmt: skip
_ACCENTS = ("#d7263d", "#1f6fb2", "#2c9c6a", "#e8543f", "#6a4c93")
_BALLS = (
    ("#d7263d", "#f2c230"),
    ("#1f6fb2", "#f4efe6"),
    ("#2c9c6a", "#f08a3c"),
    ("#6a4c93", "#54b7c4"),
)
_WOODS = ("#c98b4f", "#b5483a", "#3e6f8f", "#7f9a4b", "#d9b26a")
