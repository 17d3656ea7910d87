/** A ring with one stretch of it given up for a line. */
import type { Reworked } from "./crossings";
import type { RingPlace } from "./hits";
import { signedArea } from "./rings";
import { GRID, snapped } from "./types";
import type { Path, Ring } from "./types";

/** What came of it, and the area between the stretch and the line, square pixels. */
export interface Replaced extends Reworked {
  readonly change: number;
}

/**
 * The stretch from one place on to the other, in the ring's own direction, becomes the line between
 * them; the places become vertices if they are none. The other vertices are kept as they are, in
 * their order, the first first if it is kept. Null when no ring is left.
 */
export function replaced(ring: Ring, from: RingPlace, line: Path, to: RingPlace): Replaced | null {
  const { head, tail } = keptOf(ring, from.vertex + from.t, to.vertex + to.t);
  const reworked = joined(head, [...cornerAt(from), ...line.map(snapped), ...cornerAt(to)], tail);
  const area = signedArea(reworked.ring);
  if (reworked.ring.length < 6 || Math.abs(area) < GRID * GRID) return null;
  return { ...reworked, change: Math.abs(area - signedArea(ring)) };
}

/** A place on a vertex is that vertex, bit for bit; one on an edge is a new point. */
function cornerAt({ t, point }: RingPlace): [number, number] {
  return t === 0 ? [point.x, point.y] : [snapped(point.x), snapped(point.y)];
}

/**
 * What is kept of a ring whose stretch from `start` on to `end` goes, both counted in vertices from
 * its first: the points before the new ones, and those after them.
 */
function keptOf(ring: Ring, start: number, end: number): { head: Path; tail: Path } {
  const count = ring.length / 2;
  let first = Math.ceil(end >= start ? end : end + count);
  let last = Math.floor(start + count);
  if (first >= count) [first, last] = [first - count, last - count];
  if (last < count) return { head: ring.slice(first * 2, (last + 1) * 2), tail: [] };
  return { head: ring.slice(0, (last - count + 1) * 2), tail: ring.slice(first * 2) };
}

/** A ring of three paths, repeats dropped; the edges of the middle one and those at its ends are fresh. */
function joined(head: Path, middle: Path, tail: Path): Reworked {
  const all = [...head, ...middle, ...tail];
  const [from, to] = [head.length - 2, head.length + middle.length];
  const ring: number[] = [];
  const fresh: boolean[] = [];
  for (let i = 0; i < all.length; i += 2) {
    const isFresh = i >= from && i < to;
    if (all[i] === ring.at(-2) && all[i + 1] === ring.at(-1)) fresh[fresh.length - 1] ||= isFresh;
    else {
      ring.push(all[i]!, all[i + 1]!);
      fresh.push(isFresh);
    }
  }
  while (ring.length > 2 && ring[0] === ring.at(-2) && ring[1] === ring.at(-1)) {
    ring.length -= 2;
    if (fresh.pop()) fresh[fresh.length - 1] = true;
  }
  return { ring, fresh };
}
