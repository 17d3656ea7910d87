/** Outlines as paths the browser draws, thinned for the scale and kept as long as their parts live. */
import { ringsOf, type Box, type Part, type Parts, type Ring } from "../geometry/types";
import { culled, thinned } from "./detail";

/** One part: what to fill and to stroke, and how many points that is. */
export interface Outline {
  readonly path: Path2D;
  readonly points: number;
}

/** Of one part at one level. */
interface Thinned {
  readonly level: number;
  readonly rings: readonly Ring[];
  readonly outline: Outline;
}

const NEAR = 0.7; // device pixels: points nearer than this are left out
const MANY = 256; // points from which it pays to leave out what is out of sight

const kept = new WeakMap<Part, Thinned>();

/** Paths in image pixels of what of `parts` is seen in `box` at `scale` device pixels an image pixel. */
export function outlinesOf(parts: Parts, box: Box, scale: number): Outline[] {
  const level = Math.ceil(Math.log2(scale));
  return parts.map((part) => {
    const { rings, outline } = thinnedPart(part, level);
    if (outline.points <= MANY) return outline;
    return outlineOf(rings.map((ring) => culled(ring, box, true)));
  });
}

/** At a level all points nearer than NEAR at its largest scale, two to its power, are left out. */
function thinnedPart(part: Part, level: number): Thinned {
  const known = kept.get(part);
  if (known?.level === level) return known;
  const tolerance = NEAR / 2 ** level;
  const rings = ringsOf(part).map((ring) => thinned(ring, tolerance));
  const made = { level, rings, outline: outlineOf(rings) };
  kept.set(part, made);
  return made;
}

function outlineOf(rings: readonly Ring[]): Outline {
  const path = new Path2D();
  let points = 0;
  for (const ring of rings) {
    if (ring.length === 0) continue;
    path.moveTo(ring[0]!, ring[1]!);
    for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i]!, ring[i + 1]!);
    path.closePath();
    points += ring.length / 2;
  }
  return { path, points };
}
