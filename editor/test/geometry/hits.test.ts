import { expect, test } from "vitest";
import { nearestEdge, nearestVertex, verticesIn } from "../../src/geometry/hits";
import { FRAME, partsOf, square } from "./examples";

test("the nearest vertex of all rings is found within reach, and none beyond", () => {
  expect(nearestVertex(FRAME, { x: 33, y: 34 }, 10)).toEqual({
    ref: { part: 0, ring: 1, vertex: 0 },
    distance: 5,
  });
  expect(nearestVertex(FRAME, { x: 33, y: 34 }, 4.9)).toBeNull();
});

test("the nearest place on an edge says the edge, the share and the point", () => {
  expect(nearestEdge(FRAME, { x: 25, y: -3 }, 5)).toEqual({
    part: 0,
    ring: 0,
    vertex: 0,
    t: 0.25,
    point: { x: 25, y: 0 },
    distance: 3,
  });
});

test("a corner is the start of its edge, bit for bit, also the ring's first", () => {
  const parts = partsOf([0.123456789, 0, 10, 0, 10, 10]);
  expect(nearestEdge(parts, { x: -2, y: -2 }, 5)).toMatchObject({
    vertex: 0,
    t: 0,
    point: { x: 0.123456789, y: 0 },
  });
});

test("the edge back to the first vertex counts", () => {
  const place = nearestEdge(partsOf(square(0, 0, 10)), { x: -1, y: 4 }, 2);
  expect(place).toMatchObject({ vertex: 3, t: 0.6 });
});

test("a marquee takes the vertices inside it and on its sides", () => {
  expect(verticesIn(FRAME, { x1: -1, y1: -1, x2: 30, y2: 30 })).toEqual([
    { part: 0, ring: 0, vertex: 0 },
    { part: 0, ring: 1, vertex: 0 },
  ]);
});
