import { describe, expect, it } from "vitest";
import { halvings, levelFor } from "../../src/view/pyramid";

describe("halvings", () => {
  it("ends near two hundred pixels", () => {
    expect(halvings({ width: 4000, height: 3000 })).toBe(5);
    expect(halvings({ width: 150, height: 90 })).toBe(0);
  });
});

describe("levelFor", () => {
  it.each([
    [4, 0],
    [1, 0],
    [0.51, 0],
    [0.5, 1],
    [0.3, 1],
    [0.25, 2],
    [0.13, 2],
    [0.001, 5],
  ])("at scale %f is %i: a pixel for each on the screen, and none to spare", (scale, level) => {
    expect(levelFor(scale, 6)).toBe(level);
  });
});
