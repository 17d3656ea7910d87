import { expect, test } from "vitest";
import { watchConflicts } from "../../src/app/asking";
import { State } from "../../src/app/state";
import { Looking } from "../../src/app/viewing";
import { boxOf } from "../../src/geometry/rings";
import type { Parts } from "../../src/geometry/types";
import { Viewport } from "../../src/view/viewport";
import { image, square } from "./examples";

const SCREEN = { width: 800, height: 600 };

function asked() {
  const state = new State();
  state.image.value = image(1);
  const view = new Viewport(SCREEN, 3, -40, -20);
  state.view.value = view;
  const looking = new Looking(state);
  watchConflicts(state, looking);
  const ask = (mine: Parts | null, theirs: Parts | null) => {
    state.conflict.value = { key: "1", mine, theirs, author: "bo" };
  };
  return { state, looking, view, ask };
}

/** Canvas pixels that `parts` take from its top and leave free at its bottom. */
function roomAround(state: State, parts: Parts): { above: number; below: number } {
  const { y1, y2 } = boxOf(parts);
  const view = state.view.value;
  const [top, bottom] = [y1, y2].map((y) => y * view.scale + view.y);
  return { above: top!, below: SCREEN.height - bottom! };
}

test("both outlines of a conflict come into sight, with room for the dialog below", () => {
  const { state, ask } = asked();
  const [mine, theirs] = [square(400, 300, 40), square(420, 320, 40)];
  ask(mine, theirs);
  for (const parts of [mine, theirs]) {
    const { above, below } = roomAround(state, parts);
    expect(above).toBeGreaterThan(0);
    expect(below).toBeGreaterThan(150);
  }
});

test("when all are answered one looks where one was before", () => {
  const { state, view, ask } = asked();
  ask(square(400, 300, 40), null);
  ask(null, square(10, 10, 40));
  state.conflict.value = null;
  expect(state.view.value).toEqual(view);
});

test("nothing moves for a conflict of two deletions, nor by a zoom of the person's own", () => {
  const { state, looking, view, ask } = asked();
  ask(null, null);
  expect(state.view.value).toEqual(view);
  state.conflict.value = null;
  looking.zoomTo({ x1: 0, y1: 0, x2: 10, y2: 10 });
  looking.zoomBack();
  expect(state.view.value).toEqual(view);
});
