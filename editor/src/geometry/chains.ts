/** The stretches of an outline that lie inside a circle. */
import { pointOf } from "./types";
import type { Point, Ring } from "./types";

/** A stretch of one ring inside a circle, as the circle's centre sees it. */
export interface Chain {
  /** Where it comes in and goes out again: on the edges from these vertices to the next. */
  readonly enters: number;
  readonly leaves: number;
  /** On the circle, then the vertices inside, then on the circle again. */
  readonly points: readonly Point[];
  /** From the centre, of its nearest point, pixels. */
  readonly distance: number;
  /** The bearing of its first point, radians, and the angle it goes through from there, signed. */
  readonly bearing: number;
  readonly sweep: number;
}

/** Of a ring that is not wholly inside the circle; in the ring's order. */
export function chainsIn(ring: Ring, centre: Point, radius: number): Chain[] {
  const count = ring.length / 2;
  const inside = insideFlags(ring, centre, radius);
  const outside = inside.indexOf(0);
  if (outside < 0) return [];
  const chains: Chain[] = [];
  for (let step = 0; step < count; step += 1) {
    const enters = (outside + step) % count;
    if (inside[enters] || !mayEnter(ring, enters, centre, radius)) continue;
    let leaves = enters;
    while (inside[(leaves + 1) % count]) leaves = (leaves + 1) % count;
    const chain = chainOf(ring, enters, leaves, centre, radius);
    if (chain) chains.push(chain);
  }
  return chains;
}

/** False for an edge whose box is clear of the circle's: most of a long outline. */
function mayEnter(ring: Ring, vertex: number, { x, y }: Point, radius: number): boolean {
  const a = vertex * 2;
  const b = a + 2 < ring.length ? a + 2 : 0;
  const [ax, ay, bx, by] = [ring[a]! - x, ring[a + 1]! - y, ring[b]! - x, ring[b + 1]! - y];
  const beside = (ax >= radius && bx >= radius) || (ax <= -radius && bx <= -radius);
  return !beside && !((ay >= radius && by >= radius) || (ay <= -radius && by <= -radius));
}

export function isInCircle(ring: Ring, centre: Point, radius: number): boolean {
  return !insideFlags(ring, centre, radius).includes(0);
}

function insideFlags(ring: Ring, centre: Point, radius: number): Uint8Array {
  const flags = new Uint8Array(ring.length / 2);
  for (let i = 0; i < ring.length; i += 2) {
    const dx = ring[i]! - centre.x;
    const dy = ring[i + 1]! - centre.y;
    flags[i / 2] = dx * dx + dy * dy < radius * radius ? 1 : 0;
  }
  return flags;
}

function chainOf(
  ring: Ring,
  enters: number,
  leaves: number,
  centre: Point,
  radius: number,
): Chain | null {
  const first = onCircle(pointOf(ring, enters), pointOf(ring, enters + 1), centre, radius);
  if (!first) return null;
  const last =
    enters === leaves
      ? first.out
      : onCircle(pointOf(ring, leaves), pointOf(ring, leaves + 1), centre, radius)!.out;
  const points = [first.in];
  const count = ring.length / 2;
  for (let i = enters; i !== leaves;) {
    i = (i + 1) % count;
    points.push(pointOf(ring, i));
  }
  points.push(last);
  return { enters, leaves, points, ...seenFrom(centre, points) };
}

/** Where the way from a to b goes into the circle and out of it; null where it does not. */
function onCircle(
  a: Point,
  b: Point,
  centre: Point,
  radius: number,
): { in: Point; out: Point } | null {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const [fx, fy] = [a.x - centre.x, a.y - centre.y];
  const square = dx * dx + dy * dy;
  const half = (fx * dx + fy * dy) / (square || 1);
  const root = half * half - (fx * fx + fy * fy - radius * radius) / (square || 1);
  if (root <= 0) return null;
  const [t1, t2] = [-half - Math.sqrt(root), -half + Math.sqrt(root)];
  if (t1 >= 1 || t2 <= 0) return null;
  const at = (t: number): Point => ({ x: a.x + t * dx, y: a.y + t * dy });
  return { in: at(Math.max(0, t1)), out: at(Math.min(1, t2)) };
}

function seenFrom(
  centre: Point,
  points: readonly Point[],
): { distance: number; bearing: number; sweep: number } {
  const bearing = Math.atan2(points[0]!.y - centre.y, points[0]!.x - centre.x);
  let sweep = 0;
  let distance = Infinity;
  for (let i = 1; i < points.length; i += 1) {
    const [ax, ay] = [points[i - 1]!.x - centre.x, points[i - 1]!.y - centre.y];
    const [bx, by] = [points[i]!.x - centre.x, points[i]!.y - centre.y];
    sweep += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    const square = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / (square || 1)));
    distance = Math.min(distance, Math.hypot(ax + t * (bx - ax), ay + t * (by - ay)));
  }
  return { distance, bearing, sweep };
}
