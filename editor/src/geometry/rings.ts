/** Measures of rings and paths: areas, boxes, what lies inside, where a label goes. */
import { pointOf, ringsOf } from "./types";
import type { Box, Part, Parts, Path, Point, Ring, RingRef } from "./types";

/** Square pixels; positive where the ring turns from x to y, clockwise on the screen. */
export function signedArea(ring: Ring): number {
  const x0 = ring[0]!;
  const y0 = ring[1]!;
  let twice = 0;
  for (let i = 2; i + 3 < ring.length; i += 2) {
    twice += (ring[i]! - x0) * (ring[i + 3]! - y0) - (ring[i + 2]! - x0) * (ring[i + 1]! - y0);
  }
  return twice / 2;
}

/** Vertices of all rings, holes too. */
export function pointCount(parts: Parts): number {
  return parts.flatMap(ringsOf).reduce((count, ring) => count + ring.length / 2, 0);
}

/** Square pixels: the outer rings less their holes. */
export function partsArea(parts: Parts): number {
  return parts.reduce((sum, part) => sum + partArea(part), 0);
}

function partArea(part: Part): number {
  const holes = part.holes.reduce((sum, hole) => sum + Math.abs(signedArea(hole)), 0);
  return Math.abs(signedArea(part.outer)) - holes;
}

export function boxOfPath(path: Path): Box {
  let x1 = Infinity;
  let y1 = Infinity;
  let x2 = -Infinity;
  let y2 = -Infinity;
  for (let i = 0; i < path.length; i += 2) {
    x1 = Math.min(x1, path[i]!);
    x2 = Math.max(x2, path[i]!);
    y1 = Math.min(y1, path[i + 1]!);
    y2 = Math.max(y2, path[i + 1]!);
  }
  return { x1, y1, x2, y2 };
}

/** Of one part or more; holes lie inside and count for nothing. */
export function boxOf(parts: Parts): Box {
  const boxes = parts.map((part) => boxOfPath(part.outer));
  return {
    x1: Math.min(...boxes.map((box) => box.x1)),
    y1: Math.min(...boxes.map((box) => box.y1)),
    x2: Math.max(...boxes.map((box) => box.x2)),
    y2: Math.max(...boxes.map((box) => box.y2)),
  };
}

/** Even-odd. */
export function inRing(ring: Ring, point: Point): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const above = ring[i + 1]! > point.y;
    if (above === ring[j + 1]! > point.y) continue;
    const share = (point.y - ring[i + 1]!) / (ring[j + 1]! - ring[i + 1]!);
    if (point.x < ring[i]! + share * (ring[j]! - ring[i]!)) inside = !inside;
  }
  return inside;
}

export function contains(parts: Parts, point: Point): boolean {
  return parts.some(
    (part) => inRing(part.outer, point) && !part.holes.some((hole) => inRing(hole, point)),
  );
}

/** All rings of `parts`, in order. */
export function refsOf(parts: Parts): RingRef[] {
  return parts.flatMap((part, p) => ringsOf(part).map((_, ring) => ({ part: p, ring })));
}

export function pathLength(path: Path): number {
  let length = 0;
  for (let i = 2; i < path.length; i += 2) {
    length += Math.hypot(path[i]! - path[i - 2]!, path[i + 1]! - path[i - 1]!);
  }
  return length;
}

/** The same points from the last to the first. */
export function reversed(path: Path): number[] {
  const back: number[] = [];
  for (let i = path.length - 2; i >= 0; i -= 2) back.push(path[i]!, path[i + 1]!);
  return back;
}

/** Points equal to the one before are dropped; in a `closed` one also a last equal to the first. */
export function withoutRepeats(path: Path, closed: boolean): number[] {
  const kept: number[] = [];
  for (let i = 0; i < path.length; i += 2) {
    const repeats = path[i] === kept.at(-2) && path[i + 1] === kept.at(-1);
    if (!repeats) kept.push(path[i]!, path[i + 1]!);
  }
  while (closed && kept.length > 2 && kept[0] === kept.at(-2) && kept[1] === kept.at(-1)) {
    kept.length -= 2;
  }
  return kept;
}

/** From `point` to the nearest place on the ring, pixels. */
export function distanceToRing(ring: Ring, point: Point): number {
  let nearest = Infinity;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const ax = ring[j]!;
    const ay = ring[j + 1]!;
    const dx = ring[i]! - ax;
    const dy = ring[i + 1]! - ay;
    const along = ((point.x - ax) * dx + (point.y - ay) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(ax + t * dx - point.x, ay + t * dy - point.y));
  }
  return nearest;
}

const LABEL_LINES = 9;

/**
 * A point well inside the largest part: on level lines across it, the middle of the stretch that is
 * farthest from every outline. A part without area gives its first point.
 */
export function labelPoint(parts: Parts): Point {
  const part = parts.reduce((best, next) => (partArea(next) > partArea(best) ? next : best));
  const rings = ringsOf(part);
  let best = pointOf(part.outer, 0);
  let room = 0;
  for (const point of middlesOf(part)) {
    // Half the width bounds the room: narrow stretches need no look at the outlines.
    if (point.half <= room) continue;
    const here = Math.min(...rings.map((ring) => distanceToRing(ring, point)));
    if (here > room) {
      best = { x: point.x, y: point.y };
      room = here;
    }
  }
  return best;
}

/** The middles of the stretches of `part` on level lines, widest first. */
function middlesOf(part: Part): { x: number; y: number; half: number }[] {
  const { y1, y2 } = boxOfPath(part.outer);
  const middles: { x: number; y: number; half: number }[] = [];
  for (let line = 1; line <= LABEL_LINES; line += 1) {
    const y = y1 + ((y2 - y1) * line) / (LABEL_LINES + 1);
    const at = ringsOf(part).flatMap((ring) => crossingsOfLevel(ring, y));
    at.sort((a, b) => a - b);
    for (let i = 0; i + 1 < at.length; i += 2) {
      middles.push({ x: (at[i]! + at[i + 1]!) / 2, y, half: (at[i + 1]! - at[i]!) / 2 });
    }
  }
  return middles.sort((a, b) => b.half - a.half);
}

function crossingsOfLevel(ring: Ring, y: number): number[] {
  const at: number[] = [];
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    if (ring[i + 1]! > y === ring[j + 1]! > y) continue;
    const share = (y - ring[i + 1]!) / (ring[j + 1]! - ring[i + 1]!);
    at.push(ring[i]! + share * (ring[j]! - ring[i]!));
  }
  return at;
}
