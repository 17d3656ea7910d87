/** Rings smoothed by a Gaussian along their length. */
import { withoutRepeats } from "./rings";
import { type Part, type Parts, type Ring, pointOf, snapped } from "./types";

/** Points a ring is spread over, at most and for each deviation. */
const MOST_POINTS = 1_000;
const POINTS_A_SIGMA = 3;
const HALVINGS = 6;

/**
 * Widest smoothing tried, as a share of a ring's length: a circle would lose a fifth of its area.
 */
const WIDEST = 1 / 20;

/** The widest of the smoothings tried that `passes`; `parts` itself when none does. */
export function widelySmoothed(parts: Parts, passes: (smooth: Parts) => boolean): Parts {
  let best = parts;
  let [low, high] = [0, WIDEST];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const share = (low + high) / 2;
    const smooth = parts.map((part) => smoothPart(part, share));
    if (passes(smooth)) [best, low] = [smooth, share];
    else high = share;
  }
  return best;
}

function smoothPart({ outer, holes }: Part, share: number): Part {
  return { outer: smoothRing(outer, share), holes: holes.map((hole) => smoothRing(hole, share)) };
}

/** `share` of the ring's length is the Gaussian's deviation. */
function smoothRing(ring: Ring, share: number): Ring {
  const count = Math.min(MOST_POINTS, Math.ceil(POINTS_A_SIGMA / share));
  const even = spread(ring, count);
  const kernel = gaussian(share * count);
  const smooth: number[] = [];
  for (let i = 0; i < count; i++) {
    let [x, y] = [0, 0];
    kernel.forEach((weight, k) => {
      const from = 2 * ((i + k - (kernel.length >> 1) + count) % count);
      x += weight * even[from]!;
      y += weight * even[from + 1]!;
    });
    smooth.push(snapped(x), snapped(y));
  }
  const clean = withoutRepeats(smooth, true);
  return clean.length < 6 ? ring : clean;
}

/** Weights that sum to 1, three deviations to either side. */
function gaussian(sigma: number): number[] {
  const reach = Math.ceil(3 * sigma);
  const raw = Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

/** `count` points at even distances along the ring. */
function spread(ring: Ring, count: number): number[] {
  const lengths = ring.slice(0, ring.length / 2).map((_, i) => edgeLength(ring, i));
  const step = lengths.reduce((sum, length) => sum + length, 0) / count;
  const points: number[] = [];
  let [vertex, passed] = [0, 0];
  for (let i = 0; i < count; i++) {
    while (vertex < lengths.length - 1 && passed + lengths[vertex]! < i * step) {
      passed += lengths[vertex++]!;
    }
    const t = Math.min(1, (i * step - passed) / (lengths[vertex]! || 1));
    const [a, b] = [pointOf(ring, vertex), pointOf(ring, vertex + 1)];
    points.push(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
  }
  return points;
}

function edgeLength(ring: Ring, vertex: number): number {
  const [a, b] = [pointOf(ring, vertex), pointOf(ring, vertex + 1)];
  return Math.hypot(b.x - a.x, b.y - a.y);
}
