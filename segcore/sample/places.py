"""Where the toys are: a ground in perspective, what is behind it, and the light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import cv2
import numpy as np
from numpy.random import Generator

from segcore.sample import textures
from segcore.sample.paint import color
from segcore.sample.raycast import Pose, Solid
from segcore.sample.shading import Light
from segcore.sample.textures import TILE, look_up, mix
from segcore.sample.view import Camera, Floats, Window, vector

WALL = 5.2  # how far back the ground ends
Backdrop = Callable[[Floats, Floats, Generator], Floats]
"""(x, height) of points on the wall, each (h, w) -> colour (h, w, 3) linear."""


@dataclass(frozen=True)
class Place:
    """A kind of scene: its tile, the wall behind and its light."""

    name: str
    tile: Callable[[Generator], Floats]
    repeat: float  # world units a tile covers
    backdrop: Backdrop
    light: Light
    dapple: float = 0.0  # how much leaves break the sunlight
    wet: bool = False


@lru_cache(maxsize=8)
def ground_points(camera: Camera) -> tuple[Floats, Floats]:
    """(h, w, 2) x, z where each pixel's ray meets the ground, and its depth (far: 1e4)."""
    rays = camera.rays(Window(0, 0, camera.width, camera.height))
    fall = np.minimum(rays[..., 1], -1e-4)
    depth = -camera.eye[1] / fall
    points = camera.eye + depth[..., None] * rays
    return vector(points[..., [0, 2]]), vector(depth)


def paint_ground(
    place: Place, camera: Camera, tile: Floats, rng: Generator, *, ripples: Sequence[Floats] = ()
) -> Floats:
    """The empty scene's colour before light and shadow, (height, width, 3) linear.

    `ripples`: (x, z, radius) of what floats.
    """
    points, _ = ground_points(camera)
    turned = np.radians(rng.uniform(-24, 24))
    c, s = np.cos(turned), np.sin(turned)
    flat = points @ vector([[c, s], [-s, c]]) * np.float32(TILE / place.repeat)
    flat += vector(rng.random(2) * TILE)
    swell = _swell(points, ripples)
    if place.wet:
        flat += swell[..., None] * np.float32(0.02 * TILE)
    fine = look_up(tile, vector(cv2.resize(flat, None, fx=2, fy=2)))
    size = (camera.width, camera.height)
    ground = vector(cv2.resize(fine, size, interpolation=cv2.INTER_AREA))
    if place.wet:
        ground += np.clip(swell, -0.3, 1)[..., None] * np.float32(0.10)
    return np.asarray(ground, np.float32)


def with_backdrop(lit: Floats, place: Place, camera: Camera, rng: Generator) -> Floats:
    """The lit ground softened with distance, and the wall where the ground ends."""
    points, _ = ground_points(camera)
    size = (camera.width, camera.height)
    wall, height = (
        vector(cv2.resize(half, size)) for half in _wall(place, camera.scaled(0.5), rng)
    )
    half = cv2.resize(lit, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(half, (0, 0), camera.width / 500), size)
    far = np.clip((points[..., 1:] - 1.2) / 2.6, 0, 1)
    ground = lit + (soft - lit) * far
    behind = np.clip(height[..., None] * 7 + 0.5, 0, 1)
    corner = 1 - 0.28 * np.exp(-np.abs(height[..., None]) * 3.5)
    return np.asarray((ground + (wall - ground) * behind) * corner, np.float32)


def _wall(place: Place, camera: Camera, rng: Generator) -> tuple[Floats, Floats]:
    """The wall's colour out of focus, and how high above the ground each pixel meets it."""
    rays = camera.rays(Window(0, 0, camera.width, camera.height))
    away = (WALL - camera.eye[2]) / np.maximum(rays[..., 2], 1e-3)
    height = camera.eye[1] + away * rays[..., 1]
    wall = place.backdrop(vector(camera.eye[0] + away * rays[..., 0]), vector(height), rng)
    return vector(cv2.GaussianBlur(wall, (0, 0), camera.width / 150)), vector(height)


