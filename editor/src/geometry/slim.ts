/** Fewer points where an edit has left many: only among those that it made, and within a bound. */
import { crossesAnew, reworkedFrom } from "./crossings";
import { weightsOfPath, weightsOfRing } from "./thinning";
import { pointOf, ringsOf, type Part, type Parts, type Ring } from "./types";

type Keeps = (x: number, y: number) => boolean;

/**
 * `after` without new vertices that lie within `tolerance` pixels of the line through the rest.
 * Vertices of `before` stay, and those that `isFixed`. Crosses itself no more than it did; parts and
 * rings that lose nothing are the same objects.
 */
export function slimmed(
  before: Parts,
  after: Parts,
  tolerance: number,
  isFixed: Keeps = () => false,
): Parts {
  if (after === before) return after;
  const rings = new Set(before.flatMap(ringsOf));
  const old = new Set<string>();
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 2) old.add(`${ring[i]},${ring[i + 1]}`);
  const keeps: Keeps = (x, y) => old.has(`${x},${y}`) || isFixed(x, y);
  const slim = (ring: Ring) => (rings.has(ring) ? ring : slimRing(ring, tolerance, keeps));
  return after.map((part) => slimPart(part, slim));
}

function slimPart(part: Part, slim: (ring: Ring) => Ring): Part {
  const rings = ringsOf(part);
  const now = rings.map(slim);
  const changed = now.flatMap((ring, r) =>
    ring === rings[r] ? [] : [reworkedFrom(rings[r]!, ring)],
  );
  const others = now.filter((ring, r) => ring === rings[r]);
  if (changed.length === 0 || crossesAnew(changed, others)) return part;
  const [outer, ...holes] = now;
  return { outer: outer!, holes };
}

function slimRing(ring: Ring, tolerance: number, keeps: Keeps): Ring {
  const count = ring.length / 2;
  const kept: number[] = [];
  for (let i = 0; i < count; i += 1) if (keeps(ring[2 * i]!, ring[2 * i + 1]!)) kept.push(i);
  const weights = kept.length > 0 ? weightsBetween(ring, kept) : weightsOfRing(ring);
  const left = weights.filter((weight) => weight > tolerance).length;
  if (left === count || left < 3) return ring;
  return ring.filter((_, i) => weights[i >> 1]! > tolerance);
}

/** Of each vertex, as of a line that ends at every one of `kept`. */
function weightsBetween(ring: Ring, kept: readonly number[]): Float64Array {
  const count = ring.length / 2;
  const weights = new Float64Array(count).fill(Infinity);
  kept.forEach((from, k) => {
    const to = kept[k + 1] ?? kept[0]! + count;
    const line: number[] = [];
    for (let i = from; i <= to; i += 1) {
      const { x, y } = pointOf(ring, i);
      line.push(x, y);
    }
    const between = weightsOfPath(line);
    for (let i = from + 1; i < to; i += 1) weights[i % count] = between[i - from]!;
  });
  return weights;
}
