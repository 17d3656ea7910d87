import { describe, expect, it } from "vitest";
import { marksOf, optionText, rowsOf, type Asked } from "../../src/panels/instanceRows";
import { facts, instance } from "./builders";

const PLAIN: Asked = { text: "", sort: "order", descending: false };
const INSTANCES = [
  instance("bottom", { area: 30, score: 0.9, origin: "model" }),
  instance("middle", { area: 10, categoryId: 2, isCrowd: true }),
  instance("top", { area: 20, score: 0.4, origin: "model", isEdited: true }),
];

function shown(change: Partial<Asked>, known = facts()): string[] {
  return rowsOf(INSTANCES, { ...PLAIN, ...change }, known).map((one) => one.key);
}

describe("the rows of the instance list", () => {
  it("begin with the topmost instance, or with the bottom one", () => {
    expect(shown({})).toEqual(["top", "middle", "bottom"]);
    expect(shown({ descending: true })).toEqual(["bottom", "middle", "top"]);
  });

  it("are sorted by area and by class, either way", () => {
    expect(shown({ sort: "area" })).toEqual(["middle", "top", "bottom"]);
    expect(shown({ sort: "area", descending: true })).toEqual(["bottom", "top", "middle"]);
    expect(shown({ sort: "class", descending: true })).toEqual(["middle", "top", "bottom"]);
  });

  it("have those without a score last, whichever way scores go", () => {
    expect(shown({ sort: "score" })).toEqual(["top", "bottom", "middle"]);
    expect(shown({ sort: "score", descending: true })).toEqual(["bottom", "top", "middle"]);
  });

  it("are found by class, origin and mark, all words together, whatever the case", () => {
    expect(shown({ text: "FOX" })).toEqual(["middle"]);
    expect(shown({ text: "predicted panda" })).toEqual(["top", "bottom"]);
    expect(shown({ text: "edited predicted" })).toEqual(["top"]);
    expect(shown({ text: "locked" }, facts({ locked: "bottom" }))).toEqual(["bottom"]);
    expect(shown({ text: "panda fox" })).toEqual([]);
  });

  it("leave the list they are made of as it is", () => {
    const before = [...INSTANCES];
    shown({ sort: "area" });
    expect(INSTANCES).toEqual(before);
  });
});

describe("an instance in words", () => {
  const at = { place: 4, total: 17, isSelected: false };

  it("says class, place, points and whether it is selected", () => {
    const holed = instance("1", {
      parts: [{ outer: [0, 0, 9, 0, 9, 9, 0, 9], holes: [[1, 1, 2, 1, 2, 2]] }],
    });
    expect(optionText(holed, facts(), at)).toBe("panda 4 of 17, 7 points");
    expect(optionText(holed, facts(), { ...at, isSelected: true })).toBe(
      "panda 4 of 17, 7 points, selected",
    );
  });

  it("says score and marks after that", () => {
    const one = instance("1", { score: 0.876, isExact: true });
    expect(optionText(one, facts({ locked: "1" }), at)).toBe(
      "panda 4 of 17, 3 points, score 0.88, exact mask, locked",
    );
  });

  it("says where only a box is known, and where the class is not", () => {
    const one = instance("1", { parts: [], categoryId: 9 });
    expect(optionText(one, facts(), at)).toBe("unknown class 4 of 17, only a box");
  });

  it("has no marks when there is nothing to say", () => {
    expect(marksOf(instance("1"), facts())).toEqual([]);
  });
});
