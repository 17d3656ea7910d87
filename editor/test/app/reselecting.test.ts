import { expect, test } from "vitest";
import { Reselecting } from "../../src/app/reselecting";
import { State } from "../../src/app/state";

function bench() {
  const state = new State();
  const reselecting = new Reselecting(state, (keys) => (state.selection.value = keys));
  /** A gesture that leaves `keys` selected. */
  const does = async (...keys: string[]) => {
    reselecting.does();
    state.selection.value = keys;
    await Promise.resolve();
  };
  return { state, reselecting, does };
}

test("undo selects what was selected before, and redo what was after", async () => {
  const { state, reselecting, does } = bench();
  await does("a");
  state.selection.value = ["c"];
  await does("a", "b");
  reselecting.took("undo");
  expect(state.selection.value).toEqual(["c"]);
  reselecting.took("undo");
  expect(state.selection.value).toEqual([]);
  reselecting.took("redo");
  expect(state.selection.value).toEqual(["a"]);
  reselecting.took("redo");
  expect(state.selection.value).toEqual(["a", "b"]);
});

test("what was done before this tab leaves the selection alone, and the order of the others", async () => {
  const { state, reselecting, does } = bench();
  await does("a");
  reselecting.took("undo");
  state.selection.value = ["c"];
  reselecting.took("undo"); // older than the tab
  expect(state.selection.value).toEqual(["c"]);
  reselecting.took("redo");
  expect(state.selection.value).toEqual(["c"]);
  reselecting.took("redo");
  expect(state.selection.value).toEqual(["a"]);
});

test("another image forgets it", async () => {
  const { state, reselecting, does } = bench();
  await does("a");
  reselecting.forget();
  reselecting.took("undo");
  expect(state.selection.value).toEqual(["a"]);
});
