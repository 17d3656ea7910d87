import { effect } from "@preact/signals";
import { expect, test } from "vitest";
import { State } from "../../src/app/state";
import { Looking } from "../../src/app/viewing";
import { Viewport } from "../../src/view/viewport";
import { image } from "./examples";

/** A picture of 100 x 80, fitted to a canvas of 200 x 200. */
function fitted() {
  const state = new State();
  state.image.value = image(1);
  state.view.value = new Viewport({ width: 200, height: 200 }, 1, 0, 0);
  const looking = new Looking(state);
  effect(() => looking.follow(state.view.value));
  looking.fit();
  const resize = () => {
    state.view.value = state.view.value.resized({ width: 400, height: 400 });
  };
  return { state, looking, resize };
}

test("what was fitted is fitted to a larger canvas too", () => {
  const { state, resize } = fitted();
  expect(state.view.value.scale).toBeCloseTo(168 / 100);
  resize();
  expect(state.view.value.scale).toBeCloseTo(368 / 100);
});

test("a view that the person has moved stays, whatever the canvas' size", () => {
  const { state, looking, resize } = fitted();
  looking.zoom(2);
  const { scale } = state.view.value;
  resize();
  expect(state.view.value.scale).toBe(scale);
});
