/**
 * A round cursor pushes the outline before it. What of the outline lies inside the cursor goes to
 * its rim, away from the centre: outwards when the cursor comes from inside, inwards from outside.
 * That needs no test of inside and outside, and turns no ring over.
 */
import { chainsIn, isInCircle } from "./chains";
import type { Chain } from "./chains";
import { crossesAnew } from "./crossings";
import type { Reworked } from "./crossings";
import { inRing, refsOf, signedArea } from "./rings";
import { pushedToRim, wholeRim } from "./rim";
import type { IsFixed, Rim } from "./rim";
import { pointOf, ringAt, withRing } from "./types";
import type { Parts, Point, Ring, RingRef } from "./types";

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
  const near = stretchesIn(parts, behind, move);
  const cleared = yielded(
    parts,
    near.filter((one) => isHidden(one, near, rim)),
    behind,
  );
  const after = cleared && yielded(cleared, stretchesIn(cleared, rim, move), rim);
  return after ?? parts;
}

/** What of an outline lies in the cursor, and its ring. */
interface Stretch {
  readonly ref: RingRef;
  readonly chain: Chain;
}

/** How far into the cursor the outline may lie and be left alone: as the points' spacing leaves it. */
function slackOf({ radius, spacing }: Rim): number {
  return Math.min(radius / 10, Math.max(0.05, spacing ** 2 / (72 * radius)));
}

/** The cosine of the angle to the move beyond which a stretch lies behind the cursor. */
const BEHIND = -0.5;

/** The stretches deep enough in the cursor that it does not move away from. */
function stretchesIn(parts: Parts, rim: Rim, move: Point): Stretch[] {
  const depth = rim.radius - slackOf(rim);
  return refsOf(parts).flatMap((ref) =>
    chainsIn(ringAt(parts, ref)!, rim.centre, rim.radius)
      .filter(({ distance, sweep }) => distance < depth && Math.abs(sweep) < 2 * Math.PI)
      .filter(({ bearing, sweep }) => {
        const middle = bearing + sweep / 2;
        return Math.cos(middle) * move.x + Math.sin(middle) * move.y > BEHIND;
      })
      .map((chain) => ({ ref, chain })),
  );
}

/** Whether another stretch, which the cursor moves, lies between it and the cursor's centre. */
function isHidden({ chain }: Stretch, all: readonly Stretch[], rim: Rim): boolean {
  return all.some(({ chain: other }) => {
    const isBefore = other.distance < chain.distance && other.distance < rim.radius - slackOf(rim);
    return isBefore && overlapInAngle(chain, other);
  });
}

function overlapInAngle(a: Chain, b: Chain): boolean {
  const between = Math.cos(a.bearing + a.sweep / 2 - b.bearing - b.sweep / 2);
  const apart = Math.acos(Math.min(1, Math.max(-1, between)));
  return apart < (Math.abs(a.sweep) + Math.abs(b.sweep)) / 2;
}

/** The parts with these stretches on the rim; null where an outline would cross or swallow one. */
function yielded(parts: Parts, stretches: readonly Stretch[], rim: Rim): Parts | null {
  const refs = refsOf(parts);
  const changed = refs.map((ref) => {
    const ring = ringAt(parts, ref)!;
    const chains = stretches.filter(
      (one) => one.ref.part === ref.part && one.ref.ring === ref.ring,
    );
    if (chains.length > 0)
      return onRim(
        ring,
        chains.map(({ chain }) => chain),
        rim,
      );
    return isInCircle(ring, rim.centre, rim.radius) ? inflated(ring, rim) : null;
  });
  const reworked = changed.filter((one) => one !== null);
  if (reworked.length === 0) return parts;
  const still = refs.filter((_, i) => !changed[i]).map((ref) => ringAt(parts, ref)!);
  if (reworked.some(({ ring }) => ring.length < 6) || crossesAnew(reworked, still)) return null;
  const swallowed = still.filter((ring) => isInCircle(ring, rim.centre, rim.radius));
  const turnsOver = refs.some((ref, i) => {
    const [old, now] = [ringAt(parts, ref)!, changed[i]?.ring];
    return (
      now &&
      swallowed.some((ring) => inRing(old, pointOf(ring, 0)) !== inRing(now, pointOf(ring, 0)))
    );
  });
  if (turnsOver) return null;
  return refs.reduce(
    (all, ref, i) => (changed[i] ? withRing(all, ref, changed[i].ring) : all),
    parts,
  );
}

/** A ring wholly in the cursor is blown up to its rim from inside; from outside it stays. */
function inflated(ring: Ring, rim: Rim): Reworked | null {
  if (!inRing(ring, rim.centre)) return null;
  const first = pointOf(ring, 0);
  const bearing = Math.atan2(first.y - rim.centre.y, first.x - rim.centre.x);
  const points = wholeRim(bearing, Math.sign(signedArea(ring)) * 2 * Math.PI, rim);
  return { ring: points.flatMap(({ x, y }) => [x, y]), fresh: points.map(() => true) };
}

/** The ring with chains of it replaced; its first vertex stays first if it is kept. */
function onRim(ring: Ring, chains: readonly Chain[], rim: Rim): Reworked {
  const count = ring.length / 2;
  const byStart = new Map(chains.map((chain) => [chain.enters, chain]));
  const covered = new Set(chains.flatMap((chain) => coveredBy(chain, count)));
  const points: number[] = [];
  const fresh: boolean[] = [];
  for (let i = 0; i < count; i += 1) {
    if (covered.has(i)) continue;
    const chain = byStart.get(i);
    points.push(ring[i * 2]!, ring[i * 2 + 1]!);
    fresh.push(chain !== undefined);
    for (const { x, y } of chain ? spacedPoints(ring, chain, rim) : []) {
      points.push(x, y);
      fresh.push(true);
    }
  }
  return { ring: points, fresh };
}

function coveredBy({ enters, points }: Chain, count: number): number[] {
  return Array.from({ length: points.length - 2 }, (_, i) => (enters + 1 + i) % count);
}

/**
 * The new points without those that come too close to the one before or to where the chain ends,
 * and without places on the circle that the outline passes just as well on its way to the next.
 */
function spacedPoints(ring: Ring, chain: Chain, rim: Rim): Point[] {
  const start = pointOf(ring, chain.enters);
  const end = pointOf(ring, chain.leaves + 1);
  const points = pushedToRim(chain, rim);
  const [first, second] = points;
  const [beforeLast, last] = points.slice(-2);
  if (isSpare(first!, start, second!, rim.spacing)) points.shift();
  if (isSpare(last!, end, beforeLast!, rim.spacing)) points.pop();
  let previous = start;
  return points.filter((point) => {
    const least = Math.min(distance(point, previous), distance(point, end));
    if (least < rim.spacing / 3) return false;
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
