import { describe, expect, it } from "vitest";
import { placeLabels, type Candidate } from "../../src/view/labels";

/** An instance `size` pixels a side with its middle at x, y; labels are 40 x 17. */
function candidate(key: string, x: number, y: number, size: number): Candidate {
  const half = size / 2;
  return {
    key,
    box: { x1: x - half, y1: y - half, x2: x + half, y2: y + half },
    width: 40,
    height: 17,
    isAsked: false,
    point: () => ({ x, y }),
  };
}

const PICTURE = { x1: 0, y1: 0, x2: 30_000, y2: 1000 };

const placedAt = (candidates: Candidate[], scale = 1, seen = PICTURE) =>
  placeLabels(candidates, { scale, seen, picture: PICTURE });

const keysAt = (candidates: Candidate[], scale = 1) =>
  placedAt(candidates, scale).map((one) => one.candidate.key);

describe("placeLabels", () => {
  it("gives one to what is large enough on the screen", () => {
    const small = candidate("small", 100, 100, 20);
    expect(keysAt([small])).toEqual([]);
    expect(keysAt([small], 2)).toEqual(["small"]);
  });

  it("gives the larger of two that would overlap the room", () => {
    const all = [candidate("a", 100, 100, 50), candidate("b", 110, 104, 60)];
    expect(keysAt(all)).toEqual(["b"]);
    expect(keysAt(all, 10)).toEqual(["b", "a"]);
  });

  it("chooses the same in whatever order they come", () => {
    const all = Array.from({ length: 30 }, (_, i) => candidate(`k${i}`, i * 9, (i % 4) * 9, 50));
    expect(keysAt([...all].reverse())).toEqual(keysAt(all));
  });

  it("stops at two hundred, the largest of them", () => {
    const all = Array.from({ length: 300 }, (_, i) => candidate(`k${i}`, i * 60, 0, 50 + i / 100));
    const keys = keysAt(all);
    expect(keys).toHaveLength(200);
    expect(keys[0]).toBe("k299");
    expect(keys).not.toContain("k0");
  });

  it("asks for a place only where there may be a label", () => {
    const asked: string[] = [];
    const tiny = {
      ...candidate("tiny", 0, 0, 3),
      point: () => (asked.push("tiny"), { x: 0, y: 0 }),
    };
    placedAt([tiny]);
    expect(asked).toEqual([]);
  });

  it("lies above the instance and covers nothing of it", () => {
    const [one] = placedAt([candidate("a", 200, 200, 60)]);
    expect(one!.point.y + 17 / 2).toBeLessThan(170);
    expect(one!.point.y + 17 / 2).toBeGreaterThan(160);
    expect(one!.point.x - 40 / 2).toBe(170);
  });

  it("lies below where the picture or the screen ends above, and within where both do", () => {
    const under = placedAt([candidate("a", 200, 35, 60)])[0]!;
    expect(under.point.y - 17 / 2).toBeGreaterThan(65);
    const large = candidate("a", 200, 200, 300);
    const seen = { x1: 0, y1: 100, x2: 400, y2: 300 };
    expect(placedAt([large], 1, seen)[0]!.point).toEqual({ x: 200, y: 200 });
  });

  it("gives one to the smallest that is pointed at or selected, before all others", () => {
    const all = [candidate("a", 100, 100, 60), { ...candidate("b", 90, 70, 4), isAsked: true }];
    expect(keysAt(all)).toEqual(["b"]);
  });
});
