import { describe, expect, it } from "vitest";
import type { Parts, Ring } from "../../src/geometry/types";
import { joined, overlap } from "../../src/view/boxes";
import { changedBox } from "../../src/view/changed";

const RING: Ring = [0, 0, 10, 0, 20, 0, 30, 0, 30, 30, 0, 30];
const of = (...rings: Ring[]): Parts => [{ outer: rings[0]!, holes: rings.slice(1) }];

describe("changedBox", () => {
  it("is nothing for equal outlines, the same objects or not", () => {
    expect(changedBox(of(RING), of(RING))).toBeNull();
    expect(changedBox(of(RING), of([...RING]))).toBeNull();
  });

  it("reaches from the neighbours of a moved vertex over its old and new places", () => {
    const moved = [0, 0, 10, -7, ...RING.slice(4)];
    expect(changedBox(of(RING), of(moved))).toEqual({ x1: 0, y1: -7, x2: 20, y2: 0 });
  });

  it("goes around the end of the ring", () => {
    const moved = [-5, -5, ...RING.slice(2)];
    expect(changedBox(of(RING), of(moved))).toEqual({ x1: -5, y1: -5, x2: 10, y2: 30 });
  });

  it("covers a stretch that was put in, and one that was taken out", () => {
    const longer = [...RING.slice(0, 4), 15, -9, ...RING.slice(4)];
    expect(changedBox(of(RING), of(longer))).toEqual({ x1: 10, y1: -9, x2: 20, y2: 0 });
    expect(changedBox(of(longer), of(RING))).toEqual({ x1: 10, y1: -9, x2: 20, y2: 0 });
  });

  it("copes with repeats at both ends of the change", () => {
    const before = [0, 0, 1, 1, 1, 1, 5, 0];
    expect(changedBox(of(before), of([0, 0, 1, 1, 5, 0]))).toEqual({ x1: 1, y1: 0, x2: 5, y2: 1 });
  });

  it("is a hole's own where only the hole changed", () => {
    const hole = [12, 12, 18, 12, 18, 18];
    const other = [12, 12, 18, 12, 18, 19];
    expect(changedBox(of(RING, hole), of(RING, other))).toEqual({ x1: 12, y1: 12, x2: 18, y2: 19 });
  });

  it("is all of it when rings or parts come or go", () => {
    const all = { x1: 0, y1: 0, x2: 30, y2: 30 };
    expect(changedBox(of(RING), of(RING, [1, 1, 2, 1, 2, 2]))).toEqual(all);
    expect(changedBox(of(RING), [])).toEqual(all);
    expect(changedBox([...of(RING), ...of([40, 0, 50, 0, 50, 9])], of(RING))).toEqual({
      ...all,
      x2: 50,
    });
  });
});

describe("boxes", () => {
  const box = { x1: 0, y1: 0, x2: 4, y2: 4 };

  it("are joined to one that holds both", () => {
    expect(joined(box, { x1: -1, y1: 2, x2: 2, y2: 9 })).toEqual({ x1: -1, y1: 0, x2: 4, y2: 9 });
    expect(joined(null, box)).toBe(box);
  });

  it("overlap only where they share an area", () => {
    expect(overlap(box, { x1: 3, y1: 3, x2: 9, y2: 9 })).toEqual({ x1: 3, y1: 3, x2: 4, y2: 4 });
    expect(overlap(box, { x1: 4, y1: 0, x2: 9, y2: 9 })).toBeNull();
  });
});
