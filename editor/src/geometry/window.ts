/**
 * A part cut to a box around the work, so that a stroke on an outline of thousands of points costs
 * as much as on a small one. The cut is remembered as gates: where the outline enters and leaves
 * the box.
 */
import { nested } from "./nesting";
import { boxOfPath, contains, reversed, signedArea } from "./rings";
import { type Box, type Part, type Parts, type Point, type Ring, ringsOf } from "./types";

/** Pixels between the work and the sides of the window. */
const MARGIN = 2;

/** Gates nearer to each other, pixels, might come back in another order. */
const LEAST_GAP = 0.1;

/** Where a ring goes into or out of the window, on its edge from `edge` to the next vertex. */
export interface Gate extends Point {
  readonly isIn: boolean;
  readonly ring: number;
  readonly edge: number;
  /** Along the sides of the window from its top left corner, the way x turns to y. */
  readonly at: number;
}

/** From a gate to the next of its ring: inside the window, or outside. */
export interface Stretch {
  readonly from: Gate;
  readonly to: Gate;
}

export interface Window {
  /** What of the part lies in the window. */
  readonly parts: Parts;
  readonly frame: Ring;
  /**
   * The part's rings, wound with the inside on the left: outer ones positively, holes negatively.
   */
  readonly rings: readonly Ring[];
  readonly inside: readonly Stretch[];
  readonly outside: readonly Stretch[];
  /** Rings, by number, that the window does not cut and that lie outside it. */
  readonly away: readonly number[];
}

/**
 * The window around `work` on a part. Null where it cannot be told what is inside: the outline
 * crosses itself, or runs too close to a corner or to itself where it enters.
 */
export function windowOn(part: Part, work: Box): Window | null {
  const box = windowBox(work);
  const rings = ringsOf(part).map((ring, r) =>
    signedArea(ring) > 0 === (r === 0) ? ring : reversed(ring),
  );
  const gates = rings.map((ring, r) => gatesOf(ring, r, box));
  const stretches = gates.flatMap(stretchesOf);
  const inside = stretches.filter(({ from }) => from.isIn);
  const frame = [box.x1, box.y1, box.x2, box.y1, box.x2, box.y2, box.x1, box.y2];
  const uncut = rings.map((_, r) => r).filter((r) => gates[r]!.length === 0);
  const within = uncut.filter((r) => isInside(rings[r]!, box));
  const outers = outlinesIn(part, rings, inside, gates.flat(), frame, box);
  if (!outers) return null;
  return {
    parts: nested(
      outers,
      within.map((r) => ringsOf(part)[r]!),
    ),
    frame,
    rings,
    inside,
    outside: stretches.filter(({ from }) => !from.isIn),
    away: uncut.filter((r) => !within.includes(r)),
  };
}

/** Its sides lie between the lines of the grid, so that no vertex on the grid lies on them. */
function windowBox({ x1, y1, x2, y2 }: Box): Box {
  return {
    x1: Math.floor(x1) - MARGIN + 0.004,
    y1: Math.floor(y1) - MARGIN + 0.004,
    x2: Math.ceil(x2) + MARGIN + 0.006,
    y2: Math.ceil(y2) + MARGIN + 0.006,
  };
}

function isInside(ring: Ring, box: Box): boolean {
  const { x1, y1, x2, y2 } = boxOfPath(ring);
  return x1 > box.x1 && y1 > box.y1 && x2 < box.x2 && y2 < box.y2;
}

/** In the ring's order. */
function gatesOf(ring: Ring, number: number, box: Box): Gate[] {
  const gates: Gate[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const k = i + 2 < ring.length ? i + 2 : 0;
    const [ax, ay, bx, by] = [ring[i]!, ring[i + 1]!, ring[k]!, ring[k + 1]!];
    if (isBeside(ax, ay, bx, by, box) || (isIn(ax, ay, box) && isIn(bx, by, box))) continue;
    const [enters, leaves] = spanIn(ax, ay, bx, by, box);
    if (enters >= leaves) continue;
    for (const t of [enters, leaves]) {
      if (t === 0 || t === 1) continue;
      const [x, y] = onSide(ax + t * (bx - ax), ay + t * (by - ay), box);
      const at = alongSides(x, y, box);
      gates.push({ x, y, isIn: t === enters, ring: number, edge: i / 2, at });
    }
  }
  return gates;
}

function isIn(x: number, y: number, box: Box): boolean {
  return x > box.x1 && x < box.x2 && y > box.y1 && y < box.y2;
}

/** Whether an edge lies wholly beyond one side. */
function isBeside(ax: number, ay: number, bx: number, by: number, box: Box): boolean {
  return (
    (ax < box.x1 && bx < box.x1) ||
    (ax > box.x2 && bx > box.x2) ||
    (ay < box.y1 && by < box.y1) ||
    (ay > box.y2 && by > box.y2)
  );
}

