import { expect, test } from "vitest";
import { sharesBorder } from "../../src/tools/sharing";
import { square } from "./bench";

test.each([
  ["a whole side", square(200, 100, 100), true],
  ["a piece of a side", square(200, 140, 20), true],
  [
    "a piece of a side, each beyond the other",
    [{ outer: [200, 150, 300, 150, 300, 250, 200, 250], holes: [] }],
    true,
  ],
  ["a corner", square(200, 200, 50), true],
  ["a side half a pixel away", square(200.4, 100, 100), true],
  ["nothing, two pixels away", square(202, 100, 100), false],
  ["nothing, though they overlap", square(150, 150, 100), false],
  ["nothing, one within the other", square(120, 120, 20), false],
])("%s is shared", (_name, other, isShared) => {
  const parts = square(100, 100, 100);
  expect(sharesBorder(parts, other)).toBe(isShared);
  expect(sharesBorder(other, parts)).toBe(isShared);
});

test("a crossing is no border, however dense the points are", () => {
  const circle = Array.from({ length: 2000 }, (_, i) => (2 * Math.PI * i) / 2000).flatMap(
    (turn) => [190 + 60 * Math.cos(turn), 150 + 60 * Math.sin(turn)],
  );
  expect(sharesBorder([{ outer: circle, holes: [] }], square(100, 100, 100))).toBe(false);
});
