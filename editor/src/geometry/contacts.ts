/** A drawn line and the outline it meets. */
import { boxesMeet } from "./edges";
import { boxOfPath, pathLength } from "./rings";
import { pointOf } from "./types";
import type { Box, Path, Point, Ring } from "./types";

/** Where a line meets a ring: at `at` of the line, 2.5 in the middle of its third piece. */
export interface Contact {
  readonly at: number;
  readonly point: Point;
}

/** Every place where the line goes from one side of the ring to the other, in the line's order. */
export function contactsOf(path: Path, ring: Ring): Contact[] {
  const edges = edgesIn(ring, boxOfPath(path));
  const found: Contact[] = [];
  for (let i = 0; i + 3 < path.length; i += 2) {
    const piece = path.slice(i, i + 4);
    const box = boxOfPath(piece);
    for (const edge of edges) {
      if (!boxesMeet(ring, edge, (edge + 2) % ring.length, box)) continue;
      const u = shareOfCrossing(piece, ring, edge);
      if (u === null) continue;
      const [x1, y1, x2, y2] = piece as [number, number, number, number];
      found.push({ at: i / 2 + u, point: { x: x1 + u * (x2 - x1), y: y1 + u * (y2 - y1) } });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Edges, by the place of their first vertex in the ring, whose box meets `box`. */
function edgesIn(ring: Ring, box: Box): number[] {
  const edges: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    if (boxesMeet(ring, i, (i + 2) % ring.length, box)) edges.push(i);
  }
  return edges;
}

/**
 * The share of the piece at which it crosses the edge. A point on a line counts as beyond it, of
 * the line's points as of the ring's, so that a crossing through a vertex is one crossing.
 */
function shareOfCrossing(piece: Path, ring: Ring, edge: number): number | null {
  const [px, py, qx, qy] = piece as [number, number, number, number];
  const a = pointOf(ring, edge / 2);
  const b = pointOf(ring, edge / 2 + 1);
  const sideOfA = (qx - px) * (a.y - py) - (qy - py) * (a.x - px);
  const sideOfB = (qx - px) * (b.y - py) - (qy - py) * (b.x - px);
  if (sideOfA > 0 === sideOfB > 0) return null;
  const sideOfP = (b.x - a.x) * (py - a.y) - (b.y - a.y) * (px - a.x);
  const sideOfQ = (b.x - a.x) * (qy - a.y) - (b.y - a.y) * (qx - a.x);
  if (sideOfP > 0 === sideOfQ > 0) return null;
  return sideOfP / (sideOfP - sideOfQ);
}

/** The point at `at` of the line. */
export function pointAlong(path: Path, at: number): Point {
  const index = Math.min(Math.floor(at), path.length / 2 - 2);
  const [x1, y1, x2, y2] = path.slice(index * 2, index * 2 + 4) as [number, number, number, number];
  const u = at - index;
  return { x: x1 + u * (x2 - x1), y: y1 + u * (y2 - y1) };
}

/** The line from one place of it to another, both included. */
export function lineBetween(path: Path, from: number, to: number): number[] {
  const [start, end] = [pointAlong(path, from), pointAlong(path, to)];
  const own = path.slice((Math.floor(from) + 1) * 2, Math.ceil(to) * 2);
  return [start.x, start.y, ...own, end.x, end.y];
}

/** Pixels along the line between two places of it. */
export function lengthBetween(path: Path, from: number, to: number): number {
  return pathLength(lineBetween(path, from, to));
}

/** The place `length` pixels on from `at`, the line's end at most. */
export function advanced(path: Path, at: number, length: number): number {
  const last = path.length / 2 - 1;
  let left = length;
  for (let from = at; from < last;) {
    const to = Math.floor(from) + 1;
    const piece = lengthBetween(path, from, to);
    if (piece >= left) return from + (to - from) * (piece === 0 ? 0 : left / piece);
    left -= piece;
    from = to;
  }
  return last;
}

/** The line without its loops: where it crosses itself, what lies between the two passages goes. */
export function withoutLoops(path: Path): number[] {
  const kept = path.slice(0, 2);
  for (let i = 2; i < path.length; i += 2) {
    for (let hit = firstHit(kept, path[i]!, path[i + 1]!); hit;) {
      kept.length = hit.piece * 2 + 2;
      kept.push(hit.point.x, hit.point.y);
      hit = firstHit(kept, path[i]!, path[i + 1]!);
    }
    kept.push(path[i]!, path[i + 1]!);
  }
  return kept;
}

/** The first piece of the line that the next one, to (x, y), would cross; its neighbour cannot. */
function firstHit(path: Path, x: number, y: number): { piece: number; point: Point } | null {
  const next = [path.at(-2)!, path.at(-1)!, x, y];
  for (let piece = 0; piece * 2 + 5 < path.length; piece += 1) {
    const u = shareOfCrossing(path.slice(piece * 2, piece * 2 + 4), next, 0);
    if (u !== null && u > 0) return { piece, point: pointAlong(path, piece + u) };
  }
  return null;
}
