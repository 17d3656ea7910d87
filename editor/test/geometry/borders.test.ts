import fc from "fast-check";
import { expect, test } from "vitest";
import { intersection, iou, union } from "../../src/geometry/booleans";
import { follow, snap, trace } from "../../src/geometry/borders";
import { nearestEdge } from "../../src/geometry/hits";
import { partsArea } from "../../src/geometry/rings";
import { translated } from "../../src/geometry/transform";
import { type EdgePlace, type Parts, withRing } from "../../src/geometry/types";
import { placed } from "../../src/geometry/vertices";
import { partsOf, pointsOf, square } from "./examples";

const A = partsOf(square(0, 0, 100));
const B = partsOf(square(100, 0, 100));
const REACH = 0.5;

function drag(vertex: number, x: number, y: number): Parts {
  return placed(A, { part: 0, ring: 0, vertex }, { x, y });
}

function followed(after: Parts, other: Parts): Parts | undefined {
  return follow(A, after, new Map([["other", other]]), REACH).get("other");
}

/** Neither gap nor overlap: the areas add up, and the union has one outline. */
function expectFlush(a: Parts, b: Parts): void {
  const both = union(a, b);
  expect(both).toHaveLength(1);
  expect(both[0]!.holes).toEqual([]);
  expect(partsArea(both)).toBeCloseTo(partsArea(a) + partsArea(b), 6);
}

test("a corner shared by two squares moves in both", () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 180 }), fc.integer({ min: 20, max: 180 }), (x, y) => {
      const after = drag(2, x, y);
      const other = followed(after, B);
      fc.pre(x !== 100 || y !== 100);
      expect(pointsOf(other![0]!.outer)).toContain(`${x},${y}`);
      expect(pointsOf(other![0]!.outer).filter((p) => p.startsWith("200"))).toHaveLength(2);
      expectFlush(after, other!);
    }),
  );
});

test("a redrawn border is the same points in both, whatever the number", () => {
  const offsets = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(offsets, (xs) => {
      const border = xs.flatMap((x, i) => [100 + x, (100 * (i + 1)) / (xs.length + 1)]);
      const snappedBorder = border.map((value) => Math.round(value * 100) / 100);
      const after = partsOf([0, 0, 100, 0, ...snappedBorder, 100, 100, 0, 100]);
      const other = followed(after, B) ?? B;
      expectFlush(after, other);
      const points = pointsOf(other[0]!.outer);
      if (xs.some((x) => x !== 0)) {
        expect(pointsOf(snappedBorder).every((p) => points.includes(p))).toBe(true);
      }
    }),
  );
});

test("wound the other way and begun elsewhere, a neighbour follows as well", () => {
  const turned = partsOf([200, 100, 200, 0, 100, 0, 100, 100]);
  const after = drag(1, 120, 10);
  expectFlush(after, followed(after, turned)!);
});

test("a longer edge follows along the shared part only", () => {
  const long = partsOf([100, -50, 200, -50, 200, 150, 100, 150]);
  const inwards = followed(drag(2, 90, 90), long)!;
  expect(pointsOf(inwards[0]!.outer)).toEqual([
    "100,-50",
    "200,-50",
    "200,150",
    "100,150",
    "100,100",
    "90,90",
    "100,0",
  ]);
  const outwards = followed(drag(2, 110, 110), long)!;
  expect(pointsOf(outwards[0]!.outer)).toContain("110,110");
  expect(partsArea(intersection(outwards, drag(2, 110, 110)))).toBeLessThan(0.1);
});

test("a neighbour beside the middle of the border keeps the direction of its sides", () => {
  const middle = partsOf([100, 20, 200, 20, 200, 80, 100, 80]);
  const after = partsOf([0, 0, 100, 0, 90, 50, 100, 100, 0, 100]);
  const moved = followed(after, middle)!;
  expect(pointsOf(moved[0]!.outer)).toEqual(["200,20", "200,80", "96,80", "90,50", "96,20"]);
});

