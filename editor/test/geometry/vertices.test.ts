import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestEdge } from "../../src/geometry/hits";
import { partsArea } from "../../src/geometry/rings";
import { inserted, moved, placed, without } from "../../src/geometry/vertices";
import { FRAME, partsOf, ringsWithHole, square } from "./examples";

const CORNER = { part: 0, ring: 0, vertex: 2 };

test("only the named vertices move, and onto the grid", () => {
  const parts = partsOf([0.12345, 0, 10, 0, 10.123, 10, 0, 10], square(2, 2, 3));
  const after = moved(parts, [CORNER], 1, -1);
  expect(after[0]!.outer).toEqual([0.12345, 0, 10, 0, 11.12, 9, 0, 10]);
  expect(after[0]!.holes[0]).toBe(parts[0]!.holes[0]);
});

test("a move by nothing leaves the same parts", () => {
  expect(moved(FRAME, [CORNER], 0, 0)).toBe(FRAME);
  expect(placed(FRAME, CORNER, { x: 100, y: 100 })).toBe(FRAME);
});

test("several vertices of several rings move together", () => {
  const after = moved(FRAME, [CORNER, { part: 0, ring: 1, vertex: 2 }], 5, 5);
  expect(after[0]!.outer.slice(4, 6)).toEqual([105, 105]);
  expect(after[0]!.holes[0]!.slice(4, 6)).toEqual([75, 75]);
});

test("a vertex jumps to a point on the grid", () => {
  expect(placed(FRAME, CORNER, { x: 90.004, y: 91.006 })[0]!.outer.slice(4, 6)).toEqual([
    90, 91.01,
  ]);
});

test("a vertex put on an edge changes nothing that is covered", () => {
  fc.assert(
    fc.property(ringsWithHole, fc.integer({ min: 100, max: 300 }), (parts, x) => {
      const place = nearestEdge(parts, { x, y: 250 }, Infinity)!;
      const { parts: after, ref } = inserted(parts, place);
      // A point on the grid lies up to 0.0071 pixels beside the edge, of 120 pixels at most.
      expect(Math.abs(partsArea(after) - partsArea(parts))).toBeLessThan(0.9);
      expect(after[0]!.outer.length - parts[0]!.outer.length).toBe(after === parts ? 0 : 2);
      expect(nearestEdge(after, place.point, 0.01)).not.toBeNull();
      expect(ref.ring).toBe(place.ring);
    }),
  );
});

test("putting a vertex where one is names that one", () => {
  const place = nearestEdge(FRAME, { x: -1, y: -1 }, 5)!;
  expect(inserted(FRAME, place)).toEqual({ parts: FRAME, ref: { part: 0, ring: 0, vertex: 0 } });
  const last = { ...place, vertex: 3, t: 0.9999, point: { x: 0, y: 0.001 } };
  expect(inserted(FRAME, last).ref.vertex).toBe(0);
});

test("a vertex on the last edge goes to the ring's end", () => {
  const { parts, ref } = inserted(FRAME, nearestEdge(FRAME, { x: -1, y: 40 }, 5)!);
  expect(parts[0]!.outer.slice(6)).toEqual([0, 100, 0, 40]);
  expect(ref.vertex).toBe(4);
});

test("vertices go; a hole with two left goes; a part goes with its outer ring", () => {
  const hole = [0, 1].map((vertex) => ({ part: 0, ring: 1, vertex }));
  const outer = [0, 1].map((vertex) => ({ part: 0, ring: 0, vertex }));
  const two = [...FRAME, ...partsOf(square(200, 0, 10))];
  expect(without(FRAME, [CORNER])[0]!.outer).toEqual([0, 0, 100, 0, 0, 100]);
  expect(without(FRAME, hole)).toEqual(partsOf(square(0, 0, 100)));
  expect(without(two, outer)).toEqual(partsOf(square(200, 0, 10)));
  expect(without(two, [CORNER])[1]).toBe(two[1]);
  expect(without(FRAME, [])).toBe(FRAME);
});
