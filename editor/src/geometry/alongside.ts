/** Where a ring runs along a line, in either direction and within a tolerance. */
import { distanceBetween, nearestOn } from "./places";
import { boxOfPath } from "./rings";
import { type Box, type Path, type Point, type Ring, pointOf } from "./types";

/** A point of a ring: one of its vertices, or a point of the line that lies on an edge of it. */
export interface Mark {
  readonly point: Point;
  /** Which vertex of the ring; null for a point on an edge. */
  readonly vertex: number | null;
  /** Its place on the line, in points; null where it is off the line. */
  readonly at: number | null;
}

/** Consecutive marks, around the ring, between which it runs along the line one way. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** The vertices of the ring and, on its edges, the points of `line` within `tolerance` pixels. */
export function marksOf(ring: Ring, line: Path, tolerance: number): Mark[] {
  const around = boxOfPath(line);
  const marks: Mark[] = [];
  for (let vertex = 0; vertex < ring.length / 2; vertex++) {
    const [point, end] = [pointOf(ring, vertex), pointOf(ring, vertex + 1)];
    if (isFar(point, end, around, tolerance)) {
      marks.push({ point, vertex, at: null });
      continue;
    }
    const { at, distance } = nearestOn(line, point);
    const isOn = distance <= tolerance;
    marks.push({ point, vertex, at: isOn ? settledAt(line, at, tolerance) : null });
    marks.push(...marksBetween(point, end, line, tolerance));
  }
  return marks;
}

/** Whether an edge lies beyond one side of the box. */
function isFar(a: Point, b: Point, { x1, y1, x2, y2 }: Box, reach: number): boolean {
  return (
    Math.max(a.x, b.x) < x1 - reach ||
    Math.min(a.x, b.x) > x2 + reach ||
    Math.max(a.y, b.y) < y1 - reach ||
    Math.min(a.y, b.y) > y2 + reach
  );
}

/** A place so near to a point of the line is that point. */
function settledAt(line: Path, at: number, tolerance: number): number {
  const nearest = Math.round(at);
  const [ax, ay] = [line[2 * nearest]!, line[2 * nearest + 1]!];
  const low = Math.min(Math.floor(at), line.length / 2 - 2);
  const [a, b] = [pointOf(line, low), pointOf(line, low + 1)];
  const t = at - low;
  const here = { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
  return distanceBetween(here, { x: ax, y: ay }) <= tolerance ? nearest : at;
}

function marksBetween(a: Point, b: Point, line: Path, tolerance: number): Mark[] {
  const edge = [a.x, a.y, b.x, b.y];
  const found: { mark: Mark; t: number }[] = [];
  for (let at = 0; at < line.length / 2; at++) {
    const point = pointOf(line, at);
    const isAtEnd = [a, b].some((end) => distanceBetween(end, point) <= tolerance);
    if (isAtEnd) continue;
    const { at: t, distance } = nearestOn(edge, point);
    if (distance <= tolerance) found.push({ mark: { point, vertex: null, at }, t });
  }
  return found.sort((p, q) => p.t - q.t).map(({ mark }) => mark);
}

export function runsOf(marks: readonly Mark[], line: Path, tolerance: number): Run[] {
  const count = marks.length;
  const ways = marks.map((mark, k) => wayAlong(mark, marks[(k + 1) % count]!, line, tolerance));
  const runs: Run[] = [];
  for (let first = 0; first < count; first++) {
    const way = ways[first]!;
    if (way === 0 || ways[(first + count - 1) % count] === way) continue;
    let last = first + 1;
    while (ways[last % count] === way && last < first + count) last++;
    runs.push({ first, last: last % count });
  }
  return runs;
}

/** 1 along the line, -1 against it, 0 where the ring between two marks is off it. */
function wayAlong(from: Mark, to: Mark, line: Path, tolerance: number): number {
  if (from.at === null || to.at === null || from.at === to.at) return 0;
  const middle = { x: (from.point.x + to.point.x) / 2, y: (from.point.y + to.point.y) / 2 };
  return nearestOn(line, middle).distance <= tolerance ? Math.sign(to.at - from.at) : 0;
}
