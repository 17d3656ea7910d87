import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrollCentring, scrollShowing, sliceAt } from "../../src/panels/windowing";

const ROWS = { row: 20, total: 10_000, height: 200 };

describe("the rows in sight", () => {
  it("are those on the screen and a few more at both ends", () => {
    expect(sliceAt(1000, ROWS, 2)).toEqual({ first: 48, end: 62 });
  });

  it("end with the list", () => {
    expect(sliceAt(0, { ...ROWS, total: 3 })).toEqual({ first: 0, end: 3 });
    expect(sliceAt(500, { ...ROWS, total: 0 })).toEqual({ first: 0, end: 0 });
  });

  it("hold every row that a pixel of the screen shows, and no more than asked", () => {
    fc.assert(
      fc.property(fc.nat(199_800), fc.nat(199), (scroll, y) => {
        const { first, end } = sliceAt(scroll, ROWS);
        const index = Math.floor((scroll + y) / ROWS.row);
        expect(index >= first && index < end).toBe(true);
        expect(end - first).toBeLessThanOrEqual(ROWS.height / ROWS.row + 2 + 2 * 6);
      }),
    );
  });
});

describe("scrolling to a row", () => {
  it("does not move where the row is whole on the screen", () => {
    expect(scrollShowing(55, 1000, ROWS)).toBe(1000);
  });

  it("moves no more than shows it", () => {
    expect(scrollShowing(49, 1000, ROWS)).toBe(980);
    expect(scrollShowing(60, 1000, ROWS)).toBe(1020);
  });

  it("centres it, as far as the list goes", () => {
    expect(scrollCentring(100, ROWS)).toBe(1910);
    expect(scrollCentring(0, ROWS)).toBe(0);
    expect(scrollCentring(9_999, ROWS)).toBe(199_800);
  });
});
