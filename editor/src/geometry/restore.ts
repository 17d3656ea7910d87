/**
 * From clipper's outlines back to rings: every vertex that went in comes out with its own exact
 * coordinates, order and start, a ring that did not change is the same object, and points that only
 * the cutting put on a straight edge are gone.
 */
import { type Outline, UNITS_A_STEP } from "./clipping";
import { type Knot, withoutNeedless } from "./needless";
import { signedArea } from "./rings";
import type { Sources } from "./sources";
import type { Ring } from "./types";

/** Rings smaller than this, square pixels, are left over from rounding and dropped. */
const SLIVER = 0.01;

export interface Restored {
  ring: Ring;
  isHole: boolean;
  /** The source ring most of it comes from; -1 when all of it is new. */
  origin: number;
}

/** A place on the grid, in steps, and the source vertices there. */
interface Place {
  x: number;
  y: number;
  at: number[];
}

/**
 * What of the sources runs along one edge: from and to are -1 where no ring runs from end to end.
 */
interface Run {
  from: number;
  to: number;
  by: 1 | -1;
  between: number[];
}

/** The rings of `outlines`, parted where one touches itself; slivers left out. */
export function restored(outlines: readonly Outline[], sources: Sources): Restored[] {
  return outlines
    .flatMap((outline) => simpleLoops(placesOf(outline, sources)))
    .flatMap((loop) => restoredLoop(loop, sources));
}

function placesOf(outline: Outline, sources: Sources): Place[] {
  return outline.map((point) => {
    const x = Math.round(point.x / UNITS_A_STEP) + 0;
    const y = Math.round(point.y / UNITS_A_STEP) + 0;
    return { x, y, at: sources.at(x, y) };
  });
}

/** Loops that pass no place twice: one is set apart whenever a place comes again. */
function simpleLoops(places: readonly Place[]): Place[][] {
  const loops: Place[][] = [];
  const open: Place[] = [];
  const position = new Map<string, number>();
  for (const place of places) {
    const key = `${place.x} ${place.y}`;
    const before = position.get(key);
    if (before !== undefined) {
      const loop = open.splice(before);
      for (const { x, y } of loop) position.delete(`${x} ${y}`);
      loops.push(loop);
    }
    position.set(key, open.length);
    open.push(place);
  }
  return [...loops, open].filter((loop) => loop.length > 2);
}

function restoredLoop(loop: readonly Place[], sources: Sources): Restored[] {
  const knots = withoutNeedless(knotsOf(loop, sources), sources);
  if (knots.length < 3) return [];
  const ring = knots.flatMap(({ x, y }) => [x, y]);
  const area = signedArea(ring);
  if (Math.abs(area) < SLIVER) return [];
  const origin = mainOrigin(knots, sources);
  return [{ ring: asBefore(knots, origin, sources), isHole: area < 0, origin }];
}

function knotsOf(loop: readonly Place[], sources: Sources): Knot[] {
  const count = loop.length;
  const runs = loop.map((place, k) => runAlong(place, loop[(k + 1) % count]!, sources));
  return loop.flatMap((place, k) => {
    const [into, out] = [runs[(k + count - 1) % count]!, runs[k]!];
    const between = out.between.map((vertex) =>
      knot(placeOf(vertex, sources), vertex, true, sources),
    );
    return [...knotsAt(place, into, out, sources), ...between];
  });
}

/**
 * The point or, where several vertices of a ring share a place on the grid, the points at `place`.
 */
function knotsAt(place: Place, into: Run, out: Run, sources: Sources): Knot[] {
  const known = [into.to, out.from].filter((vertex) => vertex >= 0);
  if (known.length === 2 && into.by === out.by) {
    const passed = sharedStretch(place, into.to, out.from, into.by, sources);
    if (passed) return passed.map((vertex) => knot(place, vertex, true, sources));
  }
  const vertex = known.length ? Math.min(...known) : (place.at[0] ?? -1);
  return [knot(place, vertex, false, sources)];
}

function placeOf(vertex: number, sources: Sources): Place {
  return { x: sources.stepX(vertex), y: sources.stepY(vertex), at: [vertex] };
}

function knot(place: Place, vertex: number, isPassed: boolean, sources: Sources): Knot {
  const x = vertex < 0 ? place.x / 100 : sources.exactX(vertex);
  const y = vertex < 0 ? place.y / 100 : sources.exactY(vertex);
  return { x, y, vertex, isPassed, at: place.at };
}

