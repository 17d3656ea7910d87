import { expect, test } from "vitest";
import { State } from "../../src/app/state";
import { crossingsShown } from "../../src/app/top";
import { instance, square } from "./examples";

const BOW = [{ outer: [0, 0, 10, 10, 10, 0, 0, 10], holes: [] }];

test("a selected outline is told to cross itself while it is dragged", () => {
  const state = new State();
  state.doc.load([instance("a", square(0, 0, 10)), instance("b", BOW)]);
  const crossings = crossingsShown(state);
  state.selection.value = ["a"];
  expect(crossings.value).toEqual([]);
  state.preview.value = new Map([["a", BOW]]);
  expect(crossings.value).toEqual([{ x: 5, y: 5 }]);
  state.preview.value = null;
  state.selection.value = ["b"];
  expect(crossings.value).toEqual([{ x: 5, y: 5 }]);
});

test("of many that move at once it is told when they have arrived", () => {
  const state = new State();
  const keys = Array.from({ length: 60 }, (_, n) => `${n}`);
  state.doc.load(keys.map((key) => instance(key, BOW)));
  state.selection.value = keys;
  const crossings = crossingsShown(state);
  state.preview.value = new Map(keys.map((key) => [key, BOW]));
  expect(crossings.value).toEqual([]);
  state.preview.value = null;
  expect(crossings.value).toHaveLength(60);
});
