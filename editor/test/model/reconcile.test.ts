import { expect, test } from "vitest";
import { differences, reconciled } from "../../src/model/reconcile";
import { isSameOutline, isSameState } from "../../src/model/same";
import { made, square } from "../sync/life";

const stored = ["1", "2", "3"].map((key, i) => made(key, square(i * 10, 0)));
const [one, two, three] = stored as [(typeof stored)[0], (typeof stored)[0], (typeof stored)[0]];

test("what is unsent lies on top of what is stored, in order", () => {
  const moved = { ...one, version: 2, parts: square(1, 1) };
  const again = { ...one, version: 3, parts: square(2, 2) };
  const drawn = made("new.0", square(50, 0));
  const gesture = { id: "", label: "", seconds: null };
  const shown = reconciled(stored, [
    {
      ...gesture,
      changes: [
        { before: one, after: moved },
        { before: null, after: drawn },
      ],
    },
    {
      ...gesture,
      changes: [
        { before: moved, after: again },
        { before: two, after: null },
      ],
    },
  ]);
  expect([...shown.values()]).toEqual([again, three, drawn]);
});

test("only what differs is put anew", () => {
  const newer = { ...two, version: 2, categoryId: 5 };
  const wanted = new Map([
    ["1", { ...one }],
    ["2", newer],
    ["4", made("4", square(9, 9))],
  ]);
  const found = differences(stored, wanted);
  expect([...found.keys()].sort()).toEqual(["2", "3", "4"]);
  expect(found.get("2")).toBe(newer);
  expect(found.get("3")).toBeNull();
});

test("two instances are the same to a person whatever their versions", () => {
  expect(isSameState(one, { ...one, version: 9, parts: square(0, 0) })).toBe(true);
  expect(isSameState(one, { ...one, z: 1 })).toBe(false);
  expect(isSameState(one, { ...one, isCrowd: true })).toBe(false);
  expect(isSameState(one, null)).toBe(false);
  expect(isSameState(null, null)).toBe(true);
});

test("outlines are the same bit for bit, holes included", () => {
  const holed = [{ outer: [0, 0, 9, 0, 9, 9], holes: [[1, 1, 2, 1, 2, 2]] }];
  expect(isSameOutline(holed, structuredClone(holed))).toBe(true);
  expect(isSameOutline(holed, [{ ...holed[0]!, holes: [] }])).toBe(false);
  expect(isSameOutline(holed, [{ ...holed[0]!, holes: [[1, 1, 2, 1, 2, 2.01]] }])).toBe(false);
});
