import fc from "fast-check";
import { expect, test } from "vitest";
import { State } from "../../src/app/state";
import { crossingsShown } from "../../src/app/top";
import { crossingsOf } from "../../src/geometry/crossings";
import type { Parts, Point } from "../../src/geometry/types";
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

test("whatever is dragged, and wherever to, all crossings are told as if looked for anew", () => {
  const coordinate = fc.integer({ min: 0, max: 20 });
  const outline = fc.array(coordinate, { minLength: 12, maxLength: 24 }).map(even);
  const moves = fc.array(fc.tuple(fc.nat(), coordinate, coordinate), { maxLength: 5 });
  fc.assert(
    fc.property(outline, moves, (ring, drags) => {
      const state = new State();
      let parts: Parts = [{ outer: ring, holes: [] }];
      state.doc.load([instance("a", parts)]);
      state.selection.value = ["a"];
      const crossings = crossingsShown(state);
      expect(inOrder(crossings.value)).toEqual(inOrder(crossingsOf(parts)));
      for (const [vertex, x, y] of drags) {
        parts = [{ outer: withVertex(parts[0]!.outer, vertex, x, y), holes: [] }];
        state.preview.value = new Map([["a", parts]]);
        expect(inOrder(crossings.value)).toEqual(inOrder(crossingsOf(parts)));
      }
    }),
  );
});

function even(numbers: number[]): number[] {
  return numbers.slice(0, numbers.length & ~1);
}

function withVertex(ring: readonly number[], vertex: number, x: number, y: number): number[] {
  const at = (vertex % (ring.length / 2)) * 2;
  return [...ring.slice(0, at), x, y, ...ring.slice(at + 2)];
}

/** To compare: the sweep finds the same crossing from either of its edges, a rounding apart. */
function inOrder(points: readonly Point[]): string[] {
  return [...new Set(points.map(({ x, y }) => `${x.toFixed(6)} ${y.toFixed(6)}`))].sort();
}
