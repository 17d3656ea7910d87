import { describe, expect, it } from "vitest";
import { Budget } from "../../src/view/budget";

/** How many steps of one millisecond fit into a frame. */
function steps(budget: Budget, interval: number, what: "calm" | "zooming" = "calm"): number {
  budget.begin(interval, what);
  let count = 0;
  for (; !budget.isSpent; count += 1) budget.spend(1);
  return count;
}

describe("Budget", () => {
  it("gives less while the picture is zoomed", () => {
    const budget = new Budget();
    expect(steps(budget, 16)).toBe(6);
    expect(steps(new Budget(), 16, "zooming")).toBe(3);
  });

  it("gives less after frames that came late, but always something", () => {
    const budget = new Budget();
    for (let frame = 0; frame < 20; frame += 1) steps(budget, 50);
    expect(steps(budget, 50)).toBe(2);
  });

  it("gives more again when frames are on time", () => {
    const budget = new Budget();
    steps(budget, 50);
    steps(budget, 50);
    const poor = steps(budget, 50);
    for (let frame = 0; frame < 60; frame += 1) steps(budget, 16);
    expect(steps(budget, 16)).toBeGreaterThan(poor);
  });

  it("does not take a pause for a late frame", () => {
    const budget = new Budget();
    for (let frame = 0; frame < 5; frame += 1) {
      budget.begin(3000, "calm");
      budget.spend(1);
    }
    expect(steps(budget, 3000)).toBe(6);
  });
});
