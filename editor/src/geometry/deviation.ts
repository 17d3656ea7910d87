/** How much area a thinned outline wins and loses. */
import { type Point, type Ring, pointOf } from "./types";

/**
 * Square pixels between a ring and the one left when only the points that `isKept` stay: exact
 * where the stretches left out do not overlap one another, and never too little.
 */
export function deviation(ring: Ring, isKept: (vertex: number) => boolean): number {
  const count = ring.length / 2;
  const kept: number[] = [];
  for (let i = 0; i < count; i++) if (isKept(i)) kept.push(i);
  return kept.reduce((sum, from, k) => {
    const next = kept[k + 1] ?? kept[0]! + count;
    return next === from + 1 ? sum : sum + beside(ring, from, next);
  }, 0);
}

/**
 * Between the ring's points from one to another and the line through both, each side for itself.
 */
function beside(ring: Ring, from: number, to: number): number {
  const [a, b] = [pointOf(ring, from), pointOf(ring, to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  let [sum, excursion, last] = [0, 0, { along: 0, off: 0 }];
  for (let i = from + 1; i <= to; i++) {
    const { x, y }: Point = pointOf(ring, i);
    const next = {
      along: (x - a.x) * ux + (y - a.y) * uy,
      off: (y - a.y) * ux - (x - a.x) * uy,
    };
    if (last.off * next.off < 0) {
      const share = last.off / (last.off - next.off);
      const crossing = last.along + share * (next.along - last.along);
      sum += Math.abs(excursion + ((crossing - last.along) * last.off) / 2);
      excursion = ((next.along - crossing) * next.off) / 2;
    } else {
      excursion += ((next.along - last.along) * (last.off + next.off)) / 2;
    }
    last = next;
  }
  return sum + Math.abs(excursion);
}
