import { expect, test } from "vitest";
import { gestureOf, type Place, type Work } from "../../src/app/gestures";
import type { Instance } from "../../src/model/types";
import { instance, square } from "./examples";

function placeWith(...instances: Instance[]): Place {
  const known = new Map(instances.map((one) => [one.key, one]));
  return {
    size: { width: 100, height: 80 },
    instance: (key) => known.get(key),
    isLocked: (key) => key === "locked",
  };
}

const BOX = { x1: 20, y1: 0, x2: 30, y2: 10 };
const gesture = (place: Place, work: Work) => gestureOf(place, "Try", work, () => 1.5);

test("an outline that changed has its area, its box, and the next version", () => {
  const before = instance("7", square(10, 10, 20), { isExact: true, version: 4 });
  const made = gesture(placeWith(before), { edits: [{ key: "7", parts: square(10, 10, 30) }] })!;
  const after = made.changes[0]!.after!;
  expect(made.seconds).toBe(1.5);
  expect(after).toMatchObject({ version: 5, area: 900, isExact: false, isEdited: true });
  expect(after.box).toEqual({ x1: 10, y1: 10, x2: 40, y2: 40 });
});

test("another class leaves the outline and its exact mask alone", () => {
  const before = instance("7", square(10, 10, 20), { isExact: true });
  const made = gesture(placeWith(before), { edits: [{ key: "7", categoryId: 2 }] })!;
  const after = made.changes[0]!.after!;
  expect(after.parts).toBe(before.parts);
  expect(after).toMatchObject({ categoryId: 2, isExact: true, isEdited: false, version: 2 });
});

test("nothing that changes nothing is a gesture", () => {
  const before = instance("7", square(10, 10, 20));
  const place = placeWith(before, instance("locked", square(0, 0, 5)));
  expect(gesture(place, { edits: [{ key: "7", parts: before.parts, categoryId: 1 }] })).toBeNull();
  expect(gesture(place, { edits: [{ key: "locked", remove: true }] })).toBeNull();
  expect(gesture(place, { edits: [{ key: "gone", remove: true }] })).toBeNull();
});

test("what leaves the picture is cut off, and what has left it is removed", () => {
  const place = placeWith(instance("7", square(10, 10, 20)));
  const half = gesture(place, { edits: [{ key: "7", parts: square(90, 10, 20) }] })!;
  expect(half.changes[0]!.after).toMatchObject({ area: 200 });
  const gone = gesture(place, { edits: [{ key: "7", parts: square(200, 10, 20) }] })!;
  expect(gone.changes[0]!.after).toBeNull();
});

test("what is made is named after its gesture, and remembers the prediction it was", () => {
  const ghost = { key: "g", categoryId: 2, score: 0.7, runId: "r1", parts: [], box: BOX };
  const made = gesture(placeWith(), {
    made: [
      { parts: square(0, 0, 10), categoryId: 1 },
      { parts: square(20, 0, 10), categoryId: 2, ghost },
    ],
  })!;
  const [drawn, accepted] = made.changes.map((change) => change.after!);
  expect(drawn).toMatchObject({ key: `${made.id}.0`, version: 1, origin: "person", runId: null });
  expect(accepted).toMatchObject({ key: `${made.id}.1`, origin: "model", score: 0.7, runId: "r1" });
});
