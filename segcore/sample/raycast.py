"""A small ray caster: smooth ellipsoids and rounded blocks, a whole window of pixels at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segcore.sample.view import Camera, Floats, Window, vector

Paint: TypeAlias = Callable[[Floats, Floats], Floats]
"""(points (n, 3) in the solid's own unit space, albedo (n, 3)) -> albedo (n, 3)."""


@dataclass(frozen=True)
class Pose:
    """Where a toy stands: its own space rotated, scaled, then moved."""

    rotation: Floats = field(default_factory=lambda: np.eye(3, dtype=np.float32))
    scale: float = 1.0
    place: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def point(self, local: ArrayLike) -> Floats:
        return vector(local) @ self.rotation.T * np.float32(self.scale) + vector(self.place)


@dataclass(frozen=True)
class Solid:
    """An ellipsoid, or a block with rounded edges, and what it is made of.

    `blend` is how softly it grows out of what was drawn before it, in the toy's units; `fur` how
    ragged its edge is; `gloss` 0 (felt) to 1 (lacquer).
    """

    center: tuple[float, float, float]
    radii: tuple[float, float, float]
    color: tuple[float, float, float]  # linear light, 0..1
    rotation: Floats = field(default_factory=lambda: np.eye(3, dtype=np.float32))
    gloss: float = 0.2
    blend: float = 0.0
    fur: float = 0.0
    paint: Paint | None = None
    rounding: float | None = None  # of a block's edges, as a share of the smallest radius

    def corners(self, pose: Pose) -> Floats:
        """The eight corners of its own box, in the world."""
        signs = vector([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        grown = vector(self.radii) * (1 + self.fur)
        return pose.point(signs * grown @ self.rotation.T + vector(self.center))


@dataclass
class Surface:
    """What the rays of a window meet; `depth` is infinite where they meet nothing."""

    window: Window
    depth: Floats
    normal: Floats
    albedo: Floats
    gloss: Floats

    @classmethod
    def empty(cls, window: Window) -> Surface:
        shape = (window.height, window.width)
        return cls(
            window,
            np.full(shape, np.inf, np.float32),
            np.zeros((*shape, 3), np.float32),
            np.zeros((*shape, 3), np.float32),
            np.zeros(shape, np.float32),
        )


def cast(
    solids: Sequence[Solid], pose: Pose, camera: Camera, *, roughness: Floats, ground: bool = True
) -> Surface:
    """What `camera` sees of a toy made of `solids`; with `ground`, nothing below y = 0.

    `roughness` is a tile of noise, (n, n) in -1..1, that fur is cut from.
    """
    corners = np.concatenate([solid.corners(pose) for solid in solids])
    window = Window.around(camera.project(corners), camera)
    surface = Surface.empty(window)
    if window.width * window.height == 0:
        return surface
    rays = camera.rays(window)
    floor = _ground_depth(rays, camera) if ground else None
    for solid in solids:
        _add(surface, solid, pose, camera, rays, floor, roughness)
    return surface


def _ground_depth(rays: Floats, camera: Camera) -> Floats:
    """The depth at which each ray reaches y = 0; infinite above the horizon."""
    with np.errstate(divide="ignore"):
        depth = -camera.eye[1] / rays[..., 1]
    return np.where(rays[..., 1] < 0, depth, np.inf).astype(np.float32)


def _add(
    surface: Surface,
    solid: Solid,
    pose: Pose,
    camera: Camera,
    rays: Floats,
    floor: Floats | None,
    roughness: Floats,
) -> None:
    """Join one solid to the surface, softly where its `blend` says so."""
    window = Window.around(camera.project(solid.corners(pose)), camera)
    to_unit = vector((pose.rotation @ solid.rotation).T / np.float32(pose.scale))
    origin = vector(to_unit @ (camera.eye - pose.point([solid.center])[0]))
    if solid.rounding is None:
        ragged = solid.fur * _tile(roughness, window) if solid.fur else np.float32(0)
        basis, radii = vector(to_unit @ camera.axes), vector(solid.radii)
        met = _meet_ellipsoid(origin, basis, camera.slopes(window), radii, ragged)
    else:
        ways = rays[window.slices(surface.window)].reshape(-1, 3) @ to_unit.T
        met = _meet_block(origin, ways, solid)
    hit, depth, local, slope = met
    pixels = _flat(window, surface.window)[hit]
    limit = surface.depth.reshape(-1)[pixels] + solid.blend * pose.scale
    if floor is not None:
        limit = np.minimum(limit, floor.reshape(-1)[pixels])
    first = np.flatnonzero(depth < limit)
    if len(first):
        look = _look(solid, local[first], slope[first], to_unit)
        blend = solid.blend * pose.scale
        _join(surface, pixels[first], depth[first], *look, gloss=solid.gloss, blend=blend)


def _look(solid: Solid, local: Floats, slope: Floats, to_unit: Floats) -> tuple[Floats, Floats]:
    """Normal in the world and albedo, each (n, 3), at points of the solid's own space."""
    normal = slope @ to_unit
    normal /= np.sqrt(np.einsum("ij,ij->i", normal, normal))[:, None] + np.float32(1e-9)
    albedo = np.tile(vector(solid.color), (len(local), 1))
    if solid.paint is not None:
        albedo = solid.paint(vector(local / vector(solid.radii)), albedo)
    return normal, albedo


def _join(
    surface: Surface,
    pixels: NDArray[np.intp],
    depth: Floats,
    normal: Floats,
    albedo: Floats,
    *,
    gloss: float,
    blend: float,
) -> None:
    """Quilez's polynomial smooth minimum over depth, at flat indexes `pixels` of the surface."""
    depths, normals = surface.depth.reshape(-1), surface.normal.reshape(-1, 3)
    albedos, glosses = surface.albedo.reshape(-1, 3), surface.gloss.reshape(-1)
    if blend == 0:
        depths[pixels], normals[pixels], albedos[pixels] = depth, normal, albedo
        glosses[pixels] = gloss
        return
    before = depths[pixels]
    base = np.where(np.isfinite(before), before, depth + np.float32(9))
    share = np.clip(0.5 + (base - depth) * np.float32(0.5 / blend), 0, 1)
    part = share[:, None]
    depths[pixels] = base + (depth - base) * share - np.float32(blend) * share * (1 - share)
    normals[pixels] += (normal - normals[pixels]) * part
    albedos[pixels] += (albedo - albedos[pixels]) * part
    glosses[pixels] += (np.float32(gloss) - glosses[pixels]) * share


def _flat(window: Window, within: Window) -> NDArray[np.intp]:
    """The window's pixels as flat indexes into an array that covers `within`."""
    rows = np.arange(window.y - within.y, window.y - within.y + window.height)
    columns = np.arange(window.x - within.x, window.x - within.x + window.width)
    return (rows[:, None] * within.width + columns).reshape(-1)


def _tile(noise: Floats, window: Window) -> Floats:
    """`noise` repeated over the window's pixels."""
    rows = np.arange(window.y, window.y + window.height) % len(noise)
    columns = np.arange(window.x, window.x + window.width) % len(noise)
    return noise[np.ix_(rows, columns)]


def _meet_ellipsoid(
    origin: Floats,
    basis: Floats,
    slopes: tuple[Floats, Floats],
    radii: Floats,
    ragged: Floats | np.float32,
) -> tuple[NDArray[np.intp], Floats, Floats, Floats]:
    """Which rays meet an upright ellipsoid, and of those depth (n,), point and slope (n, 3).

    A ray's way is `basis` times (x slope, y slope, 1), so the quadratic's coefficients are
    polynomials in the slopes: nothing with three components is made for the rays that miss.
    """
    x, y = slopes[0][None, :], slopes[1][:, None]
    start, unit = origin / radii, basis / radii[:, None]
    gram, along = unit.T @ unit, start @ unit
    a = x * (x * gram[0, 0] + 2 * gram[0, 2]) + (y * (y * gram[1, 1] + 2 * gram[1, 2]) + gram[2, 2])
    a += x * (y * (2 * gram[0, 1]))
    b = x * along[0] + (y * along[1] + along[2])
    inside = b * b - a * (start @ start - (1 + ragged) ** 2)
    hit = np.flatnonzero((inside > 0) & (b < 0))
    rows, columns = np.divmod(hit, x.size)
    depth = (-b.reshape(-1)[hit] - np.sqrt(inside.reshape(-1)[hit])) / a.reshape(-1)[hit]
    ways = x[0, columns, None] * basis[:, 0] + y[rows] * basis[:, 1] + basis[:, 2]
    local = origin + depth[:, None] * ways
    return hit, depth, local, local / (radii * radii)


def _meet_block(
    origin: Floats, ways: Floats, solid: Solid
) -> tuple[NDArray[np.intp], Floats, Floats, Floats]:
    """As `_meet_ellipsoid`: the sharp box in closed form, then sphere tracing to the round edge."""
    radii = vector(solid.radii)
    edge = np.float32((solid.rounding or 0) * radii.min())
    safe = np.where(np.abs(ways) < 1e-9, np.float32(1e-9), ways)
    enter = ((-np.sign(safe) * radii - origin) / safe).max(1)
    leave = ((np.sign(safe) * radii - origin) / safe).min(1)
    hit = np.flatnonzero((enter < leave) & (enter > 0))
    depth, way = enter[hit], ways[hit]
    lengths = np.sqrt(np.einsum("ij,ij->i", way, way))
    for _ in range(10):
        local = origin + depth[:, None] * way
        outside = np.maximum(np.abs(local) - (radii - edge), 0)
        gap = np.sqrt(np.einsum("ij,ij->i", outside, outside)) - edge
        depth = depth + gap / lengths
    slope = outside * np.sign(local)
    met = np.flatnonzero((gap < 0.004 * radii.max()) & (depth < leave[hit]))
    return hit[met], depth[met], local[met], slope[met]
