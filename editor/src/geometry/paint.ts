/** The round brush: what it sweeps is added to an instance or taken from it. */
import type { Paths64 } from "clipper2-ts/dist/Core.js";
import { ClipperOffset, EndType, JoinType } from "clipper2-ts/dist/Offset.js";
import { difference, union } from "./booleans";
import { UNITS, lineOf } from "./clipping";
import { restored } from "./restore";
import { Sources } from "./sources";
import { partsFrom, settled } from "./settle";
import { thinnedPath } from "./thinning";
import type { Parts, Path } from "./types";

/** Arcs are within this of true, pixels, and within a share of the radius. */
const ARC_TOLERANCE = 0.25;
const ARC_SHARE = 1 / 40;

/** The area that a round brush sweeps along `path`; one point makes a disc. Radius in pixels. */
export function strip(path: Path, radius: number): Parts {
  const tolerance = Math.min(ARC_TOLERANCE, radius * ARC_SHARE);
  const offset = new ClipperOffset(2, tolerance * UNITS);
  const line = lineOf(thinnedPath(path, tolerance / 2));
  offset.addPath(line, JoinType.Round, EndType.Round);
  const swept: Paths64 = [];
  offset.execute(radius * UNITS, swept);
  return partsFrom(restored(swept, new Sources([]))).flatMap(settled);
}

/**
 * `parts` with the swept area added, or with `erase` taken away, which may part or empty them. What
 * is added keeps off the instances `keepOff`. Repeat it with a longer path on the same `parts`, or
 * with the newest stretch of the path on the last result. The same object when nothing changes.
 */
export function paint(
  parts: Parts,
  path: Path,
  radius: number,
  { erase, keepOff = [] }: { erase: boolean; keepOff?: readonly Parts[] },
): Parts {
  const swept = strip(path, radius);
  if (erase) return difference(parts, swept);
  return union(
    parts,
    keepOff.reduce((left, other) => difference(left, other), swept),
  );
}
