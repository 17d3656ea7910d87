/** One operation on parts that touch: what is out of reach stays out of the work. */
import { type Operation, combined } from "./clipping";
import { type Restored, restored } from "./restore";
import { boxOf, boxOfPath } from "./rings";
import { partsFrom, settled, soundOutlines } from "./settle";
import { Sources } from "./sources";
import { stitched } from "./stitch";
import { type Box, type Part, type Parts, type Ring, ringsOf } from "./types";
import { windowOn } from "./window";

/** A part of a result. */
export interface Piece {
  part: Part;
  /** The part whose outer ring it mostly has; undefined when that ring is new. */
  origin: Part | undefined;
}

export function partOf({ part }: Piece): Part {
  return part;
}

/** The parts of `parts` whose box meets that of one of `others`. */
export function touching(parts: Parts, others: Parts): Part[] {
  const boxes = others.map(({ outer }) => boxOfPath(outer));
  return parts.filter(({ outer }) => boxes.some((box) => meets(boxOfPath(outer), box)));
}

/** Outlines with more points than this are cut to a window, where that leaves out most of them. */
const MANY = 300;
const SHARE = 1 / 2;

export function operate(operation: Operation, a: Parts, b: Parts): Piece[] {
  if (operation === "union") return onWindow(operation, a, b);
  const near = b.flatMap((part) => partsNear(part, boxOf(a)));
  if (operation === "difference") return onWindow(operation, a, near);
  return operateApart(
    operation,
    flattened(a.flatMap((part) => partsNear(part, boxOf(b)))),
    flattened(near),
  );
}

/** What of `part` lies in `box`, or around it. */
function partsNear(part: Part, box: Box): Parts {
  return (isMuchLarger(part, box) && windowOn(part, box)?.parts) || [part];
}

function isMuchLarger({ outer }: Part, box: Box): boolean {
  return outer.length > 2 * MANY && extent(box) < SHARE * extent(boxOfPath(outer));
}

function extent({ x1, y1, x2, y2 }: Box): number {
  return (x2 - x1) * (y2 - y1);
}

/** Done on a window around `b` where `a` is one large part that can be cut to it. */
function onWindow(operation: Operation, a: Parts, b: Parts): Piece[] {
  const [part] = a;
  const isLarge = a.length === 1 && isMuchLarger(part!, boxOf(b));
  const window = isLarge ? windowOn(part!, boxOf(b)) : null;
  const inside =
    window && operateApart(operation, flattened(window.parts), flattened(b)).map(partOf);
  const pieces = inside && stitched(part!, window, inside);
  if (!pieces) return operateApart(operation, flattened(a), flattened(b));
  return pieces.map(({ part: piece, isOld }) => ({
    part: isSame(piece, part!) ? part! : piece,
    origin: isOld ? part : undefined,
  }));
}

/**
 * The same area in sound parts of which no two overlap; parts that are so already stay the same.
 */
export function flattened(parts: Parts): Parts {
  const sound = parts.flatMap(settled);
  if (areApart(sound)) return sound;
  return sound.reduce<Parts>((sum, part) => {
    const reached = touching(sum, [part]);
    const others = sum.filter((other) => !reached.includes(other));
    return [...others, ...operateApart("union", reached, [part]).map(partOf)];
  }, []);
}

/** The same for sound parts of which none overlaps another of its list. */
function operateApart(operation: Operation, a: Parts, b: Parts): Piece[] {
  const isSpared = operation === "intersection" ? () => false : sparing(a, b);
  const asked = a.map(({ outer, holes }) => ({
    outer,
    holes: holes.filter((hole) => !isSpared(hole)),
  }));
  const all = [...a, ...b];
  const sources = new Sources(all.flatMap(ringsOf));
  const outlines = combined(operation, soundOutlines(asked), soundOutlines(b));
  const spared = sources.rings
    .map((ring, origin) => ({ ring, isHole: true, origin }))
    .filter(({ ring }) => isSpared(ring));
  return piecesOf([...restored(outlines, sources), ...spared], all);
}

/** Whether no two parts' boxes meet. */
export function areApart(parts: Parts): boolean {
  const boxes = parts.map(({ outer }) => boxOfPath(outer));
  return boxes.every((box, i) => !boxes.some((other, k) => k < i && meets(box, other)));
}

/** Tells the holes of `a` that no other part reaches. */
function sparing(a: Parts, b: Parts): (ring: Ring) => boolean {
  const boxes = [...a, ...b].map(({ outer }) => boxOfPath(outer));
  const spared = new Set<Ring>();
  a.forEach(({ holes }, mine) => {
    for (const hole of holes) {
      const box = boxOfPath(hole);
      if (!boxes.some((other, k) => k !== mine && meets(box, other))) spared.add(hole);
    }
  });
  return (ring) => spared.has(ring);
}

function meets(a: Box, b: Box): boolean {
  return a.x1 <= b.x2 && b.x1 <= a.x2 && a.y1 <= b.y2 && b.y1 <= a.y2;
}

/** Sound parts of the rings, in the order of the rings they come from. */
function piecesOf(rings: readonly Restored[], all: Parts): Piece[] {
  const owners = all.flatMap((part) => ringsOf(part).map(() => part));
  const ordered = [...rings].sort((a, b) => rank(a) - rank(b));
  const outers = ordered.filter(({ isHole }) => !isHole);
  return partsFrom(ordered).flatMap((part, k) => {
    const origin = owners[outers[k]!.origin];
    if (origin && isSame(part, origin)) return [{ part: origin, origin }];
    return settled(part).map((piece) => ({ part: piece, origin }));
  });
}

function isSame(a: Part, b: Part): boolean {
  return (
    a.outer === b.outer &&
    a.holes.length === b.holes.length &&
    a.holes.every((hole, k) => hole === b.holes[k])
  );
}

/** New rings come last. */
function rank({ origin }: Restored): number {
  return origin < 0 ? Number.MAX_SAFE_INTEGER : origin;
}
