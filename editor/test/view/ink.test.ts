import { expect, test } from "vitest";
import { fillOf, strandsOf, WEIGHTS } from "../../src/view/ink";
import type { Style } from "../../src/view/shown";

const STYLE: Style = {
  color: "#0072b2",
  manner: "plain",
  isLocked: false,
  isCrowd: false,
  isBox: false,
};

test.each(["plain", "selected"] as const)("a fine line is dark on both sides: %s", (manner) => {
  const { dark, colored } = strandsOf("fine", { ...STYLE, manner });
  for (let degree = 0; degree < 180; degree += 1) {
    const [nx, ny] = [-Math.sin((degree * Math.PI) / 180), Math.cos((degree * Math.PI) / 180)];
    const across = (all: typeof dark) => all.map(([x, y]) => x * nx + y * ny);
    expect(Math.min(...across(dark))).toBeLessThan(Math.min(...across(colored)) - 0.4);
    expect(Math.max(...across(dark))).toBeGreaterThan(Math.max(...across(colored)) + 0.4);
  }
});

test("what is selected looks as if it was filled once", () => {
  for (const plain of [0, 0.2, 0.5, 0.79]) {
    const added = fillOf(plain, WEIGHTS.selected);
    expect(1 - (1 - plain) * (1 - added)).toBeCloseTo(plain + WEIGHTS.selected.fill, 10);
  }
  expect(fillOf(0.2, WEIGHTS.plain)).toBe(0.2);
  expect(fillOf(1, WEIGHTS.selected)).toBe(0);
});
