import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inRing } from "../../src/geometry/rings";
import { culled, thinned } from "../../src/view/detail";

const coordinate = fc.integer({ min: -50, max: 150 });
const ring = fc
  .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 40 })
  .map((points) => points.flat());
const BOX = { x1: 0, y1: 0, x2: 100, y2: 100 };

describe("thinned", () => {
  it("is the ring itself where no point is too near", () => {
    const square = [0, 0, 10, 0, 10, 10, 0, 10];
    expect(thinned(square, 5)).toBe(square);
  });

  it("leaves out points nearer than the tolerance to the last one kept", () => {
    expect(thinned([0, 0, 1, 0, 2, 0, 10, 0, 10, 10], 1.5)).toEqual([0, 0, 2, 0, 10, 0, 10, 10]);
  });

  it("keeps a point near each one that it leaves out", () => {
    fc.assert(
      fc.property(ring, fc.integer({ min: 1, max: 30 }), (points, tolerance) => {
        const kept = thinned(points, tolerance);
        for (let i = 0; i < points.length; i += 2) {
          const near = pairs(kept).some(
            ([x, y]) => Math.hypot(x - points[i]!, y - points[i + 1]!) < Math.max(tolerance, 1e-9),
          );
          expect(near).toBe(true);
        }
      }),
    );
  });
});

describe("culled", () => {
  it("drops a stretch that runs outside one side", () => {
    const path = [50, 50, 150, 40, 160, 50, 170, 60, 150, 70, 50, 60];
    expect(culled(path, BOX, true)).toEqual([50, 50, 150, 40, 150, 70, 50, 60]);
  });

  it("keeps both ends of an open path", () => {
    const path = [150, 0, 150, 10, 150, 20, 150, 30];
    expect(culled(path, BOX, false)).toEqual([150, 0, 150, 30]);
  });

  it("fills the same points of the box", () => {
    fc.assert(
      fc.property(ring, fc.tuple(fc.nat(99), fc.nat(99)), (points, [x, y]) => {
        const inside = { x: x + 0.37, y: y + 0.41 };
        expect(inRing(culled(points, BOX, true), inside)).toBe(inRing(points, inside));
      }),
      { numRuns: 2000 },
    );
  });
});

function pairs(path: readonly number[]): [number, number][] {
  return Array.from({ length: path.length / 2 }, (_, i) => [path[2 * i]!, path[2 * i + 1]!]);
}
