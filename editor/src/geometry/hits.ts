/** What lies near a place of the image. */
import { refsOf } from "./rings";
import { pointOf, ringAt } from "./types";
import type { Box, EdgePlace, Parts, Point, Ring, VertexRef } from "./types";

/** The nearest vertex not farther than `reach` pixels. */
export function nearestVertex(
  parts: Parts,
  point: Point,
  reach: number,
): { ref: VertexRef; distance: number } | null {
  let best: { ref: VertexRef; distance: number } | null = null;
  for (const ref of refsOf(parts)) {
    const ring = ringAt(parts, ref)!;
    for (let i = 0; i < ring.length; i += 2) {
      const distance = Math.hypot(ring[i]! - point.x, ring[i + 1]! - point.y);
      if (distance > reach || (best && distance >= best.distance)) continue;
      best = { ref: { ...ref, vertex: i / 2 }, distance };
    }
  }
  return best;
}

/** The nearest place of an outline not farther than `reach` pixels; its point is not on the grid. */
export function nearestEdge(parts: Parts, point: Point, reach: number): EdgePlace | null {
  let best: EdgePlace | null = null;
  for (const ref of refsOf(parts)) {
    const ring = ringAt(parts, ref)!;
    const place = nearestOnRing(ring, point);
    if (place.distance <= reach && place.distance < (best?.distance ?? Infinity)) {
      best = { ...ref, ...place };
    }
  }
  return best;
}

/** A place on one ring; `t` is below 1: the end of an edge is the start of the next. */
export type RingPlace = Omit<EdgePlace, "part" | "ring">;

export function nearestOnRing(ring: Ring, point: Point): RingPlace {
  let vertex = 0;
  let t = 0;
  let least = Infinity;
  for (let i = 0; i < ring.length; i += 2) {
    const next = i + 2 < ring.length ? i + 2 : 0;
    const dx = ring[next]! - ring[i]!;
    const dy = ring[next + 1]! - ring[i + 1]!;
    const px = point.x - ring[i]!;
    const py = point.y - ring[i + 1]!;
    const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    const square = (px - along * dx) ** 2 + (py - along * dy) ** 2;
    if (square >= least) continue;
    [vertex, t, least] = [i / 2, along, square];
  }
  if (t === 1) [vertex, t] = [(vertex + 1) % (ring.length / 2), 0];
  return { vertex, t, point: pointAt(ring, vertex, t), distance: Math.sqrt(least) };
}

/** The point at share `t` of the edge from `vertex`; the vertex itself, bit for bit, at 0. */
function pointAt(ring: Ring, vertex: number, t: number): Point {
  const a = pointOf(ring, vertex);
  if (t === 0) return a;
  const b = pointOf(ring, vertex + 1);
  return { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
}

/** The vertices inside `box`, its sides included, in the order of the rings. */
export function verticesIn(parts: Parts, box: Box): VertexRef[] {
  const found: VertexRef[] = [];
  for (const ref of refsOf(parts)) {
    const ring = ringAt(parts, ref)!;
    for (let i = 0; i < ring.length; i += 2) {
      const x = ring[i]!;
      const y = ring[i + 1]!;
      const inside = x >= box.x1 && x <= box.x2 && y >= box.y1 && y <= box.y2;
      if (inside) found.push({ ...ref, vertex: i / 2 });
    }
  }
  return found;
}
