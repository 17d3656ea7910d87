import { expect, test } from "vitest";
import { applySplices } from "../../src/geometry/diff";
import { instanceFromWire, partsFromWire, partsToWire, saveOf } from "../../src/model/convert";
import type { Change } from "../../src/model/types";
import { MAX_SPLICES, type WireAnnotation } from "../../src/model/wire";
import { made, square } from "../sync/life";

const HOLED = [
  { outer: [0, 0, 9.01, 0, 9, 9], holes: [[1, 1, 2, 1, 2, 2.5]] },
  { outer: [20, 0, 29, 0, 29, 9], holes: [] },
];

const refOf = (key: string) => (key === "7" ? 7 : (["made", 0] as [string, number]));

function editOf(change: Change) {
  const gesture = { id: "g", label: "Move", changes: [change], seconds: 1.5 };
  const { edits, ...said } = saveOf(gesture, refOf);
  expect(said).toEqual({ request_id: "g", kind: "save", label: "Move", seconds: 1.5 });
  return edits[0]!;
}

test("parts travel and come back bit for bit", () => {
  expect(partsFromWire(partsToWire(HOLED))).toEqual(HOLED);
});

test("an annotation becomes a frozen instance under its id, or under the name it has here", () => {
  const wire: WireAnnotation = {
    id: 7,
    version: 3,
    category_id: 2,
    parts: partsToWire(HOLED),
    box: [0, 0, 29, 9],
    area: 80,
    iscrowd: true,
    exact: true,
    edited: false,
    origin: "model",
    score: 0.5,
    run_id: "r",
    z: 4,
  };
  const instance = instanceFromWire(wire);
  expect(instance).toMatchObject({ key: "7", version: 3, categoryId: 2, isExact: true, z: 4 });
  expect(instance).toMatchObject({ box: { x1: 0, y1: 0, x2: 29, y2: 9 }, parts: HOLED });
  expect(Object.isFrozen(instance)).toBe(true);
  expect(instanceFromWire(wire, "made.0").key).toBe("made.0");
});

test("a made instance goes whole, with where it came from", () => {
  const after = { ...made("g.0", HOLED), origin: "model" as const, score: 0.9, runId: "r" };
  expect(editOf({ before: null, after })).toMatchObject({
    op: "create",
    parts: partsToWire(HOLED),
    origin: "model",
    score: 0.9,
    run_id: "r",
  });
});

test("what was imported and is copied was made by a person", () => {
  const after = { ...made("g.0", HOLED), origin: "import" as const };
  expect(editOf({ before: null, after })).toMatchObject({ origin: "person" });
});

test("only what changed of an instance is told", () => {
  const before = made("7", HOLED);
  const edit = editOf({ before, after: { ...before, categoryId: 9, version: 2 } });
  expect(edit).toEqual({ op: "update", ref: 7, version: 1, category_id: 9 });
});

test("an outline is told by its splices, which make the new one of the old", () => {
  const before = made("made.0", HOLED);
  const parts = [{ ...HOLED[0]!, holes: [[1, 1, 2, 1, 2, 2.75]] }, HOLED[1]!];
  const edit = editOf({ before, after: { ...before, parts, version: 2 } });
  if (edit.op !== "update" || !edit.splices) throw new Error("no splices");
  expect(edit).toMatchObject({ ref: ["made", 0], version: 1 });
  expect(applySplices(before.parts, edit.splices)).toEqual(parts);
});

test("an outline whose rings came or went is told whole", () => {
  const before = made("7", HOLED);
  const edit = editOf({ before, after: { ...before, parts: square(0, 0), version: 2 } });
  expect(edit).toEqual({ op: "update", ref: 7, version: 1, parts: partsToWire(square(0, 0)) });
});

test("an outline changed in more places than the server takes in one edit is told whole", () => {
  const ring = Array.from({ length: 4 * MAX_SPLICES + 8 }, (_, i) => i);
  const before = made("7", [{ outer: ring, holes: [] }]);
  const outer = ring.map((number, i) => (i % 4 ? number : number + 0.5)); // every second vertex
  const after = { ...before, parts: [{ outer, holes: [] }], version: 2 };
  expect(editOf({ before, after })).toEqual({
    op: "update",
    ref: 7,
    version: 1,
    parts: partsToWire(after.parts),
  });
});

test("a removal tells the version it saw", () => {
  const before = { ...made("7", HOLED), version: 5 };
  expect(editOf({ before, after: null })).toEqual({ op: "delete", ref: 7, version: 5 });
});
