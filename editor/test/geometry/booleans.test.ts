import fc from "fast-check";
import { expect, test } from "vitest";
import {
  clipped,
  difference,
  intersection,
  iou,
  join,
  repaired,
  union,
} from "../../src/geometry/booleans";
import { isSound } from "../../src/geometry/crossings";
import { partsArea } from "../../src/geometry/rings";
import { translated } from "../../src/geometry/transform";
import { type Parts, type Ring, ringsOf } from "../../src/geometry/types";
import { FRAME, partsOf, pointsOf, ringsWithHole, simpleRings, square, star } from "./examples";

const SIDE_BY_SIDE = [partsOf(square(0, 0, 10)), partsOf(square(10, 0, 10))] as const;

/** Two outlines that overlap or not. */
const pairs = fc
  .tuple(ringsWithHole, simpleRings, fc.integer({ min: -90, max: 90 }))
  .map(([a, b, dx]): [Parts, Parts] => [a, translated(partsOf(b), dx, 30)]);

/** A point moved to the grid takes its two edges with it: square pixels for outlines of this size. */
const GRID_SLACK = 0.5;

function allPoints(parts: Parts): Set<string> {
  return new Set(parts.flatMap(ringsOf).flatMap(pointsOf));
}

test("squares side by side become one outline without the seam", () => {
  expect(union(...SIDE_BY_SIDE)).toEqual(partsOf([0, 0, 20, 0, 20, 10, 0, 10]));
});

test("areas add up: the whole is what is in both and what is in one only", () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const [all, both, rest] = [union(a, b), intersection(a, b), difference(a, b)].map(partsArea);
      expect(Math.abs(all! + both! - partsArea(a) - partsArea(b))).toBeLessThan(GRID_SLACK);
      expect(Math.abs(rest! + both! - partsArea(a))).toBeLessThan(GRID_SLACK);
    }),
  );
});

test("results are sound, with new points on the grid only", () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const known = new Set([...allPoints(a), ...allPoints(b)]);
      for (const result of [union(a, b), difference(a, b), intersection(a, b)]) {
        expect(isSound(result)).toBe(true);
        const made = [...allPoints(result)].filter((point) => !known.has(point));
        const isOnGrid = (value: string) => Math.round(Number(value) * 100) / 100 === Number(value);
        expect(made.every((point) => point.split(",").every(isOnGrid))).toBe(true);
      }
    }),
  );
});

test("vertices keep their digits below the grid", () => {
  const odd = partsOf([0.123456, 0.2, 10.000001, 0.3, 9.98765, 9.99, 0.1, 10.01]);
  const points = allPoints(difference(odd, partsOf(square(8, 8, 5))));
  expect(points).toContain("0.123456,0.2");
  expect(points).toContain("10.000001,0.3");
  expect(points).not.toContain("9.98765,9.99");
});

test("vertices on a straight edge stay where nothing reaches, and in their order", () => {
  const outer = [0, 0, 3, 0, 6, 0, 20, 0, 20, 20, 0, 20, 0, 10];
  const [cut] = difference(partsOf(outer), partsOf(square(15, 15, 10)));
  expect(cut!.outer).toEqual([0, 0, 3, 0, 6, 0, 20, 0, 20, 15, 15, 15, 15, 20, 0, 20, 0, 10]);
});

test("vertices that share a place on the grid all stay", () => {
  const outer = [0, 0, 5, 0, 5.001, 0.001, 5.002, 0.002, 20, 0, 20, 20, 0, 20];
  const [cut] = difference(partsOf(outer), partsOf(square(15, 15, 10)));
  expect(cut!.outer.slice(0, 10)).toEqual(outer.slice(0, 10));
});

test("what nothing reaches is the same object", () => {
  const far = partsOf(square(500, 500, 10));
  expect(difference(FRAME, far)).toBe(FRAME);
  expect(union(FRAME, far)).toEqual([FRAME[0], far[0]]);
  expect(union(FRAME, far)[0]).toBe(FRAME[0]);
  expect(union(FRAME, partsOf(square(5, 5, 10)))).toBe(FRAME);
  const [corner] = difference(FRAME, partsOf(square(90, 90, 20)));
  expect(corner!.holes[0]).toBe(FRAME[0]!.holes[0]);
});

test("a hole that is covered is gone, one half covered shrinks", () => {
  expect(union(FRAME, partsOf(square(25, 25, 50)))[0]!.holes).toEqual([]);
  expect(partsArea(union(FRAME, partsOf(square(25, 25, 25))))).toBe(partsArea(FRAME) + 400);
});

test("an island in a hole stays a part of its own", () => {
  const island = partsOf(square(40, 40, 10));
  expect(union(FRAME, island)).toHaveLength(2);
  expect(partsArea(union(FRAME, island))).toBe(partsArea(FRAME) + 100);
});

test("parts that overlap cover their area once", () => {
  const twice = [...partsOf(square(0, 0, 10)), ...partsOf(square(5, 0, 10))];
  expect(iou(twice, partsOf([0, 0, 15, 0, 15, 10, 0, 10]))).toBe(1);
});

test("outlines that touch in a vertex stay apart", () => {
  const corners = union(partsOf(square(0, 0, 10)), partsOf(square(10, 10, 10)));
  expect(corners).toHaveLength(2);
});

