import { describe, expect, it } from "vitest";
import { clicked, movedTo, rowAfter, type Chosen } from "../../src/panels/multiSelect";

const KEYS = ["a", "b", "c", "d", "e"];
const NONE = { shift: false, ctrl: false };
const SHIFT = { shift: true, ctrl: false };
const CTRL = { shift: false, ctrl: true };
const onB: Chosen = { selection: ["b"], active: "b", anchor: "b" };

describe("a click on a row", () => {
  it("chooses it alone", () => {
    expect(clicked(KEYS, onB, "d", NONE)).toEqual({ selection: ["d"], active: "d", anchor: "d" });
  });

  it("with Ctrl adds it, last, or takes it away", () => {
    expect(clicked(KEYS, onB, "a", CTRL).selection).toEqual(["b", "a"]);
    expect(clicked(KEYS, onB, "b", CTRL).selection).toEqual([]);
  });

  it("with Shift chooses the stretch from the anchor, either way, and keeps the anchor", () => {
    const down = clicked(KEYS, onB, "d", SHIFT);
    expect(down).toEqual({ selection: ["b", "c", "d"], active: "d", anchor: "b" });
    expect(clicked(KEYS, down, "a", SHIFT).selection).toEqual(["a", "b"]);
  });

  it("with both adds the stretch to what is chosen", () => {
    const chosen: Chosen = { selection: ["e", "a"], active: "a", anchor: "a" };
    expect(clicked(KEYS, chosen, "b", { shift: true, ctrl: true }).selection).toEqual([
      "e",
      "a",
      "b",
    ]);
  });

  it("with Shift chooses the row alone when the anchor is not in the list", () => {
    const gone: Chosen = { selection: ["x"], active: "x", anchor: "x" };
    expect(clicked(KEYS, gone, "c", SHIFT).selection).toEqual(["c"]);
  });
});

describe("the arrows", () => {
  it("choose the row they come to; with Ctrl only look at it", () => {
    expect(movedTo(KEYS, onB, "c", NONE).selection).toEqual(["c"]);
    expect(movedTo(KEYS, onB, "c", CTRL)).toEqual({ selection: ["b"], active: "c", anchor: "b" });
    expect(movedTo(KEYS, onB, "c", SHIFT).selection).toEqual(["b", "c"]);
  });

  it("stop at the ends", () => {
    expect(rowAfter("ArrowDown", 4, 5, 3)).toBe(4);
    expect(rowAfter("ArrowUp", 0, 5, 3)).toBe(0);
    expect(rowAfter("PageDown", 1, 5, 3)).toBe(4);
    expect(rowAfter("PageUp", 1, 5, 3)).toBe(0);
    expect(rowAfter("Home", 3, 5, 3)).toBe(0);
    expect(rowAfter("End", 3, 5, 3)).toBe(4);
  });

  it("begin at the first row where none is active, and mean nothing in an empty list", () => {
    expect(rowAfter("ArrowDown", -1, 5, 3)).toBe(0);
    expect(rowAfter("ArrowDown", -1, 0, 3)).toBeNull();
    expect(rowAfter("x", 1, 5, 3)).toBeNull();
  });
});
