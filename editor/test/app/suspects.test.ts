import { expect, test } from "vitest";
import { State } from "../../src/app/state";
import { Suspects } from "../../src/app/suspects";
import { image, instance, square } from "./examples";

/** Three predicted instances, the surest last. */
function walked() {
  const state = new State();
  state.image.value = image(1);
  const scores = { a: 0.1, b: 0.5, c: 0.9 };
  const all = Object.entries(scores).map(([key, score], n) =>
    instance(key, square(20 * n, 0, 10), { score }),
  );
  state.doc.load(all);
  const suspects = new Suspects(state);
  const go = (step: 1 | -1) => suspects.next(step)?.key;
  return { state, go };
}

test("the most doubtful comes first, and after the last it begins anew", () => {
  const { go } = walked();
  expect([go(1), go(1), go(1), go(1), go(-1)]).toEqual(["a", "b", "c", "a", "c"]);
});

test("what is corrected on the way hides none of those that follow", () => {
  const { state, go } = walked();
  expect(go(1)).toBe("a");
  state.doc.put(new Map([["a", { ...state.doc.get("a")!, score: 0.7 }]]));
  expect([go(1), go(1)]).toEqual(["b", "c"]);
});

test("those removed or put away are passed over", () => {
  const { state, go } = walked();
  expect(go(1)).toBe("a");
  state.doc.put(new Map([["b", null]]));
  expect(go(1)).toBe("c");
  state.hiddenKeys.value = new Set(["a"]);
  expect(go(1)).toBe("c");
});

test("an outline that crosses itself is doubted most, one that a prediction agrees with least", () => {
  const { state, go } = walked();
  const bow = [{ outer: [60, 0, 70, 10, 70, 0, 60, 10], holes: [] }];
  state.doc.put(new Map([["bow", instance("bow", bow)]]));
  const { parts, box, categoryId } = state.doc.get("a")!;
  state.ghosts.value = [{ key: "g", categoryId, score: 0.9, parts, box, runId: "r" }];
  expect([go(1), go(1), go(1), go(1)]).toEqual(["bow", "b", "c", "a"]);
});

test("with nothing on the image there is nothing to go to", () => {
  const { state, go } = walked();
  state.doc.load([]);
  expect(go(1)).toBeUndefined();
});
