import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_SCALE, Viewport } from "../../src/view/viewport";

const SCREEN = { width: 800, height: 600 };
const plain = new Viewport(SCREEN, 1, 0, 0);
const coordinate = fc.double({ min: -2_000, max: 2_000, noNaN: true });

test("zooming keeps what is under the pointer under it", () => {
  fc.assert(
    fc.property(
      coordinate,
      coordinate,
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (x, y, by) => {
        const before = plain.toImage({ x, y });
        const after = plain.zoomed(by, { x, y }).toImage({ x, y });
        expect(after.x).toBeCloseTo(before.x, 6);
        expect(after.y).toBeCloseTo(before.y, 6);
      },
    ),
  );
});

test("a box is fitted whole, in the middle, with its margin", () => {
  const view = plain.fitted({ x1: 100, y1: 100, x2: 200, y2: 150 }, { margin: 50 });
  expect(view.scale).toBe(7);
  expect(view.toScreen({ x: 150, y: 125 })).toEqual({ x: 400, y: 300 });
});

test("a point is fitted at no more than the closest scale", () => {
  expect(plain.fitted({ x1: 5, y1: 5, x2: 5, y2: 5 }).scale).toBe(MOST_SCALE);
});

test("a canvas of another size keeps the middle in the middle", () => {
  const view = plain.zoomed(3, { x: 10, y: 20 });
  const middle = view.toImage({ x: 400, y: 300 });
  const resized = view.resized({ width: 500, height: 900 });
  expect(resized.scale).toBe(view.scale);
  expect(resized.toImage({ x: 250, y: 450 }).x).toBeCloseTo(middle.x, 9);
});
