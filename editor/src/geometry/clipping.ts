/**
 * clipper2-ts made trustworthy. It is silently wrong where a vertex lies a few units beside another
 * outline's edge, so vertices go in on a grid a hundred times coarser than its units; and because
 * |A| + |B| = |A u B| + |A n B| for any two areas, every result is checked against its counterpart.
 * A result that fails is worked out again on the mirrored plane, where the sweep meets the edges in
 * another order.
 */
import { Clipper64, ClipType, FillRule, type Path64, type Paths64 } from "clipper2-ts";
import { signedArea } from "./rings";
import type { Part, Parts, Path } from "./types";

export type Operation = "union" | "difference" | "intersection";

/** Units of clipper a grid step, and a pixel. */
const UNITS_A_STEP = 100;
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

/** The rings of `parts` for clipper, rounded to the grid. Parts must not overlap one another. */
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

/** The area that `outlines` enclose by their winding, square pixels. */
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

/** What `operation` makes of two areas, each read by the even-odd rule. */
export function combined(operation: Operation, a: Outline[], b: Outline[]): Outline[] {
  const first = attempt(operation, a, b, 0);
  if (isBalanced(operation, first, areaOf(a), areaOf(b))) return first.outlines;
  const [areaA, areaB] = [areaOf(evenOdd(a)), areaOf(evenOdd(b))];
  let best = first;
  for (let view = 0; !isBalanced(operation, best, areaA, areaB) && view < VIEWS.length; view++) {
    const next = view ? attempt(operation, a, b, view) : first;
    if (offBy(operation, next, areaA, areaB) < offBy(operation, best, areaA, areaB)) best = next;
  }
  return best.outlines;
}

/** What an odd number of turns encloses: outlines that do not cross. */
export function evenOdd(outlines: Outline[]): Outline[] {
  return execute(loaded(outlines, []), ClipType.Union, FillRule.EvenOdd);
}

/** What any turn encloses, of outlines wound alike. */
export function nonZero(outlines: Outline[]): Outline[] {
  return execute(loaded(outlines, []), ClipType.Union, FillRule.NonZero);
}

interface Attempt {
  outlines: Outline[];
  /** Of the result and its counterpart together. */
  area: number;
}

function attempt(operation: Operation, a: Outline[], b: Outline[], view: number): Attempt {
  const { type, counterpart } = CHECKS[operation];
  const clipper = loaded(seen(a, view), seen(b, view));
  const outlines = seen(execute(clipper, type, FillRule.EvenOdd), view);
  const rest = seen(execute(clipper, counterpart, FillRule.EvenOdd), view);
  return { outlines, area: areaOf(outlines) + areaOf(rest) };
}

function offBy(operation: Operation, { area }: Attempt, areaA: number, areaB: number): number {
  const [ofA, ofB] = CHECKS[operation].shares;
  return Math.abs(area - ofA * areaA - ofB * areaB);
}

function isBalanced(operation: Operation, tried: Attempt, areaA: number, areaB: number): boolean {
  return offBy(operation, tried, areaA, areaB) <= ROUNDING + 1e-7 * (areaA + areaB);
}

function loaded(subject: Paths64, clip: Paths64): Clipper64 {
  const clipper = new Clipper64();
  clipper.addSubject(subject);
  clipper.addClip(clip);
  return clipper;
}

function execute(clipper: Clipper64, type: ClipType, rule: FillRule): Outline[] {
  const solution: Paths64 = [];
  clipper.execute(type, rule, solution);
  return solution;
}

/** Mirrored for the sweep, or back; a mirror turns rings around, which is undone. */
function seen(outlines: Outline[], view: number): Outline[] {
  if (view === 0) return outlines;
  return outlines.map((path) => path.map(VIEWS[view]!).reverse());
}
