/**
 * One drawn line corrects an outline. Ends on it, or near it: the stretch between them is redrawn.
 * Ends off it: what the line parts from it is cut off, or what it encloses beside it is added. Of
 * the two ways there are, the smaller change is meant, unless the other side is asked for.
 */
import { difference, union } from "./booleans";
import { pointAlong, withoutLoops } from "./contacts";
import { crossesAnew, pathCrossings, reworkedFrom } from "./crossings";
import type { Reworked } from "./crossings";
import { nearestOnRing } from "./hits";
import { passed } from "./passing";
import { redrawn } from "./redraw";
import { inRing, refsOf, withoutRepeats } from "./rings";
import { pointOf, ringAt, ringsOf, snapped, withRing } from "./types";
import type { Part, Parts, Path, Point, Ring, RingRef } from "./types";

export interface StrokeResult {
  readonly parts: Parts;
  readonly kind: "redraw" | "extend" | "cut";
  /** The ring, of the parts before, that the line worked on. */
  readonly ref: RingRef;
  /** Whether the other side makes an outline too. */
  readonly canFlip: boolean;
}

export interface StrokeOptions {
  /** How far from an outline an end still counts as on it, image pixels. */
  readonly reach: number;
  /** 1 for the larger change of the two. */
  readonly side?: 0 | 1;
}

/** Null when the line does not concern the outline. */
export function applyStroke(
  parts: Parts,
  path: Path,
  { reach, side = 0 }: StrokeOptions,
): StrokeResult | null {
  const drawn = withoutRepeats(path.map(snapped), false);
  if (drawn.length < 4) return null;
  const line = pathCrossings(drawn).length > 0 ? withoutLoops(drawn) : drawn;
  const ref = ringUnderBothEnds(parts, line, reach);
  if (!ref) return passedThrough(parts, line, reach, side);
  const result = redrawn(ringAt(parts, ref)!, line, reach, side);
  if (!result) return null;
  return { parts: settled(parts, ref, result.ring), kind: "redraw", ref, canFlip: result.canFlip };
}

/** The ring that both ends are within reach of; of several the nearest. */
function ringUnderBothEnds(parts: Parts, line: Path, reach: number): RingRef | null {
  const ends: Point[] = [pointAlong(line, 0), pointAlong(line, line.length / 2 - 1)];
  let best: RingRef | null = null;
  let least = Infinity;
  for (const ref of refsOf(parts)) {
    const ring = ringAt(parts, ref)!;
    const [first, last] = ends.map((end) => nearestOnRing(ring, end).distance);
    if (Math.max(first!, last!) > reach || first! + last! >= least) continue;
    [best, least] = [ref, first! + last!];
  }
  return best;
}

/** An outer ring comes before a hole: a line through a hole parts what is around it. */
function passedThrough(parts: Parts, line: Path, reach: number, side: 0 | 1): StrokeResult | null {
  const refs = refsOf(parts);
  const outerFirst = [
    ...refs.filter(({ ring }) => ring === 0),
    ...refs.filter(({ ring }) => ring > 0),
  ];
  for (const ref of outerFirst) {
    const result = passed(ringAt(parts, ref)!, line, reach, side);
    if (!result) continue;
    const takesAway = result.isInside === (ref.ring === 0);
    const kind = takesAway ? "cut" : "extend";
    return { parts: settled(parts, ref, result.ring), kind, ref, canFlip: result.canFlip };
  }
  return null;
}

/**
 * The parts with a ring in its new form, put right: a hole left outside goes; where the ring now
 * crosses another of its part, what the holes cover is taken from the outer one; parts that it came
 * to lie on become one with it.
 */
function settled(parts: Parts, ref: RingRef, ring: Ring): Parts {
  if (parts.length === 1 && parts[0]!.holes.length === 0) return withRing(parts, ref, ring);
  const before = ringAt(parts, ref)!;
  const changed = reworkedFrom(before, ring);
  const part = withRing(parts, ref, ring)[ref.part]!;
  const pieces = part.holes.length > 0 ? withHolesSettled(part, changed) : [part];
  const others = parts.filter((_, index) => index !== ref.part);
  const isReached = ({ outer }: Part): boolean => {
    const comesIn = inRing(ring, pointOf(outer, 0)) && !inRing(before, pointOf(outer, 0));
    return comesIn || crossesAnew([changed], [outer]);
  };
  if (ref.ring === 0 && others.some(isReached)) return union(pieces, others);
  return parts.flatMap((other, index) => (index === ref.part ? pieces : [other]));
}

function withHolesSettled(part: Part, changed: Reworked): Parts {
  const others = ringsOf(part).filter((ring) => ring !== changed.ring);
  const crosses = !crossesAnew([changed]) && crossesAnew([changed], others);
  return crosses ? difference(solid([part.outer]), solid(part.holes)) : [nested(part)];
}

function solid(rings: readonly Ring[]): Parts {
  return rings.map((outer) => ({ outer, holes: [] }));
}

function nested({ outer, holes }: Part): Part {
  const covers = (ring: Ring, hole: Ring): boolean =>
    ring !== hole && inRing(ring, pointOf(hole, 0));
  const kept = holes.filter(
    (hole) => covers(outer, hole) && !holes.some((other) => covers(other, hole)),
  );
  return { outer, holes: kept };
}
