import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Box } from "../../src/geometry/types";
import { overlap } from "../../src/view/boxes";
import { Budget } from "../../src/view/budget";
import type { DeviceView } from "../../src/view/device";
import { areaOf, tilesOf } from "../../src/view/tileGrid";
import { Tiles, type TilePainter } from "../../src/view/tiles";

const VIEW: DeviceView = { width: 512, height: 512, scale: 1, x: 0, y: 0, ratio: 1 };
const PLANE = { x1: -1e6, y1: -1e6, x2: 1e6, y2: 1e6 };

/** A canvas that draws nothing; node has none. */
function blankCanvas() {
  const context = new Proxy({}, { get: () => () => {}, set: () => true });
  return { width: 0, height: 0, getContext: () => context };
}

/** Something to draw in `where`; `seen` are the boxes it was asked to draw, image pixels. */
function painterOf(where: Box, cost = 0) {
  const seen: Box[] = [];
  const painter: TilePainter<string> = {
    find: (box) => (overlap(box, where) ? ["it"] : []),
    paint: (_ctx, _items, { box }) => {
      seen.push(box);
      return cost;
    },
    reach: () => 2,
  };
  return { tiles: new Tiles(painter), seen };
}

/** The tiles put on the screen: where, and how large. */
function drawn(tiles: Tiles<string>, view: DeviceView): number[][] {
  const calls: number[][] = [];
  const drawImage = (_canvas: unknown, ...place: number[]) => calls.push(place);
  tiles.draw({ drawImage } as unknown as CanvasRenderingContext2D, view);
  return calls;
}

beforeEach(() => {
  vi.stubGlobal("document", { createElement: blankCanvas });
  return () => vi.unstubAllGlobals();
});

describe("tilesOf", () => {
  it("are those in view, nearest to the middle first", () => {
    const places = tilesOf({ ...VIEW, width: 700, x: 10, y: -256 }, 0);
    expect(places.map((at) => at.name).sort()).toEqual(
      ["-1 1", "-1 2", "0 1", "0 2", "1 1", "1 2", "2 1", "2 2"].sort(),
    );
    expect(places[0]!.column).toBeGreaterThanOrEqual(0);
  });

  it("lie side by side from the image's corner", () => {
    expect(areaOf({ column: -1, row: 2 })).toEqual({ x1: -256, y1: 512, x2: 0, y2: 768 });
  });
});

describe("Tiles", () => {
  it("draws what is seen and one tile around, once", () => {
    const { tiles, seen } = painterOf(PLANE);
    expect(tiles.prepare(VIEW, null)).toBe(true);
    expect(seen).toHaveLength(16);
    tiles.prepare(VIEW, null);
    expect(seen).toHaveLength(16);
    expect(tiles.isCrisp(VIEW)).toBe(true);
  });

  it("shifts what it has when the view is panned, and draws only what comes near", () => {
    const { tiles, seen } = painterOf(PLANE);
    tiles.prepare(VIEW, null);
    seen.length = 0;
    const panned = { ...VIEW, x: -256 };
    tiles.prepare(panned, null);
    expect(seen).toHaveLength(4);
    expect(drawn(tiles, panned).sort()).toEqual([
      [0, 0],
      [0, 256],
      [256, 0],
      [256, 256],
    ]);
  });

  it("draws again only the box that changed, as far as lines reach", () => {
    const { tiles, seen } = painterOf(PLANE);
    tiles.prepare(VIEW, null);
    seen.length = 0;
    tiles.spoil({ x1: 20, y1: 30, x2: 40, y2: 50 });
    expect(tiles.isCrisp(VIEW)).toBe(false);
    tiles.prepare(VIEW, null);
    expect(seen).toEqual([{ x1: 18, y1: 28, x2: 42, y2: 52 }]);
  });

  it("draws both sides of a border that a change lies across", () => {
    const { tiles, seen } = painterOf(PLANE);
    tiles.prepare(VIEW, null);
    seen.length = 0;
    tiles.spoil({ x1: 250, y1: 30, x2: 260, y2: 50 });
    tiles.prepare(VIEW, null);
    expect(seen.map((box) => [box.x1, box.x2]).sort()).toEqual([
      [248, 256],
      [256, 262],
    ]);
  });

  it("has no canvas where there is nothing", () => {
    const { tiles, seen } = painterOf({ x1: 10, y1: 10, x2: 20, y2: 20 });
    tiles.prepare(VIEW, null);
    expect(seen).toHaveLength(1);
    expect(drawn(tiles, VIEW)).toEqual([[0, 0]]);
  });

  it("stops where the budget ends, and goes on in the next frame", () => {
    const { tiles, seen } = painterOf(PLANE, 4);
    const budget = new Budget();
    budget.begin(16, "calm");
    expect(tiles.prepare(VIEW, budget)).toBe(false);
    expect(seen).toHaveLength(2);
    for (let frame = 0; frame < 20; frame += 1) {
      budget.begin(16, "calm");
      tiles.prepare(VIEW, budget);
    }
    expect(seen).toHaveLength(16);
  });

  it("stretches what it has until the new scale is drawn", () => {
    const { tiles } = painterOf(PLANE, 4);
    tiles.prepare(VIEW, null);
    const zoomed = { ...VIEW, scale: 2 };
    const budget = new Budget();
    budget.begin(16, "calm");
    expect(tiles.prepare(zoomed, budget)).toBe(false);
    expect(drawn(tiles, zoomed)).toEqual([[0, 0, 512, 512]]);
    tiles.prepare(zoomed, null);
    tiles.prepare(zoomed, null);
    expect(drawn(tiles, zoomed)).toHaveLength(4);
    expect(tiles.isCrisp(zoomed)).toBe(true);
  });

  it("spoils the scale that is being drawn too", () => {
    const { tiles, seen } = painterOf(PLANE, 4);
    tiles.prepare(VIEW, null);
    const zoomed = { ...VIEW, scale: 2 };
    const budget = new Budget();
    budget.begin(16, "calm");
    tiles.prepare(zoomed, budget);
    tiles.spoil(null);
    seen.length = 0;
    tiles.prepare(zoomed, null);
    tiles.prepare(zoomed, null);
    expect(seen).toHaveLength(16);
  });

  it("forgets all of another image", () => {
    const { tiles } = painterOf(PLANE);
    tiles.prepare(VIEW, null);
    tiles.reset();
    expect(drawn(tiles, VIEW)).toEqual([]);
  });
});
