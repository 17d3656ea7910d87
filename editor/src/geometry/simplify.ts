/** Outlines with fewer points, or smoother ones, within a stated accuracy. */
import { iou as exactIou } from "./booleans";
import { isSound } from "./crossings";
import { deviation } from "./deviation";
import { areApart } from "./operate";
import { partsArea } from "./rings";
import { widelySmoothed } from "./smoothing";
import { weightsOfRing } from "./thinning";
import { type Parts, type Ring, ringsOf } from "./types";

export interface Simplified {
  readonly parts: Parts;
  /** Points. */
  readonly before: number;
  readonly after: number;
  /** Of the two areas. */
  readonly iou: number;
}

/**
 * With as few of their own points as keep an IoU of `iou`. No ring crosses itself or another of its
 * part afterwards: parts that do come back as they are.
 */
export function simplified(parts: Parts, iou = 0.98): Simplified {
  const few = isSound(parts) ? fewest(parts, iou) : parts;
  return {
    parts: few,
    before: pointsOf(parts),
    after: pointsOf(few),
    iou: few === parts ? 1 : exactIou(parts, few),
  };
}

/** The smoothest outline, with few points on the grid, that keeps an IoU of `iou`; else `parts`. */
export function smoothed(parts: Parts, iou = 0.98): Parts {
  if (!isSound(parts)) return parts;
  // 1 - IoU is a distance: what smoothing and thinning lose adds up to no more than is allowed.
  const half = 1 - (1 - iou) / 2;
  const passes = (smooth: Parts) => isSound(smooth) && exactIou(parts, smooth) >= half;
  const smooth = widelySmoothed(parts, passes);
  return smooth === parts ? parts : fewest(smooth, half);
}

function pointsOf(parts: Parts): number {
  return parts.flatMap(ringsOf).reduce((sum, ring) => sum + ring.length / 2, 0);
}

/**
 * Bisection on the points' weights, the tolerances at which the outline changes. IoU is not
 * monotone in the tolerance, nor is being sound, so the best that passed is kept.
 */
function fewest(parts: Parts, iou: number): Parts {
  const weights = new Map(parts.flatMap(ringsOf).map((ring) => [ring, weightsOfRing(ring)]));
  const steps = [...new Set([...weights.values()].flatMap((each) => [...each]))]
    .filter((weight) => weight < Infinity)
    .sort((a, b) => a - b);
  let best = parts;
  for (let low = 0, high = steps.length; low < high;) {
    const middle = (low + high) >> 1;
    const few = thinned(parts, weights, steps[middle]!);
    const passes = iouOf(parts, few, weights, steps[middle]!) >= iou && isSound(few);
    if (passes) [best, low] = [few, middle + 1];
    else high = middle;
  }
  return best;
}

type Weights = ReadonlyMap<Ring, Float64Array>;

/** Without the points whose weight is `tolerance` or less. */
function thinned(parts: Parts, weights: Weights, tolerance: number): Parts {
  const thin = (ring: Ring): Ring => {
    const own = weights.get(ring)!;
    return ring.filter((_, i) => own[i >> 1]! > tolerance);
  };
  return parts.map(({ outer, holes }) => ({ outer: thin(outer), holes: holes.map(thin) }));
}

/**
 * Exact where parts may overlap; else from the areas between old and new outline, never too high.
 */
function iouOf(parts: Parts, few: Parts, weights: Weights, tolerance: number): number {
  if (!areApart(parts)) return exactIou(parts, few);
  const lost = (ring: Ring) => deviation(ring, (v) => weights.get(ring)![v]! > tolerance);
  const off = parts.flatMap(ringsOf).reduce((sum, ring) => sum + lost(ring), 0);
  const both = partsArea(parts) + partsArea(few);
  return (both - off) / (both + off);
}
