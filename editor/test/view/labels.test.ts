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
    point: () => ({ x, y }),
  };
}

const keysAt = (candidates: Candidate[], scale = 1) =>
  placeLabels(candidates, scale).map((one) => one.candidate.key);

describe("placeLabels", () => {
  it("gives one to what is large enough on the screen", () => {
    const small = candidate("small", 100, 100, 20);
    expect(keysAt([small])).toEqual([]);
    expect(keysAt([small], 2)).toEqual(["small"]);
  });

  it("gives the larger of two that would overlap the room", () => {
    const all = [candidate("a", 100, 100, 50), candidate("b", 110, 104, 60)];
    expect(keysAt(all)).toEqual(["b"]);
    expect(keysAt(all, 5)).toEqual(["b", "a"]);
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
    placeLabels([tiny], 1);
    expect(asked).toEqual([]);
  });
});
