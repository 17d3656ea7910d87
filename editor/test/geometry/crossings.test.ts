import fc from "fast-check";
import { expect, test } from "vitest";
import { crossesAnew, crossingsOf, isSound, pathCrossings } from "../../src/geometry/crossings";
import { reversed } from "../../src/geometry/rings";
import { FRAME, partsOf, ringsWithHole, square, startingAt } from "./examples";

const BOW = [0, 0, 10, 10, 10, 0, 0, 10];

test("simple rings and their holes are sound", () => {
  fc.assert(
    fc.property(ringsWithHole, (parts) => {
      expect(crossingsOf(parts)).toEqual([]);
    }),
  );
  expect(isSound(FRAME)).toBe(true);
});

test("a bow tie crosses once, in its middle, from any start and either way", () => {
  for (const start of [0, 1, 2, 3]) {
    const ring = startingAt(BOW, start);
    expect(crossingsOf(partsOf(ring))).toEqual([{ x: 5, y: 5 }]);
    expect(crossingsOf(partsOf(reversed(ring)))).toEqual([{ x: 5, y: 5 }]);
  }
  expect(isSound(partsOf(BOW))).toBe(false);
});

test("a hole that leaves its part crosses where it does", () => {
  const points = crossingsOf(partsOf(square(0, 0, 10), [5, 5, 15, 5, 15, 8]));
  expect(points.sort((a, b) => a.y - b.y)).toEqual([
    { x: 10, y: 5 },
    { x: 10, y: 6.5 },
  ]);
});

test("parts may lie on one another", () => {
  expect(isSound([...partsOf(square(0, 0, 10)), ...partsOf(square(5, 5, 10))])).toBe(true);
});

test("a spike is reported", () => {
  expect(crossingsOf(partsOf([0, 0, 10, 0, 10, 10, 20, 10, 10, 10, 0, 10]))).toEqual([
    { x: 15, y: 10 },
  ]);
});

test("edges that run along each other are reported where they do", () => {
  const hole = [2, 0, 6, 0, 4, 4];
  expect(crossingsOf(partsOf(square(0, 0, 10), hole))).toEqual([{ x: 4, y: 0 }]);
});

test("a ring that touches itself or a hole that touches its outer ring is sound", () => {
  const pinched = [0, 0, 10, 0, 5, 5, 10, 10, 0, 10, 5, 5];
  expect(isSound(partsOf(pinched))).toBe(true);
  expect(isSound(partsOf(square(0, 0, 10), [5, 0, 7, 3, 3, 3]))).toBe(true);
});

test("a ring that goes through itself at a vertex is not", () => {
  expect(crossingsOf(partsOf([0, 0, 5, 5, 10, 10, 10, 0, 5, 5, 0, 10]))).toEqual([{ x: 5, y: 5 }]);
  expect(crossingsOf(partsOf([0, 0, 5, 5, 10, 10, 10, 0, 0, 10]))).toEqual([{ x: 5, y: 5 }]);
});

test("repeated points are no spike", () => {
  expect(isSound(partsOf([0, 0, 0, 0, 10, 0, 10, 10, 10, 10, 0, 10, 0, 0]))).toBe(true);
});

test("an open line crosses itself, or only comes back to its start", () => {
  expect(pathCrossings([0, 0, 10, 0, 10, 10, 5, -5])).toHaveLength(1);
  expect(pathCrossings([0, 0, 10, 0, 10, 10, 0, 0])).toEqual([]);
});

test("old crossings do not count against a new edge", () => {
  const ring = [0, 0, 10, 10, 10, 0, 0, 10, -5, 5];
  const fresh = [false, false, false, true, true];
  expect(crossesAnew([{ ring, fresh }])).toBe(false);
  expect(crossesAnew([{ ring, fresh: [true] }])).toBe(true);
  expect(crossesAnew([{ ring, fresh }], [square(-3, 5, 1)])).toBe(false);
  expect(crossesAnew([{ ring, fresh }], [square(-6, 5, 3)])).toBe(true);
});

test("the sweep finds what comparing all pairs finds", () => {
  const coordinate = fc.integer({ min: 0, max: 12 });
  const rings = fc.array(coordinate, { minLength: 6, maxLength: 24 }).map((flat) => {
    return flat.slice(0, flat.length - (flat.length % 2));
  });
  fc.assert(
    fc.property(rings, (ring) => {
      if (properCrossings(ring) > 0) expect(isSound(partsOf(ring))).toBe(false);
    }),
    { numRuns: 300 },
  );
});

function properCrossings(ring: readonly number[]): number {
  const n = ring.length / 2;
  const at = (i: number): [number, number] => [ring[(i % n) * 2]!, ring[(i % n) * 2 + 1]!];
  const side = (a: number[], b: number[], c: number[]): number =>
    Math.sign((b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!));
  let count = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 1; j < n; j += 1) {
      const [a, b, c, d] = [at(i), at(i + 1), at(j), at(j + 1)];
      const proper = side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
      if (proper) count += 1;
    }
  }
  return count;
}
