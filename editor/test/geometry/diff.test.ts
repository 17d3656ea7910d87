import fc from "fast-check";
import { expect, test } from "vitest";
import { applySplices, splicesBetween } from "../../src/geometry/diff";
import { snapped } from "../../src/geometry/types";
import type { Parts, Ring } from "../../src/geometry/types";
import { inserted, moved, without } from "../../src/geometry/vertices";
import { FRAME, partsOf, simpleRings, square, startingAt } from "./examples";

const OCTAGON = [2, 0, 4, 0, 6, 2, 6, 4, 4, 6, 2, 6, 0, 4, 0, 2];

function vertex(index: number): { part: number; ring: number; vertex: number } {
  return { part: 0, ring: 0, vertex: index };
}

test("nothing changed, nothing travels", () => {
  expect(splicesBetween(FRAME, FRAME)).toEqual([]);
  expect(splicesBetween(FRAME, partsOf(square(0, 0, 100), square(30, 30, 40)))).toEqual([]);
});

test("a moved vertex is one splice of one point, at the ring's start and end too", () => {
  const parts = partsOf(OCTAGON);
  for (const index of [0, 3, 7]) {
    const after = moved(parts, [vertex(index)], 0.5, 0);
    const at = after[0]!.outer.slice(index * 2, index * 2 + 2);
    expect(splicesBetween(parts, after)).toEqual([[0, 0, index, 1, at]]);
  }
});

test("an inserted vertex drops none", () => {
  const place = { ...vertex(7), t: 0.5, point: { x: 1, y: 1 }, distance: 0 };
  const { parts: after } = inserted(partsOf(OCTAGON), place);
  expect(splicesBetween(partsOf(OCTAGON), after)).toEqual([[0, 0, 8, 0, [1, 1]]]);
});

test("a deleted vertex brings none", () => {
  const after = without(partsOf(OCTAGON), [vertex(0)]);
  expect(splicesBetween(partsOf(OCTAGON), after)).toEqual([[0, 0, 0, 1, []]]);
});

test("two vertices either side of the start are two splices, the last first", () => {
  const after = moved(partsOf(OCTAGON), [vertex(0), vertex(7)], 0.5, 0);
  expect(splicesBetween(partsOf(OCTAGON), after)).toEqual([
    [0, 0, 7, 1, [0.5, 2]],
    [0, 0, 0, 1, [2.5, 0]],
  ]);
});

test("a ring told from another start costs what was before it, not the whole", () => {
  const splices = splicesBetween(partsOf(OCTAGON), partsOf(startingAt(OCTAGON, 2)))!;
  expect(splices).toEqual([
    [0, 0, 8, 0, [2, 0, 4, 0]],
    [0, 0, 0, 2, []],
  ]);
});

test("a hole's change names its ring", () => {
  const after = moved(FRAME, [{ part: 0, ring: 1, vertex: 1 }], 1, 1);
  expect(splicesBetween(FRAME, after)).toEqual([[0, 1, 1, 1, [71, 31]]]);
});

test("rings or parts that come or go have no splices", () => {
  expect(splicesBetween(FRAME, partsOf(square(0, 0, 100)))).toBeNull();
  expect(splicesBetween(FRAME, [])).toBeNull();
});

test("a splice without a place is refused", () => {
  expect(() => applySplices(FRAME, [[0, 0, 3, 2, []]])).toThrow(
    "no vertices 3..5 in ring 0 of part 0",
  );
  expect(() => applySplices(FRAME, [[1, 0, 0, 1, []]])).toThrow("in ring 0 of part 1");
});

const spots = fc.integer({ min: -200, max: 200 }).map((n) => snapped(n / 100));
const edits = fc.array(
  fc.record({ at: fc.nat(60), drop: fc.nat(5), points: fc.array(fc.tuple(spots, spots)) }),
  { minLength: 1, maxLength: 6 },
);

function edited(ring: Ring, edit: { at: number; drop: number; points: [number, number][] }): Ring {
  const result = [...ring];
  result.splice((edit.at % (ring.length / 2)) * 2, edit.drop * 2, ...edit.points.flat());
  return result.length >= 6 ? result : ring;
}

test("the splices make after of before, bit for bit, whatever was done, in any order", () => {
  fc.assert(
    fc.property(simpleRings, edits, (ring, steps) => {
      const before: Parts = partsOf(ring, square(190, 190, 20));
      const after = partsOf(steps.reduce(edited, ring), square(190, 190, 20));
      const splices = splicesBetween(before, after)!;
      expect(applySplices(before, splices)).toEqual(after);
      expect(applySplices(after, splicesBetween(after, before)!)).toEqual(before);
      const starts = splices.map(([, , start, drop]) => [start, start + drop] as const);
      starts.slice(1).forEach(([, end], i) => expect(end).toBeLessThanOrEqual(starts[i]![0]));
    }),
    { numRuns: 500 },
  );
});
