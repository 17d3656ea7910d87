import { expect, test } from "vitest";
import { follow } from "../../src/geometry/follow";
import type { Parts } from "../../src/geometry/types";
import { partsOf } from "./examples";

// Two squares side by side; the right one repeats two of its points, as imported outlines may.
const LEFT = partsOf([0, 0, 10, 0, 10, 10, 0, 10]);
const RIGHT = partsOf([10, 0, 20, 0, 20, 0, 20, 10, 20, 10, 10, 10]);

function followers(after: Parts): Parts | undefined {
  return follow(LEFT, after, new Map([["right", RIGHT]]), 0.5).get("right");
}

test("a neighbour is left out when what changed was not shared, whatever points it repeats", () => {
  expect(followers(partsOf([2, 2, 10, 0, 10, 10, 0, 10]))).toBeUndefined();
});

test("a neighbour that follows keeps the points it repeats elsewhere", () => {
  const moved = followers(partsOf([0, 0, 12, 1, 10, 10, 0, 10]));
  expect(moved?.[0]?.outer).toEqual([20, 0, 20, 0, 20, 10, 20, 10, 10, 10, 12, 1]);
});
