import { expect, test } from "vitest";
import { Reselecting } from "../../src/app/reselecting";
import { State } from "../../src/app/state";

function bench() {
  const state = new State();
  const reselecting = new Reselecting(state, (keys) => (state.selection.value = keys));
  /** A gesture that leaves `keys` selected. */
  const does = (...keys: string[]) => {
    reselecting.does();
    state.selection.value = keys;
  };
  const take = (direction: "undo" | "redo") => reselecting.took(direction, state.selection.value);
  return { state, reselecting, does, take };
}

test("undo selects what was selected before, and redo what was after", () => {
  const { state, does, take } = bench();
  does("a");
  does("a", "b");
  take("undo");
  expect(state.selection.value).toEqual(["a"]);
  take("undo");
  expect(state.selection.value).toEqual([]);
  take("redo");
  expect(state.selection.value).toEqual(["a"]);
  take("redo");
  expect(state.selection.value).toEqual(["a", "b"]);
});

test("what is undone from before this tab leaves the selection, and redo brings it back", () => {
  const { state, take } = bench();
  state.selection.value = ["a"];
  take("undo");
  expect(state.selection.value).toEqual(["a"]);
  state.selection.value = [];
  take("redo");
  expect(state.selection.value).toEqual(["a"]);
});

test("another image forgets it", () => {
  const { state, reselecting, does, take } = bench();
  does("a");
  reselecting.forget();
  take("undo");
  expect(state.selection.value).toEqual(["a"]);
});
