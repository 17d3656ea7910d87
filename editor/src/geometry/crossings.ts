/**
 * Where outlines cross: a sweep over the edges from left to right, so that an edge meets only those
 * beside it. Touching is no crossing; running along each other, or back on oneself, is.
 */
import { edgesOfPath, edgesOfRing, orientation, runsThrough } from "./edges";
import type { Edge } from "./edges";
import { boxOfPath } from "./rings";
import { pointOf, ringsOf } from "./types";
import type { Box, Part, Parts, Path, Point, Ring } from "./types";

/** Where the rings of each part cross themselves or each other; parts may lie on one another. */
export function crossingsOf(parts: Parts): Point[] {
  return parts.flatMap((part) => meetings(edgesOfPart(part)));
}

export function isSound(parts: Parts): boolean {
  return parts.every((part) => meetings(edgesOfPart(part), { first: true }).length === 0);
}

function edgesOfPart(part: Part): Edge[] {
  return ringsOf(part).flatMap((ring) => edgesOfRing(ring));
}

/** Where an open line crosses itself. */
export function pathCrossings(path: Path): Point[] {
  return meetings(edgesOfPath(path));
}

/** A ring some of whose edges are new: `fresh[i]` speaks of the edge from vertex i to the next. */
export interface Reworked {
  readonly ring: Ring;
  readonly fresh: readonly boolean[];
}

/** `ring` with those edges fresh that `before` lacks. */
export function reworkedFrom(before: Ring, ring: Ring): Reworked {
  const nameOf = (of: Ring, i: number): string => {
    const [a, b] = [pointOf(of, i), pointOf(of, i + 1)];
    return `${a.x},${a.y},${b.x},${b.y}`;
  };
  const known = new Set(Array.from({ length: before.length / 2 }, (_, i) => nameOf(before, i)));
  const fresh = Array.from({ length: ring.length / 2 }, (_, i) => !known.has(nameOf(ring, i)));
  return { ring, fresh };
}

/**
 * Whether a new edge crosses anything: old crossings do not count, so that an outline that came
 * broken can still be worked on. Only edges beside the new ones are looked at.
 */
export function crossesAnew(reworked: readonly Reworked[], others: readonly Ring[] = []): boolean {
  const near = freshBox(reworked);
  const worked = reworked.flatMap(({ ring, fresh }) => edgesOfRing(ring, fresh, near));
  const still = others.flatMap((ring) => edgesOfRing(ring, [], near));
  return meetings([...worked, ...still], { first: true, freshOnly: true }).length > 0;
}

function freshBox(reworked: readonly Reworked[]): Box {
  const ends = reworked.flatMap(({ ring, fresh }) => {
    const count = ring.length / 2;
    return ring.filter((_, i) => fresh[i >> 1] || fresh[((i >> 1) + count - 1) % count]);
  });
  return boxOfPath(ends);
}

/** The sweep; sorts `edges`. */
function meetings(edges: Edge[], { first = false, freshOnly = false } = {}): Point[] {
  const found = new Map<string, Point>();
  edges.sort((a, b) => a.minX - b.minX);
  let open: Edge[] = [];
  for (const edge of edges) {
    let kept = 0;
    for (const other of open) {
      if (other.maxX < edge.minX) continue;
      open[kept++] = other;
      if (other.maxY < edge.minY || other.minY > edge.maxY) continue;
      if (freshOnly && !edge.fresh && !other.fresh) continue;
      const point = meeting(edge, other);
      if (!point) continue;
      found.set(`${point.x},${point.y}`, point);
      if (first) return [point];
    }
    open.length = kept;
    open.push(edge);
  }
  return [...found.values()];
}

/** Where two edges cross, run along each other or turn back on themselves. */
function meeting(e: Edge, f: Edge): Point | null {
  const fa = orientation(e.ax, e.ay, e.bx, e.by, f.ax, f.ay);
  const fb = orientation(e.ax, e.ay, e.bx, e.by, f.bx, f.by);
  if (fa * fb > 0) return null;
  if (fa === 0 && fb === 0) return overlap(e, f);
  const ea = orientation(f.ax, f.ay, f.bx, f.by, e.ax, e.ay);
  const eb = orientation(f.ax, f.ay, f.bx, f.by, e.bx, e.by);
  if (ea * eb > 0) return null;
  if (fa * fb < 0 && ea * eb < 0) {
    const t = fa / (fa - fb);
    return { x: f.ax + t * (f.bx - f.ax), y: f.ay + t * (f.by - f.ay) };
  }
  return crossingThrough(e, f, ea, fa);
}

/** Two edges on one line: the middle of what they share; null where that is a point or nothing. */
function overlap(e: Edge, f: Edge): Point | null {
  const wide = Math.abs(e.bx - e.ax) >= Math.abs(e.by - e.ay);
  const low = wide ? Math.max(e.minX, f.minX) : Math.max(e.minY, f.minY);
  const high = wide ? Math.min(e.maxX, f.maxX) : Math.min(e.maxY, f.maxY);
  if (high <= low) return null;
  const [from, to] = wide ? [e.ax, e.bx] : [e.ay, e.by];
  const t = ((low + high) / 2 - from) / (to - from);
  return { x: e.ax + t * (e.bx - e.ax), y: e.ay + t * (e.by - e.ay) };
}

/**
 * Outlines that meet at a vertex: the vertex, where one goes through the other there. Each vertex
 * speaks as the start of its edge, so that it is asked about once.
 */
function crossingThrough(e: Edge, f: Edge, ea: number, fa: number): Point | null {
  const eStarts = ea === 0 && between(f, e.ax, e.ay);
  const fStarts = fa === 0 && between(e, f.ax, f.ay);
  if (!eStarts && !fStarts) return null;
  const at = eStarts ? { x: e.ax, y: e.ay } : { x: f.ax, y: f.ay };
  const ends = [e, f].some(({ bx, by }) => bx === at.x && by === at.y);
  return !ends && runsThrough(e, f, at) ? at : null;
}

function between(edge: Edge, x: number, y: number): boolean {
  return x >= edge.minX && x <= edge.maxX && y >= edge.minY && y <= edge.maxY;
}
