/** Where a stretch of outline comes to lie when a round cursor has pushed it to its rim. */
import type { Chain } from "./chains";
import { snapped } from "./types";
import type { Point } from "./types";

export type IsFixed = (x: number, y: number) => boolean;

export interface Rim {
  readonly centre: Point;
  readonly radius: number;
  /** Between new points, image pixels. */
  readonly spacing: number;
  /** Where the outline may not go. */
  readonly isFixed?: IsFixed | undefined;
}

const WIDEST = Math.PI / 6;

/** A point of the pushed outline; an old one is a vertex that stays, bit for bit. */
export interface RimPoint extends Point {
  readonly isOld: boolean;
}

/**
 * The points of a chain on the rim, from where it comes into the cursor to where it goes out; null
 * when all of it is held in place. New points lie just so far out that the edges between them touch
 * the cursor: what is pushed is then outside of it.
 */
export function pushedToRim(chain: Chain, rim: Rim): RimPoint[] | null {
  const samples = samplesOf(chain.bearing, chain.sweep, rim);
  const free = rim.isFixed ? heldBack(chain, samples, rim, rim.isFixed) : samples.map(asNew);
  if (!free) return null;
  return [asNew(chain.points[0]!), ...free, asNew(chain.points.at(-1)!)];
}

/** The whole rim from a bearing on, in the direction of `sweep`, a full turn. */
export function wholeRim(bearing: number, sweep: number, rim: Rim): Point[] {
  return samplesOf(bearing, sweep, rim).map(asNew);
}

function asNew({ x, y }: Point): RimPoint {
  return { x: snapped(x), y: snapped(y), isOld: false };
}

interface Sample extends Point {
  /** The angle from the chain's start, the sign of its sweep left out. */
  readonly turn: number;
}

function samplesOf(bearing: number, sweep: number, { centre, radius, spacing }: Rim): Sample[] {
  const count = Math.max(1, Math.ceil(Math.abs(sweep) / Math.min(WIDEST, spacing / radius)));
  const step = sweep / count;
  const out = radius / Math.cos(step / 2);
  return Array.from({ length: count }, (_, i) => {
    const angle = bearing + step * (i + 0.5);
    const [x, y] = [centre.x + out * Math.cos(angle), centre.y + out * Math.sin(angle)];
    return { x, y, turn: Math.abs(step) * (i + 0.5) };
  });
}

/** Pixels: less than that is no way to go. */
const STUCK = 0.1;
const HALVINGS = 10;

/**
 * The samples, those in a fixed place drawn back to the last free one before it. Where the outline
 * cannot move at all it keeps the vertices it has.
 */
function heldBack(
  chain: Chain,
  samples: readonly Sample[],
  rim: Rim,
  isFixed: IsFixed,
): RimPoint[] | null {
  const held = samples.map((sample) => {
    if (!isFixed(sample.x, sample.y)) return { ...sample, isStuck: false };
    const start = chainAt(chain, rim.centre, sample.turn);
    const { x, y } = lastFree(start, sample, isFixed);
    const isStuck = Math.hypot(x - start.x, y - start.y) < STUCK;
    return { x, y, turn: sample.turn, isStuck };
  });
  if (held.every(({ isStuck }) => isStuck)) return null;
  const sampleAt = (turn: number): number =>
    Math.max(0, Math.floor((turn / Math.abs(chain.sweep)) * held.length));
  const stays = ({ turn }: Sample): boolean =>
    held[sampleAt(turn)]?.isStuck ?? held.at(-1)!.isStuck;
  // Between the stuck and the free, a stuck sample is needed: there the outline turns off.
  const moves = held.filter((sample, i) => {
    return !sample.isStuck || held[i - 1]?.isStuck === false || held[i + 1]?.isStuck === false;
  });
  const all = [
    ...moves.map((sample) => ({ ...asNew(sample), turn: sample.turn })),
    ...verticesByTurn(chain, rim.centre)
      .filter(stays)
      .map((one) => ({ ...one, isOld: true })),
  ];
  return all.sort((one, other) => one.turn - other.turn);
}

/** The last point free on the way, taken to be so at its start. */
function lastFree(start: Point, end: Point, isFixed: IsFixed): Point {
  let [free, fixed] = [0, 1];
  const at = (t: number): Point => ({
    x: start.x + t * (end.x - start.x),
    y: start.y + t * (end.y - start.y),
  });
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (free + fixed) / 2;
    const { x, y } = at(middle);
    if (isFixed(x, y)) fixed = middle;
    else free = middle;
  }
  return at(free);
}

/** The chain's own vertices with the angle each is reached at. */
function verticesByTurn(chain: Chain, centre: Point): Sample[] {
  let turn = 0;
  const sign = Math.sign(chain.sweep);
  return chain.points.slice(1, -1).map((point, i) => {
    turn += sign * angleBetween(centre, chain.points[i]!, point);
    return { ...point, turn };
  });
}

/** Where the chain is when it has gone through the angle `turn`. */
function chainAt(chain: Chain, centre: Point, turn: number): Point {
  const sign = Math.sign(chain.sweep);
  let gone = 0;
  for (let i = 1; i < chain.points.length; i += 1) {
    const [a, b] = [chain.points[i - 1]!, chain.points[i]!];
    const angle = sign * angleBetween(centre, a, b);
    if (gone + angle >= turn) return onRay(centre, a, b, (turn - gone) * sign);
    gone += angle;
  }
  return chain.points.at(-1)!;
}

/** On the way from a to b, where the centre sees it `angle` after a. */
function onRay(centre: Point, a: Point, b: Point, angle: number): Point {
  const bearing = Math.atan2(a.y - centre.y, a.x - centre.x) + angle;
  const [ux, uy] = [Math.cos(bearing), Math.sin(bearing)];
  const sideOf = (p: Point): number => ux * (p.y - centre.y) - uy * (p.x - centre.x);
  const [sa, sb] = [sideOf(a), sideOf(b)];
  const t = sa === sb ? 0 : sa / (sa - sb);
  return { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
}

function angleBetween(centre: Point, a: Point, b: Point): number {
  const [ax, ay] = [a.x - centre.x, a.y - centre.y];
  const [bx, by] = [b.x - centre.x, b.y - centre.y];
  return Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
}
