"""Thirty arrangements: which toys stand where, and from where they are seen."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import cv2
import numpy as np
from numpy.random import Generator

from segcore.sample.acts import (
    LIKES,
    PROGRAMME,
    Act,
    clutter,
    random_die,
    random_duck,
    random_panda,
)
from segcore.sample.places import PLACES, Place
from segcore.sample.stage import Instance, Scene, Toy, film, rehearse
from segcore.sample.view import Camera, Floats, vector

WIDTH, HEIGHT = 640, 480
VAL = frozenset({4, 9, 12, 17, 22, 29})  # places in the programme
_LEAST_SHARE, _LEAST_AREA = 0.45, 1600  # of an annotated toy: what is seen of it, pixels
_ROUNDS = 40


def render(seed: int, *, only: Sequence[int] | None = None) -> Iterator[Scene]:
    """The sample's scenes, one after the other, or `only` those; the same for the same seed."""
    roughness = _roughness(np.random.default_rng([seed, 1]))
    with ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        seeds = {name: np.random.default_rng([seed, 3, at]) for at, name in enumerate(PLACES)}
        tiles = {name: pool.submit(place.tile, seeds[name]) for name, place in PLACES.items()}

        def scene(index: int) -> Scene:
            rng = np.random.default_rng([seed, 2, index])
            name, act = PROGRAMME[index]
            cast, camera = _arrange(act, PLACES[name], rng, roughness)
            tile = tiles[name].result()
            return film(cast, PLACES[name], camera, tile=tile, roughness=roughness, rng=rng)

        yield from pool.map(scene, range(len(PROGRAMME)) if only is None else only)


def _roughness(rng: Generator) -> Floats:
    noise = cv2.GaussianBlur(rng.standard_normal((512, 512)), (0, 0), 1.2)
    return vector(noise / np.abs(noise).max())


def _arrange(act: Act, place: Place, rng: Generator, roughness: Floats) -> tuple[list[Toy], Camera]:
    """The act's toys and a crowd around them, tried until everyone annotated is well seen."""
    for _ in range(_ROUNDS):
        camera = _camera(rng)
        cast = _crowd(act(rng, place), place, camera, rng)
        if _good(rehearse(cast, camera, roughness=roughness), cast):
            break
    return cast, camera


def _camera(rng: Generator) -> Camera:
    pitch = rng.uniform(19, 36)
    return Camera(
        WIDTH,
        HEIGHT,
        rng.uniform(720, 830),
        pitch,
        rng.uniform(6.8, 7.8),
        (0, rng.uniform(0.6, 0.8), 0),
    )


def _good(instances: Sequence[Instance], cast: Sequence[Toy]) -> bool:
    wanted = sum(toy.category is not None for toy in cast)
    seen = all(
        one.share >= _LEAST_SHARE and one.mask.sum() * 16 >= _LEAST_AREA for one in instances
    )
    return seen and len(instances) == wanted


def _crowd(cast: list[Toy], place: Place, camera: Camera, rng: Generator) -> list[Toy]:
    """Add toys and clutter where there is room, until the scene is full enough."""
    wanted = int(rng.integers(3, 7))
    makers = [random_panda, random_die, random_duck]
    weights = np.array(LIKES[place.name])
    for _ in range(30):
        if sum(toy.category is not None for toy in cast) >= wanted:
            break
        maker = makers[int(rng.choice(3, p=weights / weights.sum()))]
        _stand(cast, maker(rng, place), camera, rng, room=0.92)
    for _ in range(int(rng.integers(1, 4))):
        _stand(cast, clutter(rng, place), camera, rng, room=1.0)
    return cast


def _stand(cast: list[Toy], toy: Toy, camera: Camera, rng: Generator, *, room: float) -> None:
    """Put the toy on a free place inside the view; leave it out when none is found."""
    for _ in range(25):
        x, z = rng.uniform(-2.7, 2.7), rng.uniform(-1.7, 2.4)
        free = all(
            np.hypot(x - other.pose.place[0], z - other.pose.place[2])
            > room * (toy.footprint + other.footprint)
            for other in cast
        )
        placed = replace(toy, pose=replace(toy.pose, place=(x, toy.pose.place[1], z)))
        if free and _inside(placed, camera):
            cast.append(placed)
            return


def _inside(toy: Toy, camera: Camera) -> bool:
    """Whether the picture's edge cuts off no more than a little of it."""
    points = camera.project([toy.pose.point(solid.center) for solid in toy.solids])
    low, high = points.min(0), points.max(0)
    return bool((low > (14, 14)).all() and (high < (WIDTH - 14, HEIGHT - 20)).all())
