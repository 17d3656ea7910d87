/**
 * clipper2-ts made trustworthy. It is silently wrong where a vertex lies a few units beside another
 * outline's edge, so vertices go in on a grid a hundred times coarser than its units; and because
 * |A| + |B| = |A u B| + |A n B| for any two areas, every result is checked against its counterpart.
 * A result that fails is worked out again on the mirrored plane, where the sweep meets the edges in
 * another order.
 */
// Its modules one by one: the whole would add 12 kB (gzipped) that nothing here uses.
import { ClipType, FillRule, type Path64, type Paths64 } from "clipper2-ts/dist/Core.js";
import { Clipper64 } from "clipper2-ts/dist/Engine.js";
import { signedArea } from "./rings";
import type { Part, Parts, Path } from "./types";

export type Operation = "union" | "difference" | "intersection";

/** Units of clipper a grid step, and a pixel. */
export const UNITS_A_STEP = 100;
export const UNITS = 10_000;

/** Rounding crossings to a unit may move an area by this, square pixels. */
const ROUNDING = 0.01;

/** What must add up: the area of a result and of its counterpart, to |A| or to |A| + |B|. */
const CHECKS = {
  union: { type: ClipType.Union, counterpart: ClipType.Intersection, shares: [1, 1] },
  difference: { type: ClipType.Difference, counterpart: ClipType.Intersection, shares: [1, 0] },
  intersection: { type: ClipType.Intersection, counterpart: ClipType.Difference, shares: [1, 0] },
} as const;

/** The plane as it is and three ways to mirror it; each is its own inverse. */
type View = (point: { x: number; y: number }) => { x: number; y: number };
const VIEWS: readonly View[] = [
  (point) => point,
  ({ x, y }) => ({ x: y, y: x }),
  ({ x, y }) => ({ x, y: -y }),
  ({ x, y }) => ({ x: -y, y: -x }),
];

/** A ring in whole units, outer ones wound positively and holes negatively. */
export type Outline = Path64;

/** The rings of sound parts that do not overlap, rounded to the grid. */
export function outlinesOf(parts: Parts): Outline[] {
  return parts.flatMap(outlinesOfPart);
}

function outlinesOfPart({ outer, holes }: Part): Outline[] {
  return [outline(outer, true), ...holes.map((hole) => outline(hole, false))];
}

function outline(ring: Path, positive: boolean): Outline {
  const line = lineOf(ring);
  return signedArea(ring) > 0 === positive ? line : line.reverse();
}

/** A line in units, rounded to the grid. */
export function lineOf(path: Path): Path64 {
  const line: Path64 = [];
  for (let i = 0; i < path.length; i += 2) {
    line.push({ x: inUnits(path[i]!), y: inUnits(path[i + 1]!) });
  }
  return line;
}

function inUnits(value: number): number {
  return Math.round(value * 100) * UNITS_A_STEP;
}

/** The area that `outlines` enclose, square pixels. */
export function areaOf(outlines: readonly Outline[]): number {
  return outlines.reduce((sum, path) => sum + pathArea(path), 0);
}

function pathArea(path: Outline): number {
  const origin = path[0];
  if (!origin) return 0;
  let twice = 0;
  let last = path[path.length - 1]!;
  for (const point of path) {
    twice +=
      (last.x - origin.x) * (point.y - origin.y) - (point.x - origin.x) * (last.y - origin.y);
    last = point;
  }
  return twice / 2 / UNITS / UNITS;
}

/** What `operation` makes of two areas; of several tries the one that adds up best. */
export function combined(operation: Operation, a: Outline[], b: Outline[]): Outline[] {
  const [ofA, ofB] = CHECKS[operation].shares;
  const expected = ofA * areaOf(a) + ofB * areaOf(b);
  const allowed = ROUNDING + 1e-7 * expected;
  let best = { outlines: [] as Outline[], off: Infinity };
  for (const view of VIEWS) {
    const { outlines, area } = attempt(operation, a, b, view);
    const off = Math.abs(area - expected);
    if (off < best.off) best = { outlines, off };
    if (off <= allowed) break;
  }
  return best.outlines;
}

/** `area` is that of the result and its counterpart together. */
function attempt(operation: Operation, a: Outline[], b: Outline[], view: View) {
  const { type, counterpart } = CHECKS[operation];
  const clipper = new Clipper64();
  clipper.addSubject(seen(a, view));
  clipper.addClip(seen(b, view));
  const outlines = seen(execute(clipper, type), view);
  const rest = seen(execute(clipper, counterpart), view);
  return { outlines, area: areaOf(outlines) + areaOf(rest) };
}

function execute(clipper: Clipper64, type: ClipType): Outline[] {
  const solution: Paths64 = [];
  clipper.execute(type, FillRule.EvenOdd, solution);
  return solution;
}

/** Mirrored for the sweep, or back; a mirror turns rings around, which is undone. */
function seen(outlines: Outline[], view: View): Outline[] {
  if (view === VIEWS[0]) return outlines;
  return outlines.map((path) => path.map(view).reverse());
}
