import { expect, test } from "vitest";
import { State } from "../../src/app/state";
import { CATEGORIES, instance, square } from "./examples";

test("a locked instance says whether it or its class is locked, and by which key it is unlocked", () => {
  const state = new State();
  state.categories.value = CATEGORIES;
  state.doc.load([instance("1", square(0, 0, 5)), instance("2", square(9, 0, 5))]);
  state.lockedKeys.value = new Set(["1"]);
  state.lockedCategories.value = new Set([1]);
  expect(state.whyLocked(["1"])).toBe("It is locked: L unlocks it.");
  expect(state.whyLocked(["2"])).toBe("Its class is locked: Alt+L unlocks it.");
});