def shadows(
    toys: Sequence[tuple[Sequence[Solid], Pose]], camera: Camera, light: Light
) -> tuple[Floats, Floats]:
    """How much sun and how much sky reach the ground, each (height, width) in 0..1."""
    view = (camera.height, camera.width)
    cast, contact = np.zeros(view, np.uint8), np.zeros(view, np.uint8)
    steep = vector([0, 1, 0])
    for solids, pose in toys:
        for solid in solids:
            cv2.fillPoly(cast, [_shadow(solid, pose, camera, light.towards)], 255)
            if solid.corners(pose)[:, 1].min() < 0.12:
                cv2.fillPoly(contact, [_shadow(solid, pose, camera, steep)], 255)
    sigma = camera.width / 640
    edge = cv2.GaussianBlur(cast, (0, 0), 3.2 * sigma).astype(np.float32)
    wide = cv2.GaussianBlur(cast, (0, 0), 11 * sigma).astype(np.float32)
    close = cv2.GaussianBlur(contact, (0, 0), 5 * sigma).astype(np.float32)
    sun = 1 - np.maximum(edge * 0.72 + wide * 0.28, 0) / 255
    sky = (1 - 0.62 * close / 255) * (1 - 0.25 * wide / 255)
    return vector(sun), vector(sky)


def _shadow(solid: Solid, pose: Pose, camera: Camera, towards: Floats) -> Floats:
    """The outline of a solid's shadow on the ground, pixels, (n, 2) int32."""
    slant = vector([[1, -towards[0] / towards[1], 0], [0, -towards[2] / towards[1], 1]])
    axes = pose.rotation @ solid.rotation * vector(solid.radii) * np.float32(pose.scale)
    middle = slant @ pose.point([solid.center])[0]
    if solid.rounding is None:
        spread = slant @ axes
        values, vectors = np.linalg.eigh(spread @ spread.T)
        angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        edge = circle * np.sqrt(np.maximum(values, 0)) @ vectors.T + middle
    else:
        edge = (solid.corners(pose) @ slant.T).astype(np.float32)
        edge = cv2.convexHull(edge)[:, 0]
    flat = np.stack([edge[:, 0], np.zeros(len(edge)), edge[:, 1]], axis=1)
    return np.round(camera.project(flat)).astype(np.int32)


def _swell(points: Floats, ripples: Sequence[Floats]) -> Floats:
    """Rings of waves around what floats, about -1..1."""
    total = np.zeros(points.shape[:2], np.float32)
    for x, z, radius in ripples:
        away = np.hypot(points[..., 0] - x, points[..., 1] - z) - radius
        total += np.sin(away * 17) * np.exp(-np.abs(away) * 2.6) * (away > -0.25)
    return total


# --- what is behind ---------------------------------------------------------------------------


def _room(across: Floats, height: Floats, rng: Generator, *, low: str, high: str) -> Floats:
    """A softly lit wall with a string of lights out of focus."""
    wall = mix(low, high, np.clip(height / 3.2, 0, 1))
    window = np.exp(-(((across - rng.uniform(-3, 3)) / 2.0) ** 2)) * 0.35
    wall = wall * (0.75 + window[..., None])
    return _bokeh(wall, rng, ["#ffd9a0", "#ffc477", "#fff0d0"], count=16)


def _hills(across: Floats, height: Floats, rng: Generator) -> Floats:
    """Sky, clouds and two lines of trees."""
    scene = mix("#dcecf5", "#79b4e3", np.clip(height / 3.0, 0, 1))
    puffs = sum(
        np.exp(-(((across - x) / w) ** 2) - ((height - y) / 0.30) ** 2)
        for x, y, w in zip(
            rng.uniform(-5, 5, 6), rng.uniform(1.0, 2.8, 6), rng.uniform(0.5, 1.2, 6), strict=True
        )
    )
    scene = scene + (1 - scene) * np.clip(puffs, 0, 0.85)[..., None]
    for tone, top, rough in (("#8fb98a", 0.95, 0.22), ("#4f8443", 0.55, 0.16)):
        waves = sum(
            np.sin(across * k + p) * rough / k**0.6
            for k, p in zip((0.9, 2.1, 4.7, 9.1), rng.uniform(0, 6, 4), strict=True)
        )
        cover = np.clip((top + waves - height) * 14, 0, 1)[..., None]
        scene = scene + (vector(color(tone)) * (0.8 + 0.3 * height[..., None]) - scene) * cover
    return np.asarray(scene, np.float32)


