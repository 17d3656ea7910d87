import fc from "fast-check";
import { expect, test } from "vitest";
import { isSound } from "../../src/geometry/crossings";
import { push } from "../../src/geometry/push";
import { boxOf, contains, distanceToRing, partsArea, signedArea } from "../../src/geometry/rings";
import { GRID } from "../../src/geometry/types";
import type { Parts, Point, Ring } from "../../src/geometry/types";
import { FRAME, partsOf, pointsOf, ringsWithHole, simpleRings, square } from "./examples";

const BOX = partsOf(square(0, 0, 100));

/** Along the way in moves of `stride` pixels, as a hand would. */
function pushedAlong(
  parts: Parts,
  way: readonly Point[],
  radius: number,
  options: { spacing: number; stride?: number; isFixed?: (x: number, y: number) => boolean },
): Parts {
  const { stride = 2, ...rest } = options;
  return movesOf(way, stride).reduce((now, [from, to]) => push(now, from, to, radius, rest), parts);
}

function movesOf(way: readonly Point[], stride: number): [Point, Point][] {
  return way.slice(1).flatMap((to, i) => {
    const from = way[i]!;
    const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / stride));
    const at = (n: number): Point => ({
      x: from.x + ((to.x - from.x) * n) / count,
      y: from.y + ((to.y - from.y) * n) / count,
    });
    return Array.from({ length: count }, (_, n): [Point, Point] => [at(n), at(n + 1)]);
  });
}

test("from inside it pushes out: the cursor ends up covered, with its rim as outline", () => {
  const after = pushedAlong(
    BOX,
    [
      { x: 50, y: 50 },
      { x: 110, y: 50 },
    ],
    20,
    { spacing: 3 },
  );
  expect(boxOf(after).x2).toBeCloseTo(130, 0);
  // A finger: 10 pixels of it 40 wide, and half a disc; less the corners of its rounding.
  expect(partsArea(after)).toBeCloseTo(10000 + 400 + 200 * Math.PI, -1);
  expect(distanceToRing(after[0]!.outer, { x: 110, y: 50 })).toBeGreaterThan(20 - 0.1);
});

test("from outside it pushes in, as far as the cursor comes", () => {
  const after = pushedAlong(
    BOX,
    [
      { x: 50, y: -30 },
      { x: 50, y: 10 },
    ],
    20,
    { spacing: 3 },
  );
  expect(contains(after, { x: 50, y: 29 })).toBe(false);
  expect(contains(after, { x: 50, y: 31 })).toBe(true);
  expect(partsArea(after)).toBeCloseTo(10000 - 400 - 200 * Math.PI, -1);
});

test("going back does not pull", () => {
  const out = pushedAlong(
    BOX,
    [
      { x: 50, y: 50 },
      { x: 95, y: 50 },
    ],
    20,
    { spacing: 3 },
  );
  const back = pushedAlong(
    out,
    [
      { x: 95, y: 50 },
      { x: 50, y: 50 },
    ],
    20,
    { spacing: 3 },
  );
  expect(back).toBe(out);
});

test("away from the outline, clear of it or standing still nothing happens", () => {
  const options = { spacing: 3 };
  expect(push(BOX, { x: 50, y: 50 }, { x: 55, y: 50 }, 20, options)).toBe(BOX);
  expect(push(BOX, { x: 90, y: 50 }, { x: 88, y: 50 }, 20, options)).toBe(BOX);
  expect(push(BOX, { x: 95, y: 50 }, { x: 95, y: 50 }, 20, options)).toBe(BOX);
  expect(push(BOX, { x: 200, y: 50 }, { x: 210, y: 50 }, 20, options)).toBe(BOX);
});

test("one long move does what many short ones do", () => {
  const way = [
    { x: 50, y: 50 },
    { x: 110, y: 50 },
  ];
  const [short, long] = [1, 60].map((stride) => pushedAlong(BOX, way, 20, { spacing: 3, stride }));
  expect(Math.abs(partsArea(short!) - partsArea(long!))).toBeLessThan(12);
});

