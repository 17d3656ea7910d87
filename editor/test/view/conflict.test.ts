import { expect, test } from "vitest";
import type { Parts } from "../../src/geometry/types";
import { MINE, THEIRS, drawConflict } from "../../src/view/conflict";
import type { OverlayPainter } from "../../src/view/overlay";

const SQUARE: Parts = [{ outer: [0, 0, 10, 0, 10, 10, 0, 10], holes: [] }];

/** What was drawn, in order. */
function drawn(mine: Parts | null, theirs: Parts | null): string[] {
  const steps: string[] = [];
  const painter = {
    parts: (_: Parts, { color, width }: { color: string; width: number }) =>
      steps.push(`${color} ${width}`),
    text: ({ y }: { y: number }, text: string) => steps.push(`${text} at ${y}`),
  };
  const conflict = { key: "1", mine, theirs, author: "bo" };
  drawConflict(painter as unknown as OverlayPainter, conflict);
  return steps;
}

test("where both run together the one below is seen beside the one above", () => {
  expect(drawn(SQUARE, SQUARE)).toEqual([
    `${THEIRS.color} 6`,
    `${MINE.color} 2`,
    "Theirs at 10",
    "Mine at 0",
  ]);
});

test("of what was deleted nothing is drawn", () => {
  expect(drawn(SQUARE, null)).toEqual([`${MINE.color} 2`, "Mine at 0"]);
  expect(drawn([], SQUARE)).toContain("Theirs at 10");
  expect(drawn([], SQUARE)).not.toContain("Mine at 0");
});
