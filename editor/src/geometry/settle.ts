/** Sound parts from parts that cross themselves, on the grid. */
import { type Outline, outlinesOf } from "./clipping";
import { crossingsOf, isSound } from "./crossings";
import { nested } from "./nesting";
import { type Restored, restored } from "./restore";
import { Sources } from "./sources";
import { untangled } from "./untangle";
import { type Part, type Parts, type Point, type Ring, GRID, ringsOf, snapped } from "./types";

/** Putting crossings on the grid can make new ones, a grid step away; twice in a row is rare. */
const ROUNDS = 5;

/** So near a crossing that came back, vertices give up their digits below the grid, pixels. */
const NEAR = 5 * GRID;

/**
 * `part` without crossings, by the even-odd rule; the same object when it is sound. Its vertices
 * keep their bits but for those beside a place where keeping them would make a crossing.
 */
export function settled(part: Part): readonly Part[] {
  let parts: readonly Part[] = [part];
  for (let round = 0; round < ROUNDS; round++) {
    if (parts.every((piece) => isSound([piece]))) return parts;
    const isFirst = round === 0;
    parts = parts.flatMap((piece) => repairedOnce(isFirst ? piece : roundedAt(piece)));
  }
  return parts;
}

function repairedOnce(part: Part): readonly Part[] {
  if (isSound([part])) return [part];
  const rings = ringsOf(part);
  return partsFrom(restored(untangled(rings), new Sources(rings)));
}

/**
 * The outlines of sound parts for clipper. Where rounding to the grid makes a ring cross itself or
 * run along itself, it is untangled once more: clipper must not see such rings.
 */
export function soundOutlines(parts: Parts): Outline[] {
  return parts.flatMap((part) => {
    const isOnGrid = ringsOf(part).every((ring) => ring.every((value) => value === snapped(value)));
    return isOnGrid || isSound([rounded(part)]) ? outlinesOf([part]) : untangled(ringsOf(part));
  });
}

function rounded({ outer, holes }: Part): Part {
  return { outer: outer.map(snapped), holes: holes.map((hole) => hole.map(snapped)) };
}

/** Outer rings with the holes that lie in them. */
export function partsFrom(rings: readonly Restored[]): Part[] {
  const outers = rings.filter(({ isHole }) => !isHole).map(({ ring }) => ring);
  const holes = rings.filter(({ isHole }) => isHole).map(({ ring }) => ring);
  return nested(outers, holes);
}

/** `part` with the vertices near its crossings on the grid. */
function roundedAt(part: Part): Part {
  const crossings = crossingsOf([part]);
  if (!crossings.length) return part;
  const round = (ring: Ring) => roundedNear(ring, crossings);
  return { outer: round(part.outer), holes: part.holes.map(round) };
}

function roundedNear(ring: Ring, places: readonly Point[]): Ring {
  const rounded = [...ring];
  for (let i = 0; i < ring.length; i += 2) {
    const isNear = ({ x, y }: Point) => Math.hypot(x - ring[i]!, y - ring[i + 1]!) <= NEAR;
    if (!places.some(isNear)) continue;
    rounded[i] = snapped(ring[i]!);
    rounded[i + 1] = snapped(ring[i + 1]!);
  }
  return rounded;
}
