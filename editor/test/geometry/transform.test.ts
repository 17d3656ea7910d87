import { expect, test } from "vitest";
import { boxOf, partsArea } from "../../src/geometry/rings";
import { centreOf, rotated, scaled, translated } from "../../src/geometry/transform";
import { FRAME, partsOf, square } from "./examples";

test("an outline moves with its holes", () => {
  expect(translated(FRAME, 10.5, -2)).toEqual(partsOf(square(10.5, -2, 100), square(40.5, 28, 40)));
});

test("a quarter turn goes clockwise on the screen", () => {
  const turned = rotated(partsOf([0, 0, 10, 0, 10, 5]), { x: 0, y: 0 }, Math.PI / 2);
  expect(turned[0]!.outer).toEqual([0, 0, 0, 10, -5, 10]);
});

test("stretching keeps the centre and multiplies the area", () => {
  const wide = scaled(FRAME, centreOf(boxOf(FRAME)), 2, 0.5);
  expect(boxOf(wide)).toEqual({ x1: -50, y1: 25, x2: 150, y2: 75 });
  expect(partsArea(wide)).toBe(8400);
});