test("many join into one", () => {
  const row = [0, 10, 20, 30].map((x) => partsOf(square(x, 0, 10)));
  expect(join(row)).toEqual(partsOf([0, 0, 40, 0, 40, 10, 0, 10]));
  expect(join([])).toEqual([]);
});

test("clipping leaves what lies on the picture as it is", () => {
  const size = { width: 100, height: 50 };
  const parts = [...partsOf(square(10, 10, 10)), ...partsOf(square(90, 40, 20))];
  const [whole, cut] = clipped(parts, size);
  expect(whole).toBe(parts[0]);
  expect(pointsOf(cut!.outer).sort()).toEqual(["100,40", "100,50", "90,40", "90,50"]);
  expect(clipped(partsOf(square(200, 0, 10)), size)).toEqual([]);
  expect(clipped(FRAME, { width: 100, height: 100 })).toBe(FRAME);
});

test("a bow tie is repaired to two triangles, a sound part is the same object", () => {
  expect(repaired(FRAME)).toBe(FRAME);
  const bow = [0, 0, 10, 10, 10, 0, 0, 10];
  expect(repaired(partsOf(bow)).map(({ outer }) => outer.length)).toEqual([6, 6]);
});

/** Vertices on few places: edges overlap, vertices meet, and clipper alone would never end. */
const tangles: fc.Arbitrary<Ring> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
    minLength: 3,
    maxLength: 14,
  })
  .map((points) => points.flatMap(([x, y]) => [x * 10, y * 10]));

test("any tangle is repaired by the even-odd rule", () => {
  fc.assert(
    fc.property(tangles, (ring) => {
      const sound = repaired(partsOf(ring));
      expect(isSound(sound)).toBe(true);
      expect(Math.abs(partsArea(sound) - evenOddArea(ring))).toBeLessThan(GRID_SLACK);
    }),
    { numRuns: 300 },
  );
});

test("a tangle can be joined and cut", () => {
  fc.assert(
    fc.property(tangles, simpleRings, (ring, other) => {
      const [tangle, b] = [partsOf(ring), translated(partsOf(other), -170, -170)];
      const parts = partsArea(difference(tangle, b)) + partsArea(intersection(tangle, b));
      expect(Math.abs(parts - evenOddArea(ring))).toBeLessThan(2 * GRID_SLACK);
    }),
  );
});

/** By slabs between the heights at which anything happens: slow, and sure. */
function evenOddArea(ring: Ring): number {
  const edges = pointsOf(ring).map((_, i, all) => {
    const [a, b] = [all[i]!, all[(i + 1) % all.length]!].map((text) => text.split(",").map(Number));
    return a![1]! < b![1]! ? [...a!, ...b!] : [...b!, ...a!];
  });
  const heights = edges.flatMap(([ax, ay, bx, by]) => [
    ay!,
    by!,
    ...edges.flatMap(([cx, cy, dx, dy]) => {
      const cross = (bx! - ax!) * (dy! - cy!) - (by! - ay!) * (dx! - cx!);
      const t = ((cx! - ax!) * (dy! - cy!) - (cy! - ay!) * (dx! - cx!)) / cross;
      return t > 0 && t < 1 ? [ay! + t * (by! - ay!)] : [];
    }),
  ]);
  const sorted = [...new Set(heights)].sort((a, b) => a - b);
  return sorted.slice(1).reduce((sum, high, k) => {
    const middle = (high + sorted[k]!) / 2;
    const across = edges
      .filter(([, ay, , by]) => ay! < middle && by! > middle)
      .map(([ax, ay, bx, by]) => ax! + ((middle - ay!) / (by! - ay!)) * (bx! - ax!))
      .sort((a, b) => a - b);
    const width = across.reduce((total, x, i) => total + (i % 2 ? x : -x), 0);
    return sum + width * (high - sorted[k]!);
  }, 0);
}

const large = fc
  .tuple(fc.integer({ min: 310, max: 400 }), fc.double({ min: 0, max: 3, noNaN: true }))
  .map(([count, phase]) => {
    const radii = Array.from({ length: count }, (_, i) => 80 + 15 * Math.sin(phase * i * i));
    return partsOf(star({ x: 200, y: 200 }, radii), square(190, 190, 20));
  });

test("an outline of hundreds of points is worked on near the other only, with the same result", () => {
  const place = fc.integer({ min: 60, max: 340 });
  fc.assert(
    fc.property(large, place, place, (parts, x, y) => {
      const small = partsOf(square(x, y, 25));
      const [more, less] = [union(parts, small), difference(parts, small)];
      const common = partsArea(intersection(parts, small));
      expect(isSound(more) && isSound(less)).toBe(true);
      expect(Math.abs(partsArea(more) - partsArea(parts) - 625 + common)).toBeLessThan(GRID_SLACK);
      expect(Math.abs(partsArea(less) - partsArea(parts) + common)).toBeLessThan(GRID_SLACK);
      const isNear = ([px, py]: number[]) => px! >= x && px! <= x + 25 && py! >= y && py! <= y + 25;
      const away = [...allPoints(parts)].filter((p) => !isNear(p.split(",").map(Number)));
      for (const result of [more, less])
        expect([...allPoints(result)]).toEqual(expect.arrayContaining(away));
    }),
  );
});
