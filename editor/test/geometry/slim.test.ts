import fc from "fast-check";
import { expect, test } from "vitest";
import { crossingsOf } from "../../src/geometry/crossings";
import { nearestEdge } from "../../src/geometry/hits";
import { paint } from "../../src/geometry/paint";
import { push } from "../../src/geometry/push";
import { pointCount } from "../../src/geometry/rings";
import { slimmed } from "../../src/geometry/slim";
import { pointOf, ringsOf, type Parts, type Point } from "../../src/geometry/types";

const BOUND = 0.25;
const SQUARE: Parts = [{ outer: [100, 100, 200, 100, 200, 200, 100, 200], holes: [] }];

function vertices(parts: Parts): Point[] {
  return parts
    .flatMap(ringsOf)
    .flatMap((ring) => Array.from({ length: ring.length / 2 }, (_, i) => pointOf(ring, i)));
}

const named = (parts: Parts) => new Set(vertices(parts).map(({ x, y }) => `${x},${y}`));

function isWithinBound(before: Parts, after: Parts, slim: Parts): void {
  const [old, left] = [named(before), named(slim)];
  for (const { x, y } of vertices(after)) {
    if (old.has(`${x},${y}`)) expect(left).toContain(`${x},${y}`);
    expect(nearestEdge(slim, { x, y }, BOUND + 1e-9)).not.toBeNull();
  }
  for (const vertex of left) expect(named(after)).toContain(vertex);
  expect(crossingsOf(slim).length).toBeLessThanOrEqual(crossingsOf(after).length);
}

test("a push keeps every old vertex, and its bound, with far fewer new ones", () => {
  let parts = SQUARE;
  for (let y = 170; y < 215; y += 3)
    parts = push(parts, { x: 150, y }, { x: 150, y: y + 3 }, 20, { spacing: 3 });
  const slim = slimmed(SQUARE, parts, BOUND);
  isWithinBound(SQUARE, parts, slim);
  expect(pointCount(slim)).toBeLessThan(0.7 * pointCount(parts));
});

test("whatever is painted or erased keeps every old vertex, and its bound", () => {
  const at = fc.integer({ min: 60, max: 240 });
  const path = fc.array(fc.tuple(at, at), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(path, fc.integer({ min: 3, max: 40 }), fc.boolean(), (points, radius, erase) => {
      const after = paint(SQUARE, points.flat(), radius, { erase });
      isWithinBound(SQUARE, after, slimmed(SQUARE, after, BOUND));
    }),
    { numRuns: 200 },
  );
});

test("what lies where nothing may move, and rings nobody touched, are the same", () => {
  const hole = [120, 120, 120, 130, 130, 130];
  const before: Parts = [{ ...SQUARE[0]!, holes: [hole] }];
  const after = paint(before, [200, 150], 20, { erase: false });
  const slim = slimmed(before, after, 1);
  expect(slim[0]!.holes[0]).toBe(hole);
  expect(pointCount(slim)).toBeLessThan(pointCount(after));
  expect(slimmed(before, after, 1, (x) => x > 200)).toEqual(after);
  expect(slimmed(before, before, 1)).toBe(before);
});
