/**
 * A round cursor pushes the outline before it. What of the outline lies inside the cursor goes to
 * its rim, away from the centre: outwards when the cursor comes from inside, inwards from outside.
 * That needs no test of inside and outside, and turns no ring over.
 */
import { isInCircle } from "./chains";
import type { Chain } from "./chains";
import { crossesAnew } from "./crossings";
import type { Reworked } from "./crossings";
import { inRing, refsOf, signedArea } from "./rings";
import { pushedToRim, wholeRim } from "./rim";
import type { IsFixed, Rim } from "./rim";
import { pointOf, ringAt, ringsOf, withRing } from "./types";
import type { Parts, Point, Ring } from "./types";
import { hiddenIn, yieldingIn } from "./yielding";
import type { Yielding } from "./yielding";

export interface PushOptions {
  /** Between the points it makes, image pixels; none closer than a third of it. */
  readonly spacing: number;
  /** Where the outline may not go. */
  readonly isFixed?: IsFixed;
}

/** What part of the spacing a point may lie beside the way it is left out of. */
const ASIDE = 20;

/** Of the radius: a longer way is gone in several steps, so that nothing is jumped over. */
const STRIDE = 0.25;

/**
 * The parts after the cursor has gone from one place to another. Vertices it did not cover stay bit
 * for bit, except that a wall behind the pushed one is kept half a spacing ahead of the rim. Where
 * outlines would cross all the same, it stops having an effect. The same parts when nothing moved.
 */
export function push(
  parts: Parts,
  from: Point,
  to: Point,
  radius: number,
  { spacing, isFixed }: PushOptions,
): Parts {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return parts;
  const steps = Math.ceil(length / (radius * STRIDE));
  let result = parts;
  for (let step = 0; step <= steps; step += 1) {
    const centre = { x: from.x + (dx * step) / steps, y: from.y + (dy * step) / steps };
    const move = { x: dx / length, y: dy / length };
    result = pushedAt(result, { centre, radius, spacing, isFixed }, move);
  }
  return result;
}

function pushedAt(parts: Parts, rim: Rim, move: Point): Parts {
  const behind = { ...rim, radius: rim.radius + rim.spacing / 2 };
  const cleared = changed(parts, onRims(parts, hiddenIn(parts, behind, rim, move), behind), rim);
  if (!cleared) return parts;
  const visible = onRims(cleared, yieldingIn(cleared, rim, move), rim);
  const all = ringsIn(cleared).map((ring, i) => visible[i] ?? blownUp(ring, rim));
  return changed(cleared, all, rim) ?? parts;
}

/** In the order of `refsOf`, null for a ring that stays. */
type Changes = readonly (Reworked | null)[];

function onRims(parts: Parts, yielding: readonly Yielding[], rim: Rim): Changes {
  return refsOf(parts).map((ref) => {
    const here = yielding.filter(({ part, ring }) => part === ref.part && ring === ref.ring);
    return here.length > 0 ? onRim(ringAt(parts, ref)!, here, rim) : null;
  });
}

/** The parts with these rings changed; null where one would cross or swallow another. */
function changed(parts: Parts, changes: Changes, rim: Rim): Parts | null {
  const reworked = changes.filter((change) => change !== null);
  if (reworked.length === 0) return parts;
  if (reworked.some(({ ring }) => ring.length < 6)) return null;
  const rings = ringsIn(parts);
  const still = rings.filter((_, i) => !changes[i]);
  if (crossesAnew(reworked, still)) return null;
  const small = still.filter((ring) => isInCircle(ring, rim.centre, rim.radius));
  const takesOver = changes.some((change, i) => {
    const sidesOf = (ring: Ring): string =>
      small.map((one) => inRing(ring, pointOf(one, 0))).join();
    return change !== null && sidesOf(rings[i]!) !== sidesOf(change.ring);
  });
  if (takesOver) return null;
  return refsOf(parts).reduce((all, ref, i) => {
    const change = changes[i];
    return change ? withRing(all, ref, change.ring) : all;
  }, parts);
}

function ringsIn(parts: Parts): Ring[] {
  return parts.flatMap(ringsOf);
}

/** A ring that lies wholly in the cursor: with the centre in it, it goes to the rim; else it stays. */
function blownUp(ring: Ring, rim: Rim): Reworked | null {
  const { centre, radius, isFixed } = rim;
  if (!isInCircle(ring, centre, radius) || !inRing(ring, centre)) return null;
  const first = pointOf(ring, 0);
  const bearing = Math.atan2(first.y - centre.y, first.x - centre.x);
  const points = wholeRim(bearing, Math.sign(signedArea(ring)) * 2 * Math.PI, rim);
  if (isFixed && points.some(({ x, y }) => isFixed(x, y))) return null;
  return { ring: points.flatMap(({ x, y }) => [x, y]), fresh: points.map(() => true) };
}

/**
 * The ring with chains of it replaced, its first vertex first if it is kept; null when every chain
 * is held in place.
 */
function onRim(ring: Ring, yielding: readonly Yielding[], rim: Rim): Reworked | null {
  const count = ring.length / 2;
  const pushed = new Map<number, Point[]>();
  const covered = new Set<number>();
  for (const { chain } of yielding) {
    const points = spacedPoints(ring, chain, rim);
    if (!points) continue;
    pushed.set(chain.enters, points);
    for (let i = 1; i < chain.points.length - 1; i += 1) covered.add((chain.enters + i) % count);
  }
  if (pushed.size === 0) return null;
  const points: number[] = [];
  const fresh: boolean[] = [];
  for (let i = 0; i < count; i += 1) {
    if (covered.has(i)) continue;
    const after = pushed.get(i);
    points.push(ring[i * 2]!, ring[i * 2 + 1]!);
    fresh.push(after !== undefined);
    for (const { x, y } of after ?? []) {
      points.push(x, y);
      fresh.push(true);
    }
  }
  return { ring: points, fresh };
}

/**
 * The new points without those that come too close to the one before or to where the chain ends,
 * and without places on the circle that the outline passes just as well on its way to the next;
 * null when the chain is held in place.
 */
function spacedPoints(ring: Ring, chain: Chain, rim: Rim): Point[] | null {
  const start = pointOf(ring, chain.enters);
  const end = pointOf(ring, chain.leaves + 1);
  const points = pushedToRim(chain, rim);
  if (!points) return null;
  const [first, second] = points;
  const [beforeLast, last] = points.slice(-2);
  if (isSpare(first!, start, second!, rim.spacing)) points.shift();
  if (isSpare(last!, end, beforeLast!, rim.spacing)) points.pop();
  let previous = start;
  return points.filter((point) => {
    const least = Math.min(distance(point, previous), distance(point, end));
    if (!point.isOld && least < rim.spacing / 3) return false;
    previous = point;
    return true;
  });
}

/** Whether a point so near its neighbour lies, all but, on the way from there to the next. */
function isSpare(point: Point, neighbour: Point, next: Point, spacing: number): boolean {
  const [dx, dy] = [next.x - neighbour.x, next.y - neighbour.y];
  const [px, py] = [point.x - neighbour.x, point.y - neighbour.y];
  const aside = Math.abs(dx * py - dy * px) / (Math.hypot(dx, dy) || 1);
  return Math.hypot(px, py) < spacing && aside < spacing / ASIDE;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
