/** Borders between instances: outlines that follow one another, snapping and tracing. */
import { nearestEdge, nearestVertex } from "./hits";
import { pathLength, reversed, withoutRepeats } from "./rings";
import {
  type EdgePlace,
  type Parts,
  type Point,
  type Ring,
  pointOf,
  ringAt,
  snapped,
} from "./types";

export { follow } from "./follow";

export interface Snap {
  readonly key: string;
  readonly place: EdgePlace;
  /** Whether `place` is a vertex, with its exact coordinates. */
  readonly vertex: boolean;
}

/** The nearest place of another's outline within `reach` pixels; a vertex wins over an edge. */
export function snap(others: ReadonlyMap<string, Parts>, point: Point, reach: number): Snap | null {
  const snaps = [...others].flatMap(([key, parts]) => {
    const vertex = vertexPlace(parts, point, reach);
    const place = vertex ?? nearestEdge(parts, point, reach);
    return place ? [{ key, place, vertex: vertex !== null }] : [];
  });
  const [best] = snaps.sort(
    (a, b) => Number(b.vertex) - Number(a.vertex) || a.place.distance - b.place.distance,
  );
  return best ?? null;
}

function vertexPlace(parts: Parts, point: Point, reach: number): EdgePlace | null {
  const found = nearestVertex(parts, point, reach);
  if (!found) return null;
  const { ref, distance } = found;
  return { ...ref, t: 0, point: pointOf(ringAt(parts, ref)!, ref.vertex), distance };
}

/**
 * The boundary of one ring between two places, both included, with its exact vertices: the shorter
 * way round unless `longer`. Places between vertices are put on the grid.
 */
export function trace(parts: Parts, from: EdgePlace, to: EdgePlace, longer = false): number[] {
  const ring = ringAt(parts, from);
  if (!ring) return [];
  const forward = onward(ring, from, to);
  const back = reversed(onward(ring, to, from));
  return pathLength(forward) <= pathLength(back) !== longer ? forward : back;
}

/** From one place on in the ring's order to another. */
function onward(ring: Ring, from: EdgePlace, to: EdgePlace): number[] {
  const count = ring.length / 2;
  const isAhead = from.vertex === to.vertex && from.t <= to.t;
  const steps = isAhead ? 0 : (to.vertex - from.vertex + count) % count || count;
  const points = [exact(ring, from)];
  for (let k = 1; k <= steps; k++) points.push(pointOf(ring, from.vertex + k));
  points.push(exact(ring, to));
  return withoutRepeats(
    points.flatMap(({ x, y }) => [x, y]),
    false,
  );
}

function exact(ring: Ring, { vertex, t, point }: EdgePlace): Point {
  return t === 0 ? pointOf(ring, vertex) : { x: snapped(point.x), y: snapped(point.y) };
}
