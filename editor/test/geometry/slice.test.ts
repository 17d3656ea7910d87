import fc from "fast-check";
import { expect, test } from "vitest";
import { iou, join, slice } from "../../src/geometry/booleans";
import { isSound } from "../../src/geometry/crossings";
import { partsArea } from "../../src/geometry/rings";
import { FRAME, partsOf, pointsOf, ringsWithHole, square } from "./examples";

const SQUARE = partsOf(square(0, 0, 100));

test("a line across parts an outline in two, the larger first", () => {
  const [larger, smaller] = slice(SQUARE, [30, -10, 30, 110]);
  expect(partsArea(larger!)).toBe(7000);
  expect(smaller).toEqual(partsOf([0, 0, 30, 0, 30, 100, 0, 100]));
});

test("a line that ends inside, goes into a hole or misses parts nothing", () => {
  expect(slice(SQUARE, [50, -10, 50, 90])).toEqual([SQUARE]);
  expect(slice(SQUARE, [50, 20, 50, 90])[0]).toBe(SQUARE);
  expect(slice(FRAME, [50, -10, 50, 50])[0]).toBe(FRAME);
  expect(slice(SQUARE, [-10, -10, 110, -10])[0]).toBe(SQUARE);
});

test("a line through a hole parts the frame, one that ends in it and goes on does too", () => {
  expect(slice(FRAME, [50, -10, 50, 110])).toHaveLength(2);
  const pieces = slice(FRAME, [50, -10, 50, 50, 110, 50]);
  expect(pieces.map(partsArea)).toEqual([6300, 2100]);
});

test("a wavy line cuts off each wave", () => {
  const wave = [-10, 20, 20, -10, 40, 20, 60, -10, 80, 20, 110, -10];
  expect(slice(SQUARE, wave).length).toBe(4);
});

test("parts that the line leaves whole stay with the largest piece", () => {
  const other = partsOf(square(200, 0, 10))[0]!;
  const [largest, rest] = slice([other, ...SQUARE], [30, -10, 30, 110]);
  expect(largest).toContain(other);
  expect(rest).toHaveLength(1);
});

test("slicing and joining restores the outline and its vertices", () => {
  const line = fc
    .tuple(fc.integer({ min: 120, max: 280 }), fc.integer({ min: 120, max: 280 }))
    .map(([left, right]) => [100, left, 200, (left + right) / 2 + 7, 300, right]);
  fc.assert(
    fc.property(ringsWithHole, line, (parts, path) => {
      const pieces = slice(parts, path);
      const total = pieces.reduce((sum, piece) => sum + partsArea(piece), 0);
      expect(pieces.every(isSound)).toBe(true);
      expect(Math.abs(total - partsArea(parts))).toBeLessThan(0.5);
      const again = join(pieces);
      expect(iou(again, parts)).toBeGreaterThan(0.9999);
      const points = new Set(
        again.flatMap((part) => [part.outer, ...part.holes]).flatMap(pointsOf),
      );
      for (const ring of [parts[0]!.outer, ...parts[0]!.holes]) {
        expect(pointsOf(ring).every((point) => points.has(point))).toBe(true);
      }
    }),
  );
});

test("a straight cut across a square joins to the very square", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 95 }), fc.integer({ min: 5, max: 95 }), (top, bottom) => {
      const [again] = join(slice(SQUARE, [top, -10, bottom, 110]));
      expect(pointsOf(again!.outer).sort()).toEqual(pointsOf(SQUARE[0]!.outer).sort());
    }),
  );
});

test("a part that the line leaves whole stays on its own side", () => {
  const [left, right] = [0, 100].map((x) => ({
    outer: [x, 0, x + 10, 0, x + 10, 10, x, 10],
    holes: [],
  }));
  const wide = { outer: [20, 0, 80, 0, 80, 40, 20, 40], holes: [] };
  const pieces = slice([left!, wide, right!], [45, -10, 45, 60]);
  expect(pieces).toHaveLength(2);
  expect(pieces[0]).toContain(right);
  expect(pieces[1]).toContain(left);
});
