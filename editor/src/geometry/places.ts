/** Places on an open line, counted in points: 2.5 is the middle of the edge from point 2 to 3. */
import { type Path, type Point, pointOf, snapped } from "./types";

export interface Nearest {
  readonly at: number;
  /** Pixels. */
  readonly distance: number;
}

export function distanceBetween(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function nearestOn(path: Path, point: Point): Nearest {
  let best: Nearest = { at: 0, distance: Infinity };
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [ax, ay] = [path[i]!, path[i + 1]!];
    const [dx, dy] = [path[i + 2]! - ax, path[i + 3]! - ay];
    const along = ((point.x - ax) * dx + (point.y - ay) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    const distance = Math.hypot(ax + t * dx - point.x, ay + t * dy - point.y);
    if (distance < best.distance) best = { at: i / 2 + t, distance };
  }
  return best;
}

/** The point itself where the place is one, else a point on the grid. */
export function pointAtPlace(path: Path, at: number): Point {
  const a = pointOf(path, Math.floor(at));
  const t = at - Math.floor(at);
  if (t === 0) return a;
  const b = pointOf(path, Math.floor(at) + 1);
  return { x: snapped(a.x + t * (b.x - a.x)), y: snapped(a.y + t * (b.y - a.y)) };
}

/** The line from one place to another, both included; backwards where `to` comes first. */
export function stretchOf(path: Path, from: number, to: number): Point[] {
  const inside: Point[] = [];
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  for (let i = Math.floor(low) + 1; i < high; i++) inside.push(pointOf(path, i));
  if (from > to) inside.reverse();
  return [pointAtPlace(path, from), ...inside, pointAtPlace(path, to)];
}

/** Where the segment from `a` to `b` meets the line, in its order; not counting `a` itself. */
export function meetings(path: Path, a: Point, b: Point): number[] {
  const found: { at: number; t: number }[] = [];
  for (let i = 0; i + 3 < path.length; i += 2) {
    const meeting = meetingOf(a, b, pointOf(path, i / 2), pointOf(path, i / 2 + 1));
    if (meeting && meeting.t > 1e-9) found.push({ at: i / 2 + meeting.s, t: meeting.t });
  }
  return found.sort((p, q) => p.t - q.t).map(({ at }) => at);
}

/** Shares t of a-b and s of c-d where they cross; null for parallel ones and those that do not. */
function meetingOf(a: Point, b: Point, c: Point, d: Point): { t: number; s: number } | null {
  const [rx, ry, sx, sy] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y];
  const cross = rx * sy - ry * sx;
  if (cross === 0) return null;
  const t = ((c.x - a.x) * sy - (c.y - a.y) * sx) / cross;
  const s = ((c.x - a.x) * ry - (c.y - a.y) * rx) / cross;
  return t >= 0 && t <= 1 && s >= 0 && s <= 1 ? { t, s } : null;
}