test("a vertex shared alone moves with its twin", () => {
  const corner = partsOf(square(100, 100, 50));
  expect(followed(drag(2, 90, 95), corner)).toEqual(
    placed(corner, { part: 0, ring: 0, vertex: 0 }, { x: 90, y: 95 }),
  );
});

test("a gap within the reach closes", () => {
  const near = partsOf([100.3, 0, 200, 0, 200, 100, 100.3, 100]);
  const after = drag(2, 120, 100);
  expectFlush(after, followed(after, near)!);
});

test("who shares nothing of the change is left out, and the rest of a follower stays bit for bit", () => {
  expect(followed(drag(0, -10, -10), B)).toBeUndefined();
  expect(followed(drag(2, 90, 90), translated(B, 5, 0))).toBeUndefined();
  expect(followed(A, B)).toBeUndefined();
  const fine = partsOf(
    [100, 0, 200.123456, 0, 200, 100.654321, 100, 100],
    [150, 50, 160, 50, 155, 60],
  );
  const moved = followed(drag(2, 90, 90), fine)!;
  expect(pointsOf(moved[0]!.outer)).toEqual(
    expect.arrayContaining(["200.123456,0", "200,100.654321"]),
  );
  expect(moved[0]!.holes[0]).toBe(fine[0]!.holes[0]);
});

test("an instance that fills a hole follows the hole", () => {
  const frame = partsOf(square(0, 0, 100), square(30, 30, 40));
  const core = partsOf(square(30, 30, 40));
  const after = withRing(frame, { part: 0, ring: 1 }, [30, 30, 70, 30, 80, 80, 30, 70]);
  const moved = follow(frame, after, new Map([["core", core]]), REACH).get("core")!;
  expect(iou(union(after, moved), partsOf(square(0, 0, 100)))).toBe(1);
});

test("a vertex wins over an edge, the nearer over the farther, within reach", () => {
  const others = new Map([
    ["a", A],
    ["far", translated(A, 300, 0)],
  ]);
  expect(snap(others, { x: 97, y: -1 }, 6)).toMatchObject({
    key: "a",
    vertex: true,
    place: { vertex: 1, t: 0, point: { x: 100, y: 0 } },
  });
  expect(snap(others, { x: 50, y: -1 }, 6)).toMatchObject({ key: "a", vertex: false });
  expect(snap(others, { x: 200, y: 50 }, 6)).toBeNull();
});

function placeAt(x: number, y: number): EdgePlace {
  return nearestEdge(A, { x, y }, 1)!;
}

test("a boundary is traced the shorter way, or the longer, both ends included", () => {
  const [from, to] = [placeAt(50, 0), placeAt(100, 40)];
  expect(trace(A, from, to)).toEqual([50, 0, 100, 0, 100, 40]);
  expect(trace(A, to, from)).toEqual([100, 40, 100, 0, 50, 0]);
  expect(trace(A, from, to, true)).toEqual([50, 0, 0, 0, 0, 100, 100, 100, 100, 40]);
  expect(trace(A, placeAt(20, 0), placeAt(60, 0))).toEqual([20, 0, 60, 0]);
  expect(trace(A, placeAt(60, 0), placeAt(20, 0))).toEqual([60, 0, 20, 0]);
});

test("what is drawn along a traced boundary has its very vertices and no area in common", () => {
  const ring = [0, 0, 60, 10.123456, 100, 50, 70, 90.77, 20, 80];
  const other = partsOf(ring);
  const [from, to] = [
    nearestEdge(other, { x: 0, y: 0 }, 1)!,
    nearestEdge(other, { x: 100, y: 50 }, 1)!,
  ];
  const along = trace(other, from, to);
  expect(pointsOf(along)).toEqual(["0,0", "60,10.123456", "100,50"]);
  const drawn = partsOf([...along, 150, -50]);
  expect(intersection(drawn, other)).toEqual([]);
  expectFlush(drawn, other);
});
