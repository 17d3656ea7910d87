"""Tiles that repeat without a seam, (TILE, TILE, 3) linear light: wood, grass, water and others."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from segcore.sample.paint import color
from segcore.sample.view import Floats, vector

TILE = 768


def clouds(rng: Generator, *, slope: float = 1.6, stretch: float = 1.0, low: float = 0) -> Floats:
    """Fractal noise, (TILE, TILE) with mean 0 and deviation 1; `stretch` draws it out along x.

    `slope` is the power of the spectrum's fall, `low` the waves across a tile below which none is.
    """
    waves = np.fft.fftfreq(TILE, 1 / TILE)
    reach = np.hypot(waves[None, : TILE // 2 + 1] * stretch, waves[:, None])
    weight = np.where(reach > low, 1 / np.maximum(reach, 1) ** slope, 0)
    spectrum = np.fft.rfft2(rng.standard_normal((TILE, TILE))) * weight
    noise = np.fft.irfft2(spectrum, (TILE, TILE))
    return vector((noise - noise.mean()) / noise.std())


def mix(first: str, second: str, share: ArrayLike) -> Floats:
    """Between two colours, pixel by pixel; (h, w) -> (h, w, 3)."""
    part = np.clip(vector(share), 0, 1)[..., None]
    return np.asarray(vector(color(first)) * (1 - part) + vector(color(second)) * part, np.float32)


def wood(
    rng: Generator, *, pale: str = "#d9a066", dark: str = "#8f5a2c", planks: int = 5
) -> Floats:
    """Boards along x, each of its own tone, with grain, growth rings and gaps."""
    rows = np.arange(TILE) * planks / TILE
    board = np.minimum(rows.astype(int), planks - 1)
    shift = rng.integers(0, TILE, planks)
    grain = clouds(rng, slope=1.1, stretch=26)
    bend = clouds(rng, slope=2.0, stretch=7)
    grain, bend = (
        np.stack([np.roll(noise[y], shift[board[y]]) for y in range(TILE)])
        for noise in (grain, bend)
    )
    rings = np.sin(2 * np.pi * (rows[:, None] * 4 + bend * 0.75))
    tone = rng.uniform(-0.16, 0.16, planks)[board][:, None]
    surface = mix(pale, dark, 0.40 + tone + 0.11 * rings + 0.13 * grain)
    edge = np.abs(rows - np.round(rows)) * TILE / planks
    gap = 1 - 0.75 * np.exp(-((edge / 1.8) ** 2))[:, None]
    return np.asarray(surface * gap[..., None], np.float32)


def gingham(rng: Generator, *, tone: str = "#c8323c", checks: int = 10) -> Floats:
    """A checked cloth with its weave."""
    at = np.arange(TILE)
    stripe = ((at * checks // TILE) % 2).astype(np.float32)
    weave = 0.06 * np.sin(at * np.pi / 1.5)
    depth = (stripe[:, None] + stripe[None, :]) / 2
    threads = 1 + weave[:, None] * stripe[None, :] - weave[None, :] * stripe[:, None]
    cloth = mix("#f6f1e7", tone, depth * 0.92) * threads[..., None]
    return np.asarray(cloth * (1 + 0.05 * clouds(rng, slope=1.2))[..., None], np.float32)


def felt(rng: Generator, *, tone: str = "#1f6b52", light: str = "#2f8a6a") -> Floats:
    """Short fibres in two close tones."""
    fibres = clouds(rng, slope=0.35, stretch=2.2) + clouds(rng, slope=0.35, stretch=0.45)
    return mix(tone, light, 0.45 + 0.16 * fibres + 0.10 * clouds(rng, slope=2.2))


def rug(rng: Generator) -> Floats:
    """Woven bands of colour with a zigzag."""
    at = np.arange(TILE)
    zigzag = np.abs((at[None, :] / TILE * 24) % 2 - 1) * 0.22
    rows = (at[:, None] / TILE * 6 + zigzag) % 6
    tones = ["#274c6b", "#e8d9b8", "#c4643c", "#e8d9b8", "#3f7f86", "#e3b45b"]
    picked = vector([color(tone) for tone in tones])[rows.astype(int) % 6]
    knots = 1 + 0.10 * np.sin(at * np.pi / 2)[None, :] * np.sin(at * np.pi / 2)[:, None]
    return np.asarray(picked * (knots + 0.07 * clouds(rng, slope=0.6))[..., None], np.float32)


def grass(rng: Generator, *, blades: int = 14000) -> Floats:
    """Blades of many greens, the lit ones on top, with a few daisies."""
    tile = np.full((TILE, TILE, 3), 0.02, np.float32) + vector(color("#2c4a1d"))
    deep, lit, dry = (vector(color(tone)) for tone in ("#3b6a22", "#8fbf45", "#b5bd62"))
    starts = rng.uniform(0, TILE, (blades, 2))
    ways = rng.normal(0, 7, (blades, 2)) + (0, -9)
    tones = rng.random((blades, 2))
    for i in range(blades):
        tone = deep + (lit - deep) * (i / blades * 0.7 + 0.3 * tones[i, 0])
        tone = dry if tones[i, 1] > 0.975 else tone
        _stroke(tile, starts[i], starts[i] + ways[i], tone.tolist())
    for x, y in rng.uniform(0, TILE, (26, 2)):
        _daisy(tile, float(x), float(y))
    return tile


def litter(rng: Generator) -> Floats:
    """The floor of a bamboo grove: earth, moss and fallen leaves."""
    earth = mix("#4b3a26", "#6d5836", 0.5 + 0.3 * clouds(rng, slope=1.1))
    moss = np.clip(clouds(rng, slope=2.0) * 0.8, 0, 1)
    tile = np.ascontiguousarray(earth + (mix("#4d6b2a", "#87a344", moss) - earth) * moss[..., None])
    tones = [
        vector(color(tone)) for tone in ("#b89a55", "#8f7a3e", "#a5a858", "#6f8a3c", "#c9b273")
    ]
    for x, y, turned, pick in rng.uniform(0, 1, (420, 4)):
        tone = (tones[int(pick * 5)] * (0.7 + 0.6 * turned)).tolist()
        _leaf(tile, (x * TILE, y * TILE), turned * 360, tone)
    return tile


def water(rng: Generator) -> Floats:
    """Turquoise with a net of light on its floor."""
    net = np.minimum(np.abs(clouds(rng, slope=2.3, low=3)), np.abs(clouds(rng, slope=2.3, low=3)))
    light = np.exp(-net * 7.5)
    base = mix("#2a9fb5", "#66c9d2", 0.45 + 0.2 * clouds(rng, slope=2.2))
    return np.asarray(base + light[..., None] * vector([0.20, 0.30, 0.28]), np.float32)


def look_up(tile: Floats, at: Floats) -> Floats:
    """A repeating tile's values at points (h, w, 2), x and y in its pixels, interpolated."""
    x, y = cv2.split(np.clip(at, -30000, 30000))  # OpenCV counts pixels in 16 bits
    return vector(cv2.remap(tile, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP))