/** The vertices from one to another when all of them are at `place`. */
function sharedStretch(place: Place, from: number, to: number, by: 1 | -1, sources: Sources) {
  const stretch = [from];
  for (let at = from; at !== to; stretch.push(at)) {
    at = sources.next(at, by);
    if (at === from || !sources.isAt(at, place.x, place.y)) return null;
  }
  return stretch;
}

/** The source ring along the edge from `a` to `b`; clipper drops vertices that share a place. */
function runAlong(a: Place, b: Place, sources: Sources): Run {
  let best: Run | null = null;
  for (const from of a.at) {
    for (const by of [1, -1] as const) {
      const { between, to } = walk(from, by, a, b, sources);
      if (to >= 0 && between.length === 0) return { from, to, by, between };
      if (to >= 0 && !(best && best.between.length <= between.length)) {
        best = { from, to, by, between };
      }
    }
  }
  return best ?? { from: -1, to: -1, by: 1, between: straysAlong(a, b, sources) };
}

/** Vertices after `from` as long as they stay on the segment; `to` is the one at its end, or -1. */
function walk(from: number, by: 1 | -1, a: Place, b: Place, sources: Sources) {
  const between: number[] = [];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  let reached = 0;
  for (let v = sources.next(from, by); v !== from; v = sources.next(v, by)) {
    if (sources.isAt(v, b.x, b.y)) return { between, to: v };
    const [vx, vy] = [sources.stepX(v) - a.x, sources.stepY(v) - a.y];
    const along = vx * dx + vy * dy;
    if (vx * dy !== vy * dx || along < reached || along > dx * dx + dy * dy) break;
    reached = along;
    between.push(v);
  }
  return { between, to: -1 };
}

/** Where the edge is only part of a ring's: the vertices on it next to either end. */
function straysAlong(a: Place, b: Place, sources: Sources): number[] {
  const after = longestWalk(a, b, sources);
  return [
    ...after,
    ...longestWalk(b, a, sources)
      .reverse()
      .filter((v) => !after.includes(v)),
  ];
}

function longestWalk(a: Place, b: Place, sources: Sources): number[] {
  const walks = a.at.flatMap((from) =>
    ([1, -1] as const).map((by) => walk(from, by, a, b, sources).between),
  );
  return walks.reduce((best, other) => (other.length > best.length ? other : best), []);
}

/**
 * The source ring that all of it is; else the first with an edge's worth of points in it, or -1.
 */
function mainOrigin(knots: readonly Knot[], sources: Sources): number {
  const votes = new Map<number, number>();
  for (const { vertex, at } of knots) {
    const rings = new Set((vertex < 0 ? at : [vertex, ...at]).map((v) => sources.ringOf(v)));
    for (const ring of rings) votes.set(ring, (votes.get(ring) ?? 0) + 1);
  }
  const isAll = ([ring, count]: [number, number]) =>
    count === knots.length && sources.rings[ring]!.length === 2 * count;
  const candidates = [...votes].sort(([a], [b]) => a - b);
  const found = candidates.find(isAll) ?? candidates.find(([, count]) => count > 1);
  return (found ?? candidates[0])?.[0] ?? -1;
}

/** The coordinates, run the way of ring `origin` and from its first vertex that is still there. */
function asBefore(knots: readonly Knot[], origin: number, sources: Sources): Ring {
  const source = sources.rings[origin];
  if (!source) return knots.flatMap(({ x, y }) => [x, y]);
  const own = knots.map((knot) => vertexIn(origin, knot, sources));
  if (runsBack(own, sources)) {
    own.reverse();
    knots = [...knots].reverse();
  }
  const first = own.indexOf(Math.min(...own.filter((vertex) => vertex >= 0)));
  const start = sources.startOf(origin);
  const isSame = own.every((_, k) => own[(first + k) % own.length] === start + k);
  if (isSame && source.length === 2 * own.length) return source;
  return [...knots.slice(first), ...knots.slice(0, first)].flatMap(({ x, y }) => [x, y]);
}

/** The vertex of ring `origin` that is the knot, -1 for none. */
function vertexIn(origin: number, { vertex, at }: Knot, sources: Sources): number {
  if (vertex >= 0 && sources.ringOf(vertex) === origin) return vertex;
  return at.find((other) => sources.ringOf(other) === origin) ?? -1;
}

/** Whether the vertices follow one another backwards more often than forwards. */
function runsBack(vertices: readonly number[], sources: Sources): boolean {
  let forward = 0;
  vertices.forEach((vertex, k) => {
    const after = vertices[(k + 1) % vertices.length]!;
    if (vertex < 0 || after < 0) return;
    if (sources.next(vertex, 1) === after) forward++;
    if (sources.next(vertex, -1) === after) forward--;
  });
  return forward < 0;
}
