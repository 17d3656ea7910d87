"""How a surface looks under a sun and a sky, in linear light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from segcore.sample.raycast import Surface
from segcore.sample.view import Camera, Floats, vector


@dataclass(frozen=True)
class Light:
    """A sun (direction towards it, not normalised) and the light of sky and ground around it."""

    direction: tuple[float, float, float] = (-0.5, 0.9, -0.6)
    sun: tuple[float, float, float] = (1.0, 0.95, 0.86)
    sky: tuple[float, float, float] = (0.52, 0.58, 0.68)
    ground: tuple[float, float, float] = (0.30, 0.24, 0.18)

    @property
    def towards(self) -> Floats:
        direction = vector(self.direction)
        return np.asarray(direction / np.linalg.norm(direction), np.float32)


def shade(surface: Surface, camera: Camera, light: Light, seen: NDArray[np.bool_]) -> Floats:
    """The colour of the surface's `seen` pixels, (n, 3) linear, row by row."""
    rays = camera.rays(surface.window)
    open_air = _openness(surface, rays, camera)[seen]
    view, normal = -_unit(rays[seen]), _unit(surface.normal[seen])
    albedo, gloss = surface.albedo[seen], surface.gloss[seen]
    facing = np.clip(np.einsum("ij,ij->i", normal, view), 0, 1)
    lit = np.clip((normal @ light.towards + 0.25) / 1.25, 0, 1) ** 1.2
    up = 0.5 + 0.5 * normal[:, 1]
    around = up[:, None] * vector(light.sky) + (1 - up)[:, None] * vector(light.ground)
    received = (lit * (0.5 + 0.5 * open_air))[:, None] * vector(light.sun)
    color = albedo * (received + around * open_air[:, None])
    gleam = _gleam(normal, view, light, gloss) + _sheen(normal, facing, gloss, up)
    return np.asarray(color + gleam[:, None] * vector(light.sun), np.float32)


def _unit(vectors: Floats) -> Floats:
    """Vectors (n, 3) brought to length 1."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors)) + np.float32(1e-6)
    return np.asarray(vectors / lengths[:, None], np.float32)


def _openness(surface: Surface, rays: Floats, camera: Camera) -> Floats:
    """How much sky each pixel's point sees, 0..1: less in creases and close to the ground."""
    met = np.isfinite(surface.depth)
    depth = np.where(met, surface.depth, np.float32(0))
    reach = max(3.0, camera.width / 110)
    weight = cv2.GaussianBlur(met.astype(np.float32), (0, 0), reach) + np.float32(1e-4)
    mean = cv2.GaussianBlur(depth, (0, 0), reach) / weight
    crease = np.clip((depth - mean) * np.float32(3.2), 0, 0.65)
    height = camera.eye[1] + depth * rays[..., 1]
    near_ground = np.exp(-np.clip(height, 0, None) * np.float32(5.5)) * np.float32(0.55)
    return np.asarray((1 - crease) * (1 - near_ground), np.float32)


def _gleam(normal: Floats, view: Floats, light: Light, gloss: Floats) -> Floats:
    """Blinn's highlight: broad and weak on felt, small and bright on lacquer."""
    along = np.clip(np.einsum("ij,ij->i", normal, _unit(view + light.towards)), 0, 1)
    return np.asarray(along ** (6 + 110 * gloss) * gloss * 0.8, np.float32)


def _sheen(normal: Floats, facing: Floats, gloss: Floats, up: Floats) -> Floats:
    """The sky mirrored at grazing angles, and a soft window in lacquer."""
    grazing = (1 - facing) ** 4 * up * (0.10 + 0.35 * gloss)
    window = np.clip(normal[:, 1] * 1.6 - 0.9, 0, 1) * gloss**2 * 0.08
    return np.asarray(grazing + window, np.float32)