test("pressed beside the outline it pushes the way it comes from, though it soon goes over it", () => {
  const out = push(BOX, { x: 99, y: 50 }, { x: 104, y: 50 }, 10, { spacing: 2 });
  expect(partsArea(out)).toBeGreaterThan(10000);
  const into = push(BOX, { x: 101, y: 50 }, { x: 96, y: 50 }, 10, { spacing: 2 });
  expect(partsArea(into)).toBeLessThan(10000);
});

test("the vertices it did not cover stay bit for bit, the first one first", () => {
  const fine = partsOf([0.123456, 0, 50.5555, 0.01234, 100, 0, 100, 100, 0, 100]);
  const after = pushedAlong(
    fine,
    [
      { x: 60, y: 60 },
      { x: 60, y: 110 },
    ],
    15,
    { spacing: 3 },
  );
  expect(after[0]!.outer.slice(0, 8)).toEqual(fine[0]!.outer.slice(0, 8));
  expect(after[0]!.outer.slice(-2)).toEqual([0, 100]);
});

test("a hole is pushed like any outline, the outer ring stays the same object", () => {
  const after = pushedAlong(
    FRAME,
    [
      { x: 50, y: 50 },
      { x: 60, y: 50 },
    ],
    15,
    { spacing: 3 },
  );
  expect(partsArea(after)).toBeLessThan(8400);
  expect(after[0]!.outer).toBe(FRAME[0]!.outer);
});

test("a wall behind the pushed one goes ahead of the cursor: a limb bends and does not break", () => {
  const limb = partsOf([0, 100, 45, 100, 45, 0, 55, 0, 55, 100, 100, 100, 100, 130, 0, 130]);
  const after = pushedAlong(
    limb,
    [
      { x: 10, y: 50 },
      { x: 70, y: 50 },
    ],
    20,
    { spacing: 4 },
  );
  expect(isSound(after)).toBe(true);
  expect(contains(after, { x: 91, y: 50 })).toBe(true);
  expect(contains(after, { x: 50, y: 50 })).toBe(false);
  expect(contains(after, { x: 50, y: 5 })).toBe(true);
});

test("an outer ring pushed against a hole takes its wall along and never crosses it", () => {
  const after = pushedAlong(
    FRAME,
    [
      { x: 50, y: -30 },
      { x: 50, y: 30 },
    ],
    15,
    { spacing: 3 },
  );
  expect(isSound(after)).toBe(true);
  expect(after[0]!.holes).toHaveLength(1);
});

test("a ring inside the cursor is blown up from inside and left alone from outside", () => {
  const tiny = partsOf(square(0, 0, 4));
  const from = { x: 2, y: 2 };
  expect(partsArea(push(tiny, from, { x: 2.5, y: 2 }, 10, { spacing: 2 }))).toBeGreaterThan(310);
  expect(push(tiny, { x: 6, y: 2 }, { x: 5, y: 2 }, 10, { spacing: 2 })).toBe(tiny);
});

test("it does not swallow a ring that lies wholly in the cursor", () => {
  const parts = partsOf(square(0, 0, 100), square(48, 4, 4));
  const after = pushedAlong(
    parts,
    [
      { x: 50, y: -30 },
      { x: 50, y: 15 },
    ],
    20,
    { spacing: 3 },
  );
  expect(contains(after, { x: 45, y: 30 })).toBe(true);
  expect(isSound(after)).toBe(true);
  const hole = after[0]!.holes[0]!;
  expect(signedArea(hole)).toBeGreaterThan(0);
  expect(distanceToRing(after[0]!.outer, { x: hole[0]!, y: hole[1]! })).toBeGreaterThan(0);
});

test("it stops at a fixed place and hugs it", () => {
  const isFixed = (x: number): boolean => x > 106;
  const way = [
    { x: 60, y: 50 },
    { x: 110, y: 50 },
  ];
  const after = pushedAlong(BOX, way, 20, { spacing: 3, isFixed });
  expect(boxOf(after).x2).toBeLessThanOrEqual(106);
  expect(boxOf(after).x2).toBeGreaterThan(105.9);
  expect(isSound(after)).toBe(true);
});

