import { describe, expect, it } from "vitest";
import { deviceView, placed, seenBy } from "../../src/view/device";
import { Viewport } from "../../src/view/viewport";

describe("deviceView", () => {
  const view = deviceView(new Viewport({ width: 400, height: 300 }, 0.5, 10.3, -7.7), 2);

  it("counts in the canvas' own pixels, the offset in whole ones", () => {
    expect(view).toEqual({ width: 800, height: 600, scale: 1, x: 21, y: -15, ratio: 2 });
  });

  it("sees what it places on the canvas", () => {
    const { x1, y1, x2, y2 } = seenBy(view);
    expect(placed(view, { x: x1, y: y1 })).toEqual({ x: 0, y: 0 });
    expect(placed(view, { x: x2, y: y2 })).toEqual({ x: 800, y: 600 });
  });
});
