import fc from "fast-check";
import { expect, test } from "vitest";
import { iou } from "../../src/geometry/booleans";
import { isSound } from "../../src/geometry/crossings";
import { paint, strip } from "../../src/geometry/paint";
import { nearestOn } from "../../src/geometry/places";
import { contains, partsArea } from "../../src/geometry/rings";
import { ringsOf } from "../../src/geometry/types";
import { FRAME, partsOf, pointsOf, ringsWithHole, square } from "./examples";

const SQUARE = partsOf(square(0, 0, 100));

test("the brush sweeps a disc from one point, a capsule along a line", () => {
  const radius = 20;
  const disc = Math.PI * radius * radius;
  expect(Math.abs(partsArea(strip([50, 50], radius)) / disc - 1)).toBeLessThan(0.03);
  const capsule = disc + 2 * radius * 100;
  expect(Math.abs(partsArea(strip([0, 0, 100, 0], radius)) / capsule - 1)).toBeLessThan(0.03);
});

test("a sweep has points for its turns, not for its length or size", () => {
  expect(strip([50, 50], 2_000)[0]!.outer.length / 2).toBeLessThan(250);
  const straight = Array.from({ length: 200 }, (_, i) => [i, 0]).flat();
  expect(strip(straight, 10)[0]!.outer.length / 2).toBeLessThan(60);
});

test("the sweep is what lies within the radius, also where the brush goes to and fro", () => {
  const coordinate = fc.integer({ min: 0, max: 5 });
  const path = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 12 });
  const probes = fc.array(
    fc.tuple(
      fc.double({ min: -20, max: 70, noNaN: true }),
      fc.double({ min: -20, max: 70, noNaN: true }),
    ),
    { minLength: 20, maxLength: 20 },
  );
  fc.assert(
    fc.property(path, probes, fc.constantFrom(3, 10), (points, places, radius) => {
      const line = points.flatMap(([x, y]) => [10 * x, 10 * y]);
      const swept = strip(line, radius);
      expect(isSound(swept)).toBe(true);
      for (const [x, y] of places) {
        const { distance } = nearestOn([...line, ...line.slice(-2)], { x, y });
        if (Math.abs(distance - radius) < 0.4) continue;
        expect(contains(swept, { x, y })).toBe(distance < radius);
      }
    }),
  );
});

test("a sweep around leaves its middle free", () => {
  const round = [0, 0, 100, 0, 100, 100, 0, 100, 0, 0];
  expect(strip(round, 10)[0]!.holes).toHaveLength(1);
});

test("painting and erasing leave every vertex out of reach, bit for bit and in order", () => {
  const point = fc.tuple(fc.integer({ min: 120, max: 280 }), fc.integer({ min: 120, max: 280 }));
  fc.assert(
    fc.property(ringsWithHole, point, point, fc.boolean(), (parts, [x1, y1], [x2, y2], erase) => {
      const path = [x1, y1, x2, y2];
      const after = paint(parts, path, 12, { erase });
      expect(isSound(after)).toBe(true);
      const points = new Set(after.flatMap(ringsOf).flatMap(pointsOf));
      const reached = strip(path, 12.1);
      const isAway = (text: string) => {
        const [x, y] = text.split(",").map(Number);
        return !contains(reached, { x: x!, y: y! });
      };
      const away = parts.flatMap(ringsOf).flatMap(pointsOf).filter(isAway);
      expect([...points]).toEqual(expect.arrayContaining(away));
      const [outer] = after;
      if (after.length !== 1 || !isAway(pointsOf(parts[0]!.outer)[0]!)) return;
      const isStill = (text: string) => pointsOf(outer!.outer).includes(text);
      const kept = pointsOf(parts[0]!.outer).filter(isAway).filter(isStill);
      expect(pointsOf(outer!.outer).filter((text) => kept.includes(text))).toEqual(kept);
    }),
  );
});

test("painting inside changes nothing, erasing outside neither", () => {
  expect(paint(SQUARE, [50, 50, 60, 60], 10, { erase: false })).toBe(SQUARE);
  expect(paint(SQUARE, [200, 200], 10, { erase: true })).toBe(SQUARE);
});

test("painting onto nothing makes a new outline", () => {
  expect(paint([], [50, 50], 10, { erase: false })).toEqual(strip([50, 50], 10));
});

test("erasing in the middle makes a hole, across parts, everything empties", () => {
  expect(paint(SQUARE, [50, 50], 10, { erase: true })[0]!.holes).toHaveLength(1);
  expect(paint(SQUARE, [50, -20, 50, 120], 10, { erase: true })).toHaveLength(2);
  expect(paint(SQUARE, [50, 50], 100, { erase: true })).toEqual([]);
});

test("what is erased is painted back to the same area, with the same vertices beside it", () => {
  const path = [-20, 40, 50, 60, 120, 50];
  const halves = paint(SQUARE, path, 8, { erase: true });
  const again = paint(halves, path, 8, { erase: false });
  expect(again).toHaveLength(1);
  expect(iou(again, paint(SQUARE, path, 8, { erase: false }))).toBeGreaterThan(0.9999);
  const corners = pointsOf(SQUARE[0]!.outer);
  expect(pointsOf(again[0]!.outer)).toEqual(expect.arrayContaining(corners));
});

test("a hole that the brush does not touch is the same object", () => {
  for (const erase of [true, false]) {
    const [part] = paint(FRAME, [95, 95, 105, 105], 5, { erase });
    expect(part!.holes[0]).toBe(FRAME[0]!.holes[0]);
  }
});

test("kept off, the paint ends exactly at the neighbour's outline", () => {
  const neighbour = partsOf([110, 0, 200, 0, 200, 100, 110, 100, 112.34, 50]);
  const after = paint(SQUARE, [100, 30, 115, 70], 15, { erase: false, keepOff: [neighbour] });
  expect(pointsOf(after[0]!.outer)).toContain("112.34,50");
  expect(partsArea(after)).toBeGreaterThan(10_000);
  expect(iou(after, neighbour)).toBe(0);
});

test("stretch by stretch comes to the same area as all at once", () => {
  const path = [90, 10, 110, 30, 100, 50, 115, 80];
  const once = paint(SQUARE, path, 10, { erase: false });
  let now = SQUARE;
  for (let i = 0; i + 3 < path.length; i += 2) {
    now = paint(now, path.slice(i, i + 4), 10, { erase: false });
  }
  expect(iou(now, once)).toBeGreaterThan(0.999);
});
