import { describe, expect, it } from "vitest";
import type { DeviceView } from "../../src/view/device";
import { handleSize, handlesFor } from "../../src/view/handles";

const VIEW: DeviceView = { width: 800, height: 600, scale: 1, x: 0, y: 0, ratio: 1 };

function line(count: number, step: number): number[] {
  return Array.from({ length: count }, (_, i) => [i * step, 100]).flat();
}

describe("handles", () => {
  it("shrink from 8 to 3 CSS pixels as their points come closer", () => {
    expect([40, 13, 8, 5, 1].map(handleSize)).toEqual([8, 7, 4, 3, 3]);
  });

  it("are as large on the screen at any zoom and pixel ratio, where there is room", () => {
    const [first] = handlesFor(line(5, 50), VIEW);
    const [dense] = handlesFor(line(5, 50), { ...VIEW, scale: 2, ratio: 2 });
    expect(first).toEqual({ x: 0, y: 100, size: 8, index: 0 });
    expect(dense!.size).toBe(16);
  });

  it("are drawn only in view, and none over the one before", () => {
    const shown = handlesFor(line(2000, 0.5), VIEW);
    expect(shown.every(({ x }) => x <= 800)).toBe(true);
    expect(shown.slice(0, 3).map(({ index }) => index)).toEqual([0, 6, 12]);
  });

  it("of chosen points are always drawn", () => {
    const shown = handlesFor(line(20, 0.5), VIEW, new Set([1, 2]));
    expect(shown.slice(0, 3).map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it("are two thousand at most", () => {
    const wide = { ...VIEW, width: 100_000 };
    expect(handlesFor(line(5000, 10), wide)).toHaveLength(2000);
  });
});
