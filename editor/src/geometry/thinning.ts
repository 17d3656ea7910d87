/** Douglas and Peucker (1973), worked out once for every tolerance. */
import type { Path, Ring } from "./types";

/**
 * For each point of an open line the tolerance, pixels, from which on it is left out: (n,),
 * Infinity at both ends. Thinning to a tolerance keeps the points above it.
 */
function weightsOfPath(path: Path): Float64Array {
  const last = path.length / 2 - 1;
  const weights = new Float64Array(last + 1);
  weights[0] = weights[last] = Infinity;
  weigh(path, 0, last, weights);
  return weights;
}

/** The line without the points that lie within `tolerance` pixels of the line through the rest. */
export function thinnedPath(path: Path, tolerance: number): number[] {
  const weights = weightsOfPath(path);
  return path.filter((_, i) => weights[i >> 1]! > tolerance);
}

/**
 * The same for the points of a ring; two far from each other and the heaviest of the others stay.
 */
export function weightsOfRing(ring: Ring): Float64Array {
  const count = ring.length / 2;
  const from = farthestFrom(ring, farthestFrom(ring, 0));
  const turned = [
    ...ring.slice(2 * from),
    ...ring.slice(0, 2 * from),
    ring[2 * from]!,
    ring[2 * from + 1]!,
  ];
  const middle = farthestFrom(turned, 0);
  const weights = new Float64Array(count + 1);
  weights[0] = weights[middle] = Infinity;
  weigh(turned, 0, middle, weights);
  weigh(turned, middle, count, weights);
  weights[heaviest(weights.subarray(0, count))] = Infinity;
  return weights.slice(0, count).map((_, i) => weights[(i - from + count) % count]!);
}

/** The first of the greatest finite weights. */
function heaviest(weights: Float64Array): number {
  let best = -1;
  weights.forEach((weight, i) => {
    if (weight < Infinity && weight > (weights[best] ?? -1)) best = i;
  });
  return best;
}

function farthestFrom(path: Path, from: number): number {
  let best = { index: from, distance: -1 };
  for (let i = 0; i < path.length; i += 2) {
    const distance = Math.hypot(path[i]! - path[2 * from]!, path[i + 1]! - path[2 * from + 1]!);
    if (distance > best.distance) best = { index: i / 2, distance };
  }
  return best.index;
}

/** Weighs the points between two; none weighs more than the one that parted its stretch. */
function weigh(path: Path, first: number, last: number, weights: Float64Array): void {
  const open: [number, number, number][] = [[first, last, Infinity]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to, limit] = span;
    const { index, distance } = farthestBetween(path, from, to);
    if (index < 0) continue;
    const weight = Math.min(limit, distance);
    weights[index] = weight;
    open.push([from, index, weight], [index, to, weight]);
  }
}

/** The point between two that is farthest from the segment joining them; index -1 for none. */
function farthestBetween(
  path: Path,
  from: number,
  to: number,
): { index: number; distance: number } {
  const [ax, ay] = [path[from * 2]!, path[from * 2 + 1]!];
  const [dx, dy] = [path[to * 2]! - ax, path[to * 2 + 1]! - ay];
  const square = dx * dx + dy * dy || 1;
  let [index, most] = [-1, -1];
  for (let i = from + 1; i < to; i++) {
    const [px, py] = [path[i * 2]! - ax, path[i * 2 + 1]! - ay];
    const t = Math.min(1, Math.max(0, (px * dx + py * dy) / square));
    const distance = (px - t * dx) ** 2 + (py - t * dy) ** 2;
    if (distance > most) [index, most] = [i, distance];
  }
  return { index, distance: Math.sqrt(Math.max(0, most)) };
}
