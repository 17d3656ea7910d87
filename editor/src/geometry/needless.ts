/** Points that only the cutting put on a straight edge. */
import type { Sources } from "./sources";
import { GRID } from "./types";

/** How far a crossing may lie off its edge once it is on the grid, pixels. */
const OFF_EDGE = 0.75 * GRID;
const EXACT = 1e-6;

interface XY {
  readonly x: number;
  readonly y: number;
}

/** A point of a result. */
export interface Knot extends XY {
  /** The source vertex that it is; -1 when it is new. */
  readonly vertex: number;
  /** Whether a source ring runs through it along both its edges. */
  readonly isPassed: boolean;
  /** All source vertices at its place on the grid. */
  readonly at: readonly number[];
}

const WAYS = [1, -1] as const;

/**
 * Without points on a straight edge: new ones on a source's edge, corners where two sources met
 * along a seam that is gone, and any that is exactly on it, unless a source has the point on such
 * an edge too.
 */
export function withoutNeedless(knots: readonly Knot[], sources: Sources): Knot[] {
  const kept: Knot[] = [];
  knots.forEach((knot, k) => {
    const before = kept[kept.length - 1] ?? knots[knots.length - 1]!;
    const after = knots[(k + 1) % knots.length]!;
    if (knot.isPassed || !isNeedless(knot, before, after, sources)) kept.push(knot);
  });
  return kept;
}

function isNeedless(knot: Knot, before: Knot, after: Knot, sources: Sources): boolean {
  if (!isOnSegment(knot, before, after, OFF_EDGE)) return false;
  if (isOnSources(knot, before, after, sources)) return false;
  if (isOnSegment(knot, before, after, EXACT)) return true;
  if (knot.vertex >= 0) return isSeam(knot, before, after, sources);
  const isFrom = (end: Knot, other: Knot) =>
    end.at.some((vertex) => WAYS.some((by) => isOnEdge(other, vertex, by, sources)));
  return isFrom(before, after) || isFrom(after, before);
}

/** Whether a source ring runs by `knot` as the result does. */
function isOnSources(knot: Knot, before: Knot, after: Knot, sources: Sources): boolean {
  return knot.at.some((vertex) =>
    WAYS.some(
      (by) => isOnEdge(before, vertex, back(by), sources) && isOnEdge(after, vertex, by, sources),
    ),
  );
}

/** Whether the result comes along one source and leaves along another that it ran beside before. */
function isSeam(knot: Knot, before: Knot, after: Knot, sources: Sources): boolean {
  const comings = edgesTowards(before, knot, sources);
  const leavings = edgesTowards(after, knot, sources);
  return comings.some((p) => leavings.some((q) => areBeside(p, q, sources)));
}

/** An edge from a vertex. */
interface Way {
  vertex: number;
  by: 1 | -1;
}

/** Of the sources' edges from `knot` those that go on, as `end` lies on the other side of it. */
function edgesTowards(end: Knot, knot: Knot, sources: Sources): Way[] {
  return knot.at.flatMap((vertex) =>
    WAYS.filter((by) => isOnEdge(end, vertex, back(by), sources)).map((by) => ({ vertex, by })),
  );
}

function areBeside(p: Way, q: Way, sources: Sources): boolean {
  if (sources.ringOf(p.vertex) === sources.ringOf(q.vertex)) return false;
  const isOn = (end: Way, edge: Way) =>
    isOnEdge(pointOf(sources.next(end.vertex, end.by), sources), edge.vertex, edge.by, sources);
  return isOn(p, q) || isOn(q, p);
}

function back(by: 1 | -1): 1 | -1 {
  return by === 1 ? -1 : 1;
}

function isOnEdge(point: XY, vertex: number, by: 1 | -1, sources: Sources): boolean {
  const [a, b] = [pointOf(vertex, sources), pointOf(sources.next(vertex, by), sources)];
  return isOnSegment(point, a, b, OFF_EDGE);
}

function pointOf(vertex: number, sources: Sources): XY {
  return { x: sources.exactX(vertex), y: sources.exactY(vertex) };
}

function isOnSegment(point: XY, a: XY, b: XY, tolerance: number): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return false;
  const t = ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared;
  const off = ((point.x - a.x) * dy - (point.y - a.y) * dx) ** 2;
  return t >= 0 && t <= 1 && off <= tolerance * tolerance * squared;
}
