import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { recallAside, rememberAside } from "../../src/app/aside";
import { State } from "../../src/app/state";
import { Session } from "../sync/life";

beforeEach(() => vi.stubGlobal("localStorage", new Session()));
afterEach(() => vi.unstubAllGlobals());
// No window in these tests: nothing to hear of the page's end.
beforeEach(() => {
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("removeEventListener", () => undefined);
});

function left(act: (state: State) => void, ids: Readonly<Record<string, number>> = {}): void {
  const state = new State();
  const stop = rememberAside(state, "pond", (key) => ids[key]);
  act(state);
  stop();
}

function found(dataset = "pond"): State {
  const state = new State();
  recallAside(state, dataset);
  return state;
}

test("what is hidden and locked is there again in its dataset, and in no other", () => {
  left((state) => {
    state.hiddenKeys.value = new Set(["5"]);
    state.lockedKeys.value = new Set(["6", "7"]);
    state.hiddenCategories.value = new Set([1]);
    state.lockedCategories.value = new Set([2]);
  });
  const state = found();
  expect([...state.hiddenKeys.value]).toEqual(["5"]);
  expect([...state.lockedKeys.value]).toEqual(["6", "7"]);
  expect([...state.hiddenCategories.value]).toEqual([1]);
  expect([...state.lockedCategories.value]).toEqual([2]);
  expect(found("sea").lockedKeys.value.size).toBe(0);
});

test("what was made here is kept by its id, also when it is learnt later or its image is left", () => {
  const ids: Record<string, number> = {};
  left((state) => {
    state.lockedKeys.value = new Set(["r1.0"]);
    ids["r1.0"] = 12;
    state.save.value = { ...state.save.value, acknowledged: 1 };
    delete ids["r1.0"];
    state.hiddenCategories.value = new Set([1]);
  }, ids);
  expect([...found().lockedKeys.value]).toEqual(["12"]);
});

test("what somebody else left there counts for nothing", () => {
  localStorage.setItem("segcore-editor-aside pond", '{"hidden":[1,"2"],"locked":7}');
  const state = found();
  expect([...state.hiddenKeys.value]).toEqual(["2"]);
  expect(state.lockedKeys.value.size).toBe(0);
});
