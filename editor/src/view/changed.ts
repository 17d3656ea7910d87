/** Where one outline differs from another: what has to be drawn again after a change. */
import { boxOf } from "../geometry/rings";
import { ringsOf, type Box, type Part, type Parts, type Ring } from "../geometry/types";
import { joined } from "./boxes";

/** All that can look different once `before` has become `after`; null when nothing can. */
export function changedBox(before: Parts, after: Parts): Box | null {
  if (before === after) return null;
  if (before.length !== after.length) return joined(whole(before), whole(after));
  let box: Box | null = null;
  before.forEach((part, index) => {
    if (part !== after[index]) box = joined(box, changedPart(part, after[index]!));
  });
  return box;
}

function changedPart(before: Part, after: Part): Box | null {
  const old = ringsOf(before);
  const now = ringsOf(after);
  if (old.length !== now.length) return joined(whole([before]), whole([after]));
  let box: Box | null = null;
  old.forEach((ring, index) => (box = joined(box, changedRing(ring, now[index]!))));
  return box;
}

/**
 * The stretch between what both rings begin with and what both end with, one equal vertex more on
 * either side. The area that changed lies between the two stretches, so within their box.
 */
function changedRing(before: Ring, after: Ring): Box | null {
  if (before === after) return null;
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && isSame(before, start, after, start)) start += 2;
  if (start === before.length && start === after.length) return null;
  let end = 0;
  while (
    end < least - start &&
    isSame(before, before.length - 2 - end, after, after.length - 2 - end)
  )
    end += 2;
  return joined(stretch(before, start, end), stretch(after, start, end));
}

function isSame(a: Ring, i: number, b: Ring, j: number): boolean {
  return a[i] === b[j] && a[i + 1] === b[j + 1];
}

/** From the vertex before `start` to the one after those `end` numbers from the end, around. */
function stretch(ring: Ring, start: number, end: number): Box {
  const count = ring.length;
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = start - 2; i <= count - end; i += 2) {
    const at = (i + count) % count;
    const x = ring[at]!;
    const y = ring[at + 1]!;
    if (x < x1) x1 = x;
    if (x > x2) x2 = x;
    if (y < y1) y1 = y;
    if (y > y2) y2 = y;
  }
  return { x1, y1, x2, y2 };
}

function whole(parts: Parts): Box | null {
  return parts.length > 0 ? boxOf(parts) : null;
}
