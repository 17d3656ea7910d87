/** Edges of rings and paths as the search for crossings wants them. */
import type { Box, Path, Point, Ring } from "./types";

/** From a to b; `before` is the vertex that comes before a, or a itself at the start of a path. */
export interface Edge {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly beforeX: number;
  readonly beforeY: number;
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
  readonly fresh: boolean;
}

/**
 * The edges of a ring, those without length left out: all of them fresh unless `fresh` says which,
 * and only those whose box meets `within`.
 */
export function edgesOfRing(ring: Ring, fresh?: readonly boolean[], within?: Box): Edge[] {
  const edges: Edge[] = [];
  let before = ring.length - 2;
  while (before > 0 && isSame(ring, before, 0)) before -= 2;
  for (let a = 0; a < ring.length; a += 2) {
    const b = a + 2 < ring.length ? a + 2 : 0;
    if (isSame(ring, a, b)) continue;
    if (!within || boxesMeet(ring, a, b, within)) {
      edges.push(edge(ring, before, a, b, fresh ? fresh[a / 2] === true : true));
    }
    before = a;
  }
  return edges;
}

/** Of the edge between the points at `a` and `b` of the path, and a box. */
export function boxesMeet(path: Path, a: number, b: number, box: Box): boolean {
  const ax = path[a]!;
  const bx = path[b]!;
  if ((ax < box.x1 && bx < box.x1) || (ax > box.x2 && bx > box.x2)) return false;
  const ay = path[a + 1]!;
  const by = path[b + 1]!;
  return !((ay < box.y1 && by < box.y1) || (ay > box.y2 && by > box.y2));
}

export function edgesOfPath(path: Path): Edge[] {
  const edges: Edge[] = [];
  let before = 0;
  for (let a = 0; a + 3 < path.length; a += 2) {
    if (isSame(path, a, a + 2)) continue;
    edges.push(edge(path, before, a, a + 2, true));
    before = a;
  }
  return edges;
}

function isSame(path: Path, i: number, j: number): boolean {
  return path[i] === path[j] && path[i + 1] === path[j + 1];
}

function edge(path: Path, before: number, a: number, b: number, fresh: boolean): Edge {
  const ax = path[a]!;
  const ay = path[a + 1]!;
  const bx = path[b]!;
  const by = path[b + 1]!;
  return {
    ax,
    ay,
    bx,
    by,
    beforeX: path[before]!,
    beforeY: path[before + 1]!,
    minX: ax < bx ? ax : bx,
    maxX: ax < bx ? bx : ax,
    minY: ay < by ? ay : by,
    maxY: ay < by ? by : ay,
    fresh,
  };
}

/** Below this many square pixels, points count as on one line; on the grid nothing is smaller. */
const ON_LINE = 1e-6;

/** Twice the area of a, b, c: positive where they turn from x to y, 0 on one line. */
export function orientation(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): number {
  const twice = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  return Math.abs(twice) < ON_LINE ? 0 : twice;
}

/** Whether the outline of `f` passes from one side of that of `e` to the other at `at`, on both. */
export function runsThrough(e: Edge, f: Edge, at: Point): boolean {
  if (beginsAt(e, at) || beginsAt(f, at)) return false;
  const [eIn, fIn] = [e, f].map((one) => {
    const starts = one.ax === at.x && one.ay === at.y;
    return starts ? bearing(at, one.beforeX, one.beforeY) : bearing(at, one.ax, one.ay);
  });
  const eOut = bearing(at, e.bx, e.by);
  const fOut = bearing(at, f.bx, f.by);
  const [width, a, b] = [turn(eOut, eIn!), turn(eOut, fIn!), turn(eOut, fOut)];
  const onEdge = [a, b].some((angle) => angle === 0 || angle === width);
  return !onEdge && a < width !== b < width;
}

function beginsAt(e: Edge, at: Point): boolean {
  return e.ax === at.x && e.ay === at.y && e.beforeX === at.x && e.beforeY === at.y;
}

function bearing(at: Point, x: number, y: number): number {
  return Math.atan2(y - at.y, x - at.x);
}

/** From one bearing on to another, 0 or more and less than a full turn. */
function turn(from: number, to: number): number {
  const angle = to - from;
  return angle < 0 ? angle + 2 * Math.PI : angle;
}