test("what cannot move keeps its vertices", () => {
  const fine = partsOf([0, 0, 100, 0, 100, 45.123, 100, 55.456, 100, 100, 0, 100]);
  const way = [
    { x: 60, y: 50 },
    { x: 95, y: 50 },
  ];
  const after = pushedAlong(fine, way, 20, { spacing: 3, isFixed: (x) => x > 100 });
  expect(pointsOf(after[0]!.outer)).toEqual(expect.arrayContaining(["100,45.123", "100,55.456"]));
  expect(partsArea(after)).toBeCloseTo(10000, 0);
});

/** A hand that turns now and then, 60 moves from the middle of the examples. */
const walks: fc.Arbitrary<Point[]> = fc
  .array(
    fc.record({
      turn: fc.double({ min: -0.9, max: 0.9, noNaN: true }),
      stride: fc.double({ min: 0.3, max: 9, noNaN: true }),
    }),
    { minLength: 60, maxLength: 60 },
  )
  .chain((steps) =>
    fc
      .record({
        x: fc.integer({ min: 120, max: 280 }),
        y: fc.integer({ min: 120, max: 280 }),
        bearing: fc.double({ min: 0, max: 6.28, noNaN: true }),
      })
      .map(({ x, y, bearing }) => {
        let [at, angle] = [{ x, y }, bearing];
        return steps.map(({ turn, stride }) => {
          angle += turn;
          at = { x: at.x + stride * Math.cos(angle), y: at.y + stride * Math.sin(angle) };
          return at;
        });
      }),
  );

test("wherever the hand goes: sound, wound as before, no point crowding, the rest bit for bit", () => {
  const radii = fc.integer({ min: 5, max: 35 });
  fc.assert(
    fc.property(
      fc.oneof(
        ringsWithHole,
        simpleRings.map((r) => partsOf(r)),
      ),
      walks,
      radii,
      (parts, way, radius) => {
        const spacing = Math.max(2, radius / 6);
        let now = parts;
        for (const [from, to] of movesOf(way, Infinity)) {
          now = push(now, from, to, radius, { spacing });
          expect(isSound(now)).toBe(true);
        }
        expect(Math.sign(signedArea(now[0]!.outer))).toBe(Math.sign(signedArea(parts[0]!.outer)));
        expect(now[0]!.holes).toHaveLength(parts[0]!.holes.length);
        const reach = radius + spacing;
        const isClear = (x: number, y: number): boolean => wayDistance(way, { x, y }) > reach;
        const clear = clearPoints(parts[0]!.outer, isClear);
        expect(pointsOf(now[0]!.outer)).toEqual(expect.arrayContaining(clear));
        expect(clearPoints(now[0]!.outer, isClear)).toEqual(clear);
        expect(closestOf(now[0]!.outer, parts[0]!.outer)).toBeGreaterThan(spacing / 3 - 2 * GRID);
      },
    ),
    { numRuns: 60 },
  );
});

/** In the ring's order from the smallest name on, so that the start vertex does not matter. */
function clearPoints(ring: Ring, isClear: (x: number, y: number) => boolean): string[] {
  const points = pointsOf(ring).filter((point) => {
    const [x, y] = point.split(",").map(Number);
    return isClear(x!, y!);
  });
  const first = points.indexOf([...points].sort()[0]!);
  return [...points.slice(first), ...points.slice(0, first)];
}

function wayDistance(way: readonly Point[], point: Point): number {
  const there = way.flatMap(({ x, y }) => [x, y]);
  const back = [...way].reverse().flatMap(({ x, y }) => [x, y]);
  return distanceToRing([...there, ...back], point);
}

/** The least distance between neighbours of which one at least is not among the `old` points. */
function closestOf(ring: Ring, old: Ring): number {
  const known = new Set(pointsOf(old));
  const points = pointsOf(ring);
  let least = Infinity;
  for (let i = 0; i < points.length; i += 1) {
    const [a, b] = [points[i]!, points[(i + 1) % points.length]!];
    if (known.has(a) && known.has(b)) continue;
    const [ax, ay, bx, by] = [...a.split(","), ...b.split(",")].map(Number) as number[];
    least = Math.min(least, Math.hypot(ax! - bx!, ay! - by!));
  }
  return least;
}