def _stroke(tile: Floats, start: Floats, end: Floats, tone: list[float]) -> None:
    """A short line that leaves the tile on one side and enters on the other."""
    for dx in (
        (0, -TILE)
        if max(start[0], end[0]) >= TILE
        else (0, TILE)
        if min(start[0], end[0]) < 0
        else (0,)
    ):
        for dy in (0, TILE) if min(start[1], end[1]) < 0 else (0,):
            first = (round((start[0] + dx) * 4), round((start[1] + dy) * 4))
            last = (round((end[0] + dx) * 4), round((end[1] + dy) * 4))
            cv2.line(tile, first, last, tone, 2, cv2.LINE_8, 2)


def _daisy(tile: Floats, x: float, y: float) -> None:
    x, y = min(max(x, 10), TILE - 10), min(max(y, 10), TILE - 10)
    for angle in range(0, 360, 45):
        at = (round(x + 5 * np.cos(np.radians(angle))), round(y + 5 * np.sin(np.radians(angle))))
        cv2.ellipse(tile, at, (4, 2), angle, 0, 360, (0.86, 0.86, 0.82), -1, cv2.LINE_AA)
    cv2.circle(tile, (round(x), round(y)), 3, color("#f2b61c"), -1, cv2.LINE_AA)


def _leaf(tile: Floats, at: tuple[float, float], turned: float, tone: list[float]) -> None:
    center = (round(min(max(at[0], 30), TILE - 30)), round(min(max(at[1], 30), TILE - 30)))
    below = (center[0] + 2, center[1] + 3)
    cv2.ellipse(tile, below, (24, 5), turned, 0, 360, color("#2c2417"), -1)
    cv2.ellipse(tile, center, (24, 5), turned, 0, 360, tone, -1)