/** The share of an edge inside the box, from and to (Liang and Barsky, 1984). */
function spanIn(ax: number, ay: number, bx: number, by: number, box: Box): [number, number] {
  let [enters, leaves] = [0, 1];
  const sides = [
    [ax - bx, ax - box.x1],
    [bx - ax, box.x2 - ax],
    [ay - by, ay - box.y1],
    [by - ay, box.y2 - ay],
  ] as const;
  for (const [towards, room] of sides) {
    if (towards < 0) enters = Math.max(enters, room / towards);
    else if (towards > 0) leaves = Math.min(leaves, room / towards);
  }
  return [enters, leaves];
}

/** The point put exactly on the side it is on but for rounding. */
function onSide(x: number, y: number, box: Box): [number, number] {
  const sideX = Math.abs(x - box.x1) < Math.abs(x - box.x2) ? box.x1 : box.x2;
  const sideY = Math.abs(y - box.y1) < Math.abs(y - box.y2) ? box.y1 : box.y2;
  return Math.abs(x - sideX) < Math.abs(y - sideY) ? [sideX, y] : [x, sideY];
}

function alongSides(x: number, y: number, { x1, y1, x2, y2 }: Box): number {
  const [width, height] = [x2 - x1, y2 - y1];
  if (y === y1) return x - x1;
  if (x === x2) return width + y - y1;
  return y === y2 ? width + height + x2 - x : 2 * width + height + y2 - y;
}

function stretchesOf(gates: readonly Gate[]): Stretch[] {
  return gates.map((from, k) => ({ from, to: gates[(k + 1) % gates.length]! }));
}

/** The vertices of `ring` that a stretch passes, by number. */
export function verticesOn({ from, to }: Stretch, ring: Ring): number[] {
  const count = ring.length / 2;
  const isWholeRound = from.edge === to.edge && !from.isIn;
  const steps = isWholeRound ? count : (to.edge - from.edge + count) % count;
  return Array.from({ length: steps }, (_, k) => (from.edge + 1 + k) % count);
}

/** The outer rings of what is inside: stretches of outline, joined along the window's sides. */
function outlinesIn(
  part: Part,
  rings: readonly Ring[],
  inside: readonly Stretch[],
  gates: readonly Gate[],
  frame: Ring,
  box: Box,
): Ring[] | null {
  if (!gates.length) return contains([part], { x: box.x1, y: box.y1 }) ? [frame] : [];
  const sorted = [...gates].sort((a, b) => a.at - b.at);
  if (!areClear(sorted, part, box)) return null;
  const starts = new Map(inside.map((stretch) => [stretch.from, stretch]));
  const outlines: Ring[] = [];
  for (let first = [...starts.values()][0]; first; first = [...starts.values()][0]) {
    const outline: number[] = [];
    for (let stretch: Stretch | undefined = first; stretch;) {
      starts.delete(stretch.from);
      outline.push(...pointsOf(stretch, rings));
      const next: Gate = sorted[(sorted.indexOf(stretch.to) + 1) % sorted.length]!;
      outline.push(...cornersBetween(stretch.to.at, next.at, frame, box));
      stretch = starts.get(next);
    }
    outlines.push(outline);
  }
  return outlines;
}

/**
 * Whether gates go in and out in turn, apart from each other and corners, the inside between them.
 */
function areClear(sorted: readonly Gate[], part: Part, box: Box): boolean {
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const corners = [0, width, width + height, 2 * width + height, 2 * (width + height)];
  const isApart = (gate: Gate, next: Gate | undefined) =>
    (!next || (next.at - gate.at > LEAST_GAP && next.isIn !== gate.isIn)) &&
    corners.every((corner) => Math.abs(corner - gate.at) > LEAST_GAP);
  if (sorted.length % 2 || !sorted.every((gate, k) => isApart(gate, sorted[k + 1]))) return false;
  // From the last gate around the top left corner to the first the part is inside after going out.
  return contains([part], { x: box.x1, y: box.y1 }) === !sorted.at(-1)!.isIn;
}

function pointsOf(stretch: Stretch, rings: readonly Ring[]): number[] {
  const { from, to } = stretch;
  const ring = rings[from.ring]!;
  const middle = verticesOn(stretch, ring).flatMap((v) => [ring[2 * v]!, ring[2 * v + 1]!]);
  return [from.x, from.y, ...middle, to.x, to.y];
}

/** The window's corners met from one place on its sides on to another. */
function cornersBetween(from: number, to: number, frame: Ring, box: Box): number[] {
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const around = 2 * (width + height);
  const end = to > from ? to : to + around;
  const places = [0, width, width + height, 2 * width + height];
  return [0, around].flatMap((turn) =>
    places.flatMap((place, k) =>
      place + turn > from && place + turn < end ? [frame[2 * k]!, frame[2 * k + 1]!] : [],
    ),
  );
}
