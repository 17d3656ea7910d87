/** A stretch of one ring drawn anew by a line whose two ends lie on it or near it. */
import { advanced, contactsOf, lengthBetween, lineBetween, pointAlong } from "./contacts";
import type { Contact } from "./contacts";
import { crossesAnew } from "./crossings";
import { nearestOnRing } from "./hits";
import type { RingPlace } from "./hits";
import { pathLength, reversed } from "./rings";
import { replaced } from "./stretch";
import type { Replaced } from "./stretch";
import { pointOf } from "./types";
import type { Path, Ring } from "./types";

/** The ring redrawn, and whether the other of its two stretches could have been. */
export interface Redrawn {
  readonly ring: Ring;
  readonly canFlip: boolean;
}

/** Where the line joins the ring: at `at` of the line, at `place` of the ring. */
interface Joint {
  readonly at: number;
  readonly place: RingPlace;
}

/** Closer to a joint than this share of the reach, a vertex is the joint. */
const ON_VERTEX = 0.25;

/** The ways to replace a stretch, the smaller change first; a null is one that leaves no ring. */
export type Ways = readonly [Replaced | null, Replaced | null];

/** Null when no way leaves a ring. Of several ways to join, the first that crosses nothing. */
export function redrawn(ring: Ring, line: Path, reach: number, side: 0 | 1): Redrawn | null {
  let fallback: Ways | null = null;
  for (const ways of waysToJoin(ring, line, reach)) {
    if (isClean(ways[side])) return redrawnBy(ways, side);
    if (ways[side]) fallback ??= ways;
  }
  return fallback && redrawnBy(fallback, side);
}

function redrawnBy(ways: Ways, side: 0 | 1): Redrawn {
  return { ring: ways[side]!.ring, canFlip: isClean(ways[1 - side]!) };
}

export function isClean(way: Replaced | null): way is Replaced {
  return way !== null && !crossesAnew([way]);
}

function* waysToJoin(ring: Ring, line: Path, reach: number): Generator<Ways> {
  const contacts = contactsOf(line, ring);
  const last = line.length / 2 - 1;
  const back = contacts.map(({ at, point }) => ({ at: last - at, point })).reverse();
  const starts = jointsAtStart(ring, line, contacts, reach);
  const ends = jointsAtStart(ring, reversed(line), back, reach);
  for (const start of starts) {
    for (const { at, place } of ends) {
      if (start.at >= last - at) continue;
      for (const [from, to] of placesOf(ring, start.place, place, reach)) {
        const points = faired(line, { at: start.at, place: from }, { at: last - at, place: to });
        yield bothWays(ring, from, points, to);
      }
    }
  }
}

export function bothWays(ring: Ring, from: RingPlace, line: Path, to: RingPlace): Ways {
  const [forward, backward] = [
    replaced(ring, from, line, to),
    replaced(ring, to, reversed(line), from),
  ];
  const forwardIsSmaller = (forward?.change ?? Infinity) <= (backward?.change ?? Infinity);
  return forwardIsSmaller ? [forward, backward] : [backward, forward];
}

/** How many pixels of line a start off the outline may take to come to it and be but an approach. */
function approach(distance: number): number {
  return 3 * distance + 0.5;
}

/**
 * Where the start of the line may join the ring, likeliest first: the nearest place; but where the
 * line soon comes to the outline, there, for the hand was on its way; then other contacts in reach.
 */
function jointsAtStart(
  ring: Ring,
  line: Path,
  contacts: readonly Contact[],
  reach: number,
): Joint[] {
  const start = pointAlong(line, 0);
  const own: Joint = { at: 0, place: nearestOnRing(ring, start) };
  const half = pathLength(line) / 2;
  const near = contacts.filter(({ at, point }) => {
    const inReach = Math.hypot(point.x - start.x, point.y - start.y) <= reach;
    return inReach && lengthBetween(line, 0, at) <= half;
  });
  const joints = near.map(({ at, point }) => ({ at, place: nearestOnRing(ring, point) }));
  const [first, others] = [joints[0], joints.slice(1).slice(-1)];
  if (!first) return [own];
  const soon = lengthBetween(line, 0, first.at) <= approach(own.place.distance);
  return soon ? [first, own, ...others] : [own, first, ...others];
}

/** Two places to choose from: on the vertices beside them, where some are almost there; as they are. */
export function placesOf(
  ring: Ring,
  from: RingPlace,
  to: RingPlace,
  reach: number,
): [RingPlace, RingPlace][] {
  const [a, b] = [onVertex(ring, from, reach), onVertex(ring, to, reach)];
  const isOne = a.t === 0 && b.t === 0 && a.vertex === b.vertex;
  const asTheyAre: [RingPlace, RingPlace] = [from, to];
  return isOne || (a === from && b === to) ? [asTheyAre] : [[a, b], asTheyAre];
}

function onVertex(ring: Ring, place: RingPlace, reach: number): RingPlace {
  const ends = [place.vertex, (place.vertex + 1) % (ring.length / 2)].map((vertex): RingPlace => {
    const point = pointOf(ring, vertex);
    const distance = Math.hypot(point.x - place.point.x, point.y - place.point.y);
    return { vertex, t: 0, point, distance };
  });
  const nearest = ends[0]!.distance <= ends[1]!.distance ? ends[0]! : ends[1]!;
  return nearest.distance <= ON_VERTEX * reach ? nearest : place;
}

/**
 * The line's points between its joints. Off the outline by some pixels, an end of the line is left
 * out for as many, a quarter of the line at most, so that it leads on to the outline without a step.
 */
function faired(line: Path, start: Joint, end: Joint): number[] {
  const quarter = lengthBetween(line, start.at, end.at) / 4;
  const [first, last] = [gapAt(line, start), gapAt(line, end)].map((gap) => Math.min(gap, quarter));
  const from = advanced(line, start.at, first!);
  const back = line.length / 2 - 1;
  const to = back - advanced(reversed(line), back - end.at, last!);
  return from < to ? lineBetween(line, from, to) : [];
}

function gapAt(line: Path, { at, place }: Joint): number {
  const point = pointAlong(line, at);
  return Math.hypot(point.x - place.point.x, point.y - place.point.y);
}
