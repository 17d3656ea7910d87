import fc from "fast-check";
import { expect, test } from "vitest";
import { pathCrossings } from "../../src/geometry/crossings";
import { signedArea } from "../../src/geometry/rings";
import { ellipse, freehand, rectangle } from "../../src/geometry/shapes";
import type { Path } from "../../src/geometry/types";

test("a rectangle is the same from any of its corners", () => {
  const upright = [1, 2, 5, 2, 5, 9, 1, 9];
  expect(rectangle({ x: 1, y: 2 }, { x: 5, y: 9 })).toEqual(upright);
  expect(rectangle({ x: 5, y: 2 }, { x: 1, y: 9 })).toEqual(upright);
});

test("an ellipse keeps its tolerance with few points", () => {
  const ring = ellipse({ x1: 0, y1: 0, x2: 200, y2: 100 }, 0.25);
  expect(ring.length / 2).toBeLessThan(60);
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    const x = (ring[i]! + ring[next]!) / 2 - 100;
    const y = (ring[i + 1]! + ring[next + 1]!) / 2 - 50;
    expect(Math.hypot(x / 100, y / 50)).toBeGreaterThan(1 - 0.26 / 50);
  }
  expect(signedArea(ring)).toBeGreaterThan(0.99 * Math.PI * 100 * 50);
});

test("a tiny ellipse has corners all the same", () => {
  expect(ellipse({ x1: 0, y1: 0, x2: 1, y2: 1 }, 2).length / 2).toBeGreaterThanOrEqual(3);
});

test("a straight line keeps its two ends", () => {
  expect(freehand([0, 0, 1, 0.1, 2, -0.1, 3, 0], 0.5)).toEqual([0, 0, 3, 0]);
});

const lines: fc.Arbitrary<Path> = fc
  .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
    minLength: 3,
    maxLength: 80,
  })
  .map((steps) => {
    let [x, y] = [100, 100];
    return steps.flatMap(([dx, dy]) => [(x += dx), (y += dy)]);
  });

test("no drawn point is farther than the tolerance from the thinned line", () => {
  fc.assert(
    fc.property(lines, fc.double({ min: 0.5, max: 5, noNaN: true }), (line, tolerance) => {
      const thin = freehand(line, tolerance);
      for (let i = 0; i < line.length; i += 2) {
        expect(distanceToPath(thin, line[i]!, line[i + 1]!)).toBeLessThanOrEqual(tolerance + 1e-9);
      }
      expect(pathCrossings(thin).length).toBeLessThanOrEqual(pathCrossings(line).length);
    }),
  );
});

function distanceToPath(path: Path, x: number, y: number): number {
  let least = path.length === 2 ? Math.hypot(path[0]! - x, path[1]! - y) : Infinity;
  for (let i = 2; i < path.length; i += 2) {
    const [ax, ay] = [path[i - 2]!, path[i - 1]!];
    const [dx, dy] = [path[i]! - ax, path[i + 1]! - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    least = Math.min(least, Math.hypot(ax + t * dx - x, ay + t * dy - y));
  }
  return least;
}
