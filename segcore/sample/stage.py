"""From toys in a place to a picture and the exact mask of what is seen of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from segcore.sample.places import Place, ground_points, paint_ground, shadows, with_backdrop
from segcore.sample.raycast import Pose, Solid, Surface, cast
from segcore.sample.shading import shade
from segcore.sample.textures import look_up
from segcore.sample.view import Camera, Floats, Window, vector
from segcore.types import Mask, Picture

FINE = 2  # rays a pixel, each way
_ENCODED = vector((np.arange(4096) / 4095) ** (1 / 2.2) * 255)
_MIRROR = vector(np.diag([1, -1, 1]))


@dataclass(frozen=True)
class Toy:
    """Solids in a pose; `category` is None for clutter that nobody annotates."""

    category: str | None
    solids: tuple[Solid, ...]
    pose: Pose
    footprint: float = 0.5  # radius on the ground, world units


@dataclass(frozen=True)
class Instance:
    """An annotated toy as it is seen; `share` is how much of its own outline that is."""

    category: str
    mask: Mask
    share: float


@dataclass(frozen=True)
class Scene:
    """A rendered picture and its instances, front or back in no order."""

    picture: Picture
    instances: tuple[Instance, ...]
    place: str


def film(
    toys: Sequence[Toy],
    place: Place,
    camera: Camera,
    *,
    tile: Floats,
    roughness: Floats,
    rng: Generator,
) -> Scene:
    """Render the toys where they stand."""
    fine = camera.scaled(FINE)
    surfaces = [cast(toy.solids, toy.pose, fine, roughness=roughness) for toy in toys]
    owner, colors = _nearest(surfaces, fine, place)
    backdrop = _set(toys, place, camera, tile, roughness, rng)
    picture = _develop(_over(backdrop, colors, owner >= 0), rng)
    return Scene(picture, visible(toys, surfaces, owner), place.name)


def visible(
    toys: Sequence[Toy], surfaces: Sequence[Surface], owner: np.ndarray, *, rays: int = FINE
) -> tuple[Instance, ...]:
    """The masks: a pixel belongs to the toy that most of its `rays` (each way) meet, if half do."""
    counts = np.stack([_pixels(owner == index, rays) for index in range(len(toys))])
    best = np.where(counts.max(0) >= 120, counts.argmax(0), -1)
    found = []
    for index, toy in enumerate(toys):
        mask = best == index
        if toy.category is not None and mask.any():
            whole = np.isfinite(surfaces[index].depth).sum() / rays**2
            found.append(Instance(toy.category, mask, float(mask.sum() / max(whole, 1))))
    return tuple(found)


def rehearse(toys: Sequence[Toy], camera: Camera, *, roughness: Floats) -> tuple[Instance, ...]:
    """The same masks in a quarter of the size, without any colour: is the arrangement good?"""
    small = camera.scaled(0.25)
    surfaces = [cast(toy.solids, toy.pose, small, roughness=roughness) for toy in toys]
    return visible(toys, surfaces, _owners(surfaces, small), rays=1)


def _pixels(met: np.ndarray, rays: int) -> np.ndarray:
    """The share of each pixel's `rays` times `rays` that are true, 0..240."""
    height, width = met.shape[0] // rays, met.shape[1] // rays
    share = cv2.resize(met.astype(np.uint8) * 240, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(share)


def _owners(surfaces: Sequence[Surface], camera: Camera) -> np.ndarray:
    """Which surface each ray meets first, -1 for none."""
    view = Window(0, 0, camera.width, camera.height)
    owner = np.full((camera.height, camera.width), -1, np.int16)
    depth = np.full(owner.shape, np.inf, np.float32)
    for index, surface in enumerate(surfaces):
        at = surface.window.slices(view)
        nearer = surface.depth < depth[at]
        owner[at][nearer] = index
        depth[at][nearer] = surface.depth[nearer]
    return owner


def _nearest(
    surfaces: Sequence[Surface], camera: Camera, place: Place
) -> tuple[np.ndarray, Floats]:
    """The owner of each ray and its colour."""
    owner = _owners(surfaces, camera)
    colors = np.zeros((*owner.shape, 3), np.float32)
    for index, surface in enumerate(surfaces):
        at = surface.window.slices(Window(0, 0, camera.width, camera.height))
        mine = owner[at] == index
        if mine.any():
            colors[at][mine] = shade(surface, camera, place.light, mine)
    return owner, colors


def _set(
    toys: Sequence[Toy],
    place: Place,
    camera: Camera,
    tile: Floats,
    roughness: Floats,
    rng: Generator,
) -> Floats:
    """Ground and wall in their light, without the toys but with their shadows and reflections."""
    ripples = [vector([toy.pose.place[0], toy.pose.place[2], toy.footprint]) for toy in toys]
    ground = paint_ground(place, camera, tile, rng, ripples=ripples if place.wet else ())
    sun, sky = shadows([(toy.solids, toy.pose) for toy in toys], camera, place.light)
    sun = sun * _dapple(place, camera, roughness, rng)
    if place.wet:
        sun, sky = 1 - (1 - sun) * 0.45, 1 - (1 - sky) * 0.5
    steep = place.light.towards[1]
    light = sun[..., None] * vector(place.light.sun) * steep + sky[..., None] * vector(
        place.light.sky
    )
    lit = ground * light
    if place.wet:
        lit = _reflect(lit, toys, place, camera, roughness)
    return with_backdrop(lit, place, camera, rng)


def _dapple(place: Place, camera: Camera, roughness: Floats, rng: Generator) -> Floats:
    """Sunlight through leaves on the ground, (height, width) around 1."""
    if not place.dapple:
        return np.ones((camera.height, camera.width), np.float32)
    points, _ = ground_points(camera)
    spots = vector(cv2.GaussianBlur(roughness, (0, 0), 9, borderType=cv2.BORDER_REFLECT))
    pattern = look_up(spots / np.abs(spots).max(), points * 55 + vector(rng.uniform(0, 500, 2)))
    return np.asarray(1 + place.dapple * np.clip(pattern * 3.5 - 0.35, -1, 0.6), np.float32)


def _reflect(
    lit: Floats, toys: Sequence[Toy], place: Place, camera: Camera, roughness: Floats
) -> Floats:
    """The toys upside down in the water, wavering."""
    mirror = lit.copy()
    depth = np.full(lit.shape[:2], np.inf, np.float32)
    _, floor = ground_points(camera)
    for toy in toys:
        x, y, z = toy.pose.place
        pose = Pose(_MIRROR @ toy.pose.rotation, toy.pose.scale, (x, -y, z))
        image = cast(toy.solids, pose, camera, roughness=roughness, ground=False)
        image.normal[..., 1] *= -1
        at = image.window.slices(Window(0, 0, camera.width, camera.height))
        seen = (image.depth > floor[at]) & (image.depth < depth[at])
        mirror[at][seen] = shade(image, camera, place.light, seen)
        depth[at][seen] = image.depth[seen]
    rows, columns = (vector(index) for index in np.indices(lit.shape[:2]))
    waver = np.sin(rows * 0.55 + 2.0 * np.sin(columns * 0.045)) * 1.8
    edge = cv2.BORDER_REPLICATE
    mirror = vector(
        cv2.remap(mirror, vector(columns + waver), rows, cv2.INTER_LINEAR, borderMode=edge)
    )
    return np.asarray(lit + (cv2.GaussianBlur(mirror, (0, 0), 1.2) - lit) * 0.42, np.float32)


def _over(backdrop: Floats, colors: Floats, covered: np.ndarray) -> Floats:
    """The toys' rays averaged over the backdrop's pixels."""
    size = (backdrop.shape[1], backdrop.shape[0])
    alpha = cv2.resize(covered.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    shown = cv2.resize(colors, size, interpolation=cv2.INTER_AREA)
    return np.asarray(backdrop * (1 - alpha)[..., None] + shown, np.float32)


def _develop(light: Floats, rng: Generator) -> Picture:
    """Exposure, a film's shoulder, a little vignette, warmth and grain; linear light to sRGB."""
    height, width = light.shape[:2]
    x, y = np.linspace(-1, 1, width)[None, :, None], np.linspace(-1, 1, height)[:, None, None]
    warmth = vector([1 + rng.uniform(-0.05, 0.06), 1, 1 + rng.uniform(-0.06, 0.05)])
    exposed = (
        light * vector(1 - 0.16 * (x * x + y * y)) * (warmth * vector(rng.uniform(0.92, 1.12)))
    )
    toned = exposed * (1 + exposed * np.float32(0.16)) / (1 + exposed * np.float32(0.62))
    encoded = _ENCODED[(np.clip(toned, 0, 1) * 4095).astype(np.int16)]
    grain = rng.standard_normal((height, width, 1), np.float32) * np.float32(1.3)
    return np.asarray(np.clip(encoded + grain, 0, 255).round(), np.uint8)
