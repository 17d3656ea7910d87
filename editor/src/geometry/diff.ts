/**
 * What changed of an outline, as splices: points off, points on. They stand from the back of a ring
 * to its front, so that each one's `start` counts in the ring before any of them as well as in the
 * ring when its turn comes.
 */
import type { WireSplice } from "../model/wire";
import { ringAt, ringsOf, withRing } from "./types";
import type { Parts, Ring } from "./types";

/** Null when rings or parts came or went: then the outline travels whole. */
export function splicesBetween(before: Parts, after: Parts): WireSplice[] | null {
  const sameShape =
    before.length === after.length &&
    before.every((part, index) => part.holes.length === after[index]!.holes.length);
  if (!sameShape) return null;
  return before.flatMap((part, p) => {
    const now = ringsOf(after[p]!);
    return ringsOf(part).flatMap((ring, r) =>
      ringSplices(ring, now[r]!).map(({ start, drop, points }): WireSplice => [
        p,
        r,
        start,
        drop,
        points,
      ]),
    );
  });
}

/** Throws a RangeError for a splice that `parts` has no place for. */
export function applySplices(parts: Parts, splices: readonly WireSplice[]): Parts {
  return splices.reduce<Parts>((result, [part, r, start, drop, points]) => {
    const ring = ringAt(result, { part, ring: r });
    if (!ring || start < 0 || drop < 0 || (start + drop) * 2 > ring.length) {
      throw new RangeError(`no vertices ${start}..${start + drop} in ring ${r} of part ${part}`);
    }
    const changed = [...ring];
    changed.splice(start * 2, drop * 2, ...points);
    return withRing(result, { part, ring: r }, changed);
  }, parts);
}

interface RingSplice {
  start: number;
  drop: number;
  points: number[];
}

/** A run of vertices that both rings have: `count` from `before` in one, from `after` in the other. */
interface Run {
  before: number;
  after: number;
  count: number;
}

function ringSplices(before: Ring, after: Ring): RingSplice[] {
  if (before === after) return [];
  const splices: RingSplice[] = [];
  let [b, a] = [0, 0];
  const end = { before: before.length / 2, after: after.length / 2, count: 0 };
  for (const run of [...commonRuns(before, after), end]) {
    const points = after.slice(a * 2, run.after * 2);
    if (run.before > b || points.length > 0)
      splices.unshift({ start: b, drop: run.before - b, points });
    [b, a] = [run.before + run.count, run.after + run.count];
  }
  return splices;
}

/** The longest common start and end, and between them the vertices both rings have once. */
function commonRuns(before: Ring, after: Ring): Run[] {
  const [b, a] = [before.length / 2, after.length / 2];
  const same = (i: number, j: number): boolean =>
    before[i * 2] === after[j * 2] && before[i * 2 + 1] === after[j * 2 + 1];
  const most = Math.min(a, b);
  let front = 0;
  while (front < most && same(front, front)) front += 1;
  let back = 0;
  while (back < most - front && same(b - 1 - back, a - 1 - back)) back += 1;
  const runs = [{ before: 0, after: 0, count: front }];
  const inner = longestRise(sharedVertices(before, after, front, back));
  for (const { before: i, after: j } of inner) growRuns(runs, i, j, b - back, a - back, same);
  runs.push({ before: b - back, after: a - back, count: back });
  return runs;
}

/** Adds vertex i of one = vertex j of the other, and what follows alike, unless a run has it already. */
function growRuns(
  runs: Run[],
  i: number,
  j: number,
  endBefore: number,
  endAfter: number,
  same: (i: number, j: number) => boolean,
): void {
  const last = runs.at(-1)!;
  if (i < last.before + last.count || j < last.after + last.count) return;
  let count = 1;
  while (i + count < endBefore && j + count < endAfter && same(i + count, j + count)) count += 1;
  runs.push({ before: i, after: j, count });
}

/** Pairs of equal vertices between the common start and end, each only once in either ring. */
function sharedVertices(before: Ring, after: Ring, front: number, back: number): Run[] {
  if (before.length / 2 === front + back || after.length / 2 === front + back) return [];
  const places = onceOf(before, front, back);
  const pairs: Run[] = [];
  for (const [name, j] of onceOf(after, front, back)) {
    const i = places.get(name);
    if (i !== undefined && i >= 0 && j >= 0) pairs.push({ before: i, after: j, count: 1 });
  }
  return pairs;
}

/** Where each vertex stands; -1 for one that comes more than once. */
function onceOf(ring: Ring, front: number, back: number): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = front; i < ring.length / 2 - back; i += 1) {
    const name = `${ring[i * 2]},${ring[i * 2 + 1]}`;
    places.set(name, places.has(name) ? -1 : i);
  }
  return places;
}

/** Of pairs in the order of `after`, the longest choice that is in the order of `before` too. */
function longestRise(pairs: readonly Run[]): Run[] {
  const tails: number[] = []; // tails[k]: the pair that ends the lowest rise of k + 1 pairs
  const previous: number[] = [];
  pairs.forEach((pair, index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tails[middle]!]!.before < pair.before) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = index;
  });
  const rise: Run[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]!) rise.push(pairs[at]!);
  return rise.reverse();
}
