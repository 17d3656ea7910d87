import { describe, expect, test } from "vitest";
import { History, opposite, reversed, taking } from "../../src/model/history";
import type { Gesture, Instance } from "../../src/model/types";
import { made, square } from "../sync/life";

function gesture(id: string, before: Instance | null, after: Instance | null): Gesture {
  return { id, label: id, changes: [{ before, after }], seconds: null };
}

const one = made("a.0", square(0, 0));
const moved = { ...one, version: 2, parts: square(5, 0) };

describe("the stacks of an image", () => {
  test("give gestures back last first, and forward again", () => {
    const history = new History();
    history.record(gesture("draw", null, one));
    history.record(gesture("move", one, moved));
    expect(history.top("undo")?.target).toBe("move");
    history.take("undo");
    expect([history.top("undo")?.target, history.top("redo")?.target]).toEqual(["draw", "move"]);
    history.take("redo");
    expect(history.has("redo")).toBe(false);
  });

  test("forget what was undone once something else is done", () => {
    const history = new History();
    history.record(gesture("draw", null, one));
    history.take("undo");
    history.record(gesture("other", null, one));
    expect(history.has("redo")).toBe(false);
  });

  test("forget what they are told to, in both directions", () => {
    const history = new History();
    for (const id of ["a", "b", "c"]) history.record(gesture(id, null, one));
    history.take("undo");
    history.drop(new Set(["b", "c"]));
    expect(history.top("undo")?.target).toBe("a");
    expect(history.has("redo")).toBe(false);
  });

  test("know what the store made of an outline", () => {
    const history = new History();
    history.record(gesture("draw", null, one));
    history.record(gesture("move", one, moved));
    const cut = { ...one, parts: square(1, 1) };
    history.correct(cut);
    expect(history.top("undo")?.gesture.changes[0]?.before).toBe(cut);
    history.take("undo");
    expect(history.top("undo")?.gesture.changes[0]?.after).toBe(cut);
  });

  test("hold 200 steps", () => {
    const history = new History();
    for (let i = 0; i < 250; i += 1) history.record(gesture(String(i), null, one));
    let steps = 0;
    for (; history.has("undo"); steps += 1) history.take("undo");
    expect(steps).toBe(200);
    expect(history.top("redo")?.target).toBe("50");
  });
});

test("taking a step back counts versions on", () => {
  const step = { target: "move", gesture: gesture("move", one, moved) };
  const now = { get: () => moved, versionOf: () => 7 };
  const [change] = taking(step, "undo", "new", now).changes;
  expect(change).toEqual({ before: moved, after: { ...one, version: 8 } });
});

test("taking back a removal brings back at the version after it", () => {
  const step = { target: "x", gesture: gesture("x", moved, null) };
  const now = { get: () => undefined, versionOf: () => 3 };
  const [change] = taking(step, "undo", "new", now).changes;
  expect(change).toEqual({ before: null, after: { ...moved, version: 4 } });
});

test("the way back of the way back is the way there", () => {
  const there = gesture("move", one, moved);
  expect(reversed(reversed(there))).toEqual(there);
  expect(opposite(opposite("undo"))).toBe("undo");
});
