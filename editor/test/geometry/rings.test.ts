import fc from "fast-check";
import { expect, test } from "vitest";
import {
  boxOf,
  contains,
  distanceToRing,
  inRing,
  labelPoint,
  partsArea,
  pathLength,
  reversed,
  signedArea,
  withoutRepeats,
} from "../../src/geometry/rings";
import { ringsOf } from "../../src/geometry/types";
import { FRAME, partsOf, ringsWithHole, simpleRings, square } from "./examples";

test("a square clockwise on the screen has its area, the other way round less", () => {
  expect(signedArea(square(10, 20, 5))).toBe(25);
  expect(signedArea(reversed(square(10, 20, 5)))).toBe(-25);
});

test("a hole counts against its part, whichever way it is wound", () => {
  expect(partsArea(FRAME)).toBe(10000 - 1600);
  expect(partsArea(partsOf(square(0, 0, 100), reversed(square(30, 30, 40))))).toBe(8400);
});

test("a point in a hole is not contained", () => {
  expect(contains(FRAME, { x: 50, y: 50 })).toBe(false);
  expect(contains(FRAME, { x: 15, y: 50 })).toBe(true);
  expect(contains(FRAME, { x: 101, y: 50 })).toBe(false);
});

test("the box of parts holds all outer rings", () => {
  const parts = [...partsOf(square(5, 6, 10)), ...partsOf(square(30, 0, 2))];
  expect(boxOf(parts)).toEqual({ x1: 5, y1: 0, x2: 32, y2: 16 });
});

test("a path's length is that of its pieces", () => {
  expect(pathLength([0, 0, 3, 4, 3, 10])).toBe(11);
});

test("repeats go, also across the end of a closed one", () => {
  expect(withoutRepeats([1, 1, 1, 1, 2, 2, 1, 1], false)).toEqual([1, 1, 2, 2, 1, 1]);
  expect(withoutRepeats([1, 1, 1, 1, 2, 2, 1, 1], true)).toEqual([1, 1, 2, 2]);
});

test("a label lies inside any simple ring, as far in as half the best of its lines", () => {
  fc.assert(
    fc.property(simpleRings, (ring) => {
      const point = labelPoint(partsOf(ring));
      expect(inRing(ring, point)).toBe(true);
      expect(distanceToRing(ring, point)).toBeGreaterThan(5);
    }),
    { numRuns: 200 },
  );
});

test("a label keeps out of holes", () => {
  fc.assert(
    fc.property(ringsWithHole, (parts) => {
      const point = labelPoint(parts);
      expect(contains(parts, point)).toBe(true);
      expect(ringsOf(parts[0]!).every((ring) => distanceToRing(ring, point) > 1)).toBe(true);
    }),
  );
});

test("a label goes to the largest part", () => {
  const parts = [...partsOf(square(0, 0, 5)), ...partsOf(square(50, 50, 20))];
  expect(labelPoint(parts)).toEqual({ x: 60, y: 60 });
});