def _grove(across: Floats, height: Floats, rng: Generator) -> Floats:
    """Canes behind canes, paler the farther."""
    scene = mix("#6f9350", "#d9ecb0", np.clip(height / 3.4, 0, 1))
    for tone, count, wide in (("#a9c77c", 14, 0.10), ("#6c9a45", 11, 0.15), ("#3c6b2c", 7, 0.21)):
        for x in rng.uniform(-6, 6, count):
            off = (across - x - 0.03 * height) / wide
            joint = 1 - 0.35 * np.exp(-(((height * 1.3 + x * 7) % 1 - 0.5) ** 2) / 0.0018)
            lit = (0.75 + 0.5 * np.clip(0.5 - off, 0, 1)) * joint
            cover = np.clip((1 - np.abs(off)) * 6, 0, 1)[..., None]
            scene = scene + (vector(color(tone)) * lit[..., None] - scene) * cover
    return _bokeh(np.asarray(scene, np.float32), rng, ["#eaf7c0", "#cfe79a"], count=22)


def _tiles(across: Floats, height: Floats, rng: Generator) -> Floats:
    """A bathroom wall of glazed tiles."""
    side = 0.62
    u, v = (across / side) % 1, (height / side) % 1
    hue = np.sin(np.floor(across / side) * 12.9 + np.floor(height / side) * 78.2 + rng.random() * 6)
    glaze = mix("#e9f1ee", "#cfe3e2", 0.5 + 0.5 * hue)
    glaze = glaze * (0.86 + 0.12 * v + 0.06 * u)[..., None]
    edge = np.minimum(np.minimum(u, 1 - u), np.minimum(v, 1 - v))
    grout = np.clip((0.045 - edge) * 40, 0, 1)[..., None]
    wall = glaze + (vector(color("#a9bcbc")) - glaze) * grout
    stripe = np.clip(1 - np.abs(np.floor(height / side) - 2), 0, 1)[..., None] * (1 - grout)
    return np.asarray(wall + (vector(color("#5aa6b8")) - wall) * stripe * 0.75, np.float32)


def _bokeh(wall: Floats, rng: Generator, tones: Sequence[str], *, count: int) -> Floats:
    """Discs of light out of focus over the wall's upper part."""
    height, width = wall.shape[:2]
    for _ in range(count):
        disc = np.zeros_like(wall)
        at = (int(rng.integers(0, width)), int(rng.integers(0, max(height // 2, 1))))
        tone = color(tones[int(rng.integers(0, len(tones)))])
        cv2.circle(disc, at, int(rng.uniform(0.012, 0.035) * width), tone, -1, cv2.LINE_AA)
        wall = wall + disc * np.float32(rng.uniform(0.06, 0.22))
    return wall


_WARM = Light((-0.62, 0.95, -0.55), (1.05, 0.93, 0.76), (0.46, 0.47, 0.52), (0.34, 0.25, 0.16))
_NOON = Light((-0.45, 1.0, -0.35), (1.18, 1.10, 0.92), (0.46, 0.57, 0.74), (0.22, 0.30, 0.12))
_SHADE = Light((0.5, 1.0, -0.42), (0.98, 1.02, 0.74), (0.42, 0.54, 0.42), (0.22, 0.22, 0.12))
_BRIGHT = Light((0.45, 0.95, -0.6), (0.92, 0.95, 0.98), (0.56, 0.64, 0.70), (0.22, 0.42, 0.46))

PLACES = {
    place.name: place
    for place in (
        Place("table", textures.wood, 3.6, partial(_room, low="#7a5a44", high="#c9a684"), _WARM),
        Place("meadow", textures.grass, 3.4, _hills, _NOON, dapple=0.12),
        Place("bath", textures.water, 4.5, _tiles, _BRIGHT, wet=True),
        Place("grove", textures.litter, 3.6, _grove, _SHADE, dapple=0.5),
        Place("picnic", textures.gingham, 3.2, _hills, _NOON, dapple=0.25),
        Place("felt", textures.felt, 3.0, partial(_room, low="#2b2f3d", high="#6d7288"), _WARM),
        Place(
            "playroom", textures.rug, 3.6, partial(_room, low="#8aa0a8", high="#dfe6e2"), _BRIGHT
        ),
    )
}
