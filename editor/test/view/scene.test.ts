import { describe, expect, it } from "vitest";
import type { Box, Ring } from "../../src/geometry/types";
import { Scene } from "../../src/view/scene";
import type { Shown, Style } from "../../src/view/shown";

const STYLE: Style = {
  color: "#e69f00",
  manner: "plain",
  isLocked: false,
  isCrowd: false,
  isBox: false,
};

/** A square ten pixels a side, its corner at x, 0. */
function shown(key: string, x: number, more: Partial<Shown> = {}): Shown {
  const outer: Ring = [x, 0, x + 10, 0, x + 10, 10, x, 10];
  const box = { x1: x, y1: 0, x2: x + 10, y2: 10 };
  return { key, parts: [{ outer, holes: [] }], box, z: 0, style: STYLE, ...more };
}

function sceneOf(...all: Shown[]): { scene: Scene; spoilt: (Box | null)[] } {
  const spoilt: (Box | null)[] = [];
  const scene = new Scene((box) => spoilt.push(box));
  for (const one of all) scene.set(one.key, one);
  spoilt.length = 0;
  return { scene, spoilt };
}

const EVERYWHERE = { x1: -99, y1: -99, x2: 99, y2: 99 };

describe("Scene", () => {
  it("spoils where something comes, goes or looks different", () => {
    const { scene, spoilt } = sceneOf();
    const one = shown("a", 0);
    scene.set("a", one);
    scene.set("a", { ...one, style: { ...STYLE, isLocked: true } });
    scene.set("a", null);
    expect(spoilt).toEqual([one.box, one.box, one.box]);
  });

  it("spoils both places of what moved, and only the stretch of an outline that changed", () => {
    const { scene, spoilt } = sceneOf(shown("a", 0), shown("b", 30));
    scene.set("a", shown("a", 5));
    const outer = [30, 0, 40, 0, 40, 10, 35, 12, 30, 10];
    const bent = { parts: [{ outer, holes: [] }], box: { x1: 30, y1: 0, x2: 40, y2: 12 } };
    scene.set("b", shown("b", 30, bent));
    expect(spoilt).toEqual([
      { x1: 0, y1: 0, x2: 15, y2: 10 },
      { x1: 30, y1: 10, x2: 40, y2: 12 },
    ]);
  });

  it("spoils nothing for the same again, nor for what never was", () => {
    const one = shown("a", 0);
    const { scene, spoilt } = sceneOf(one);
    const { revision } = scene;
    scene.set("a", one);
    scene.set("b", null);
    expect(spoilt).toEqual([]);
    expect(scene.revision).toBe(revision);
  });

  it("has the bottom one first: by z, then by age, also after a change", () => {
    const { scene } = sceneOf(shown("a", 0), shown("b", 1), shown("c", 2, { z: -1 }));
    scene.set("a", shown("a", 3));
    expect(scene.within(EVERYWHERE).map((one) => one.key)).toEqual(["c", "a", "b"]);
  });

  it("finds things where they are now", () => {
    const { scene } = sceneOf(shown("a", 0));
    scene.set("a", shown("a", 50));
    expect(scene.near({ x1: 0, y1: 0, x2: 9, y2: 9 })).toEqual([]);
    expect(scene.near({ x1: 55, y1: 0, x2: 56, y2: 9 })).toHaveLength(1);
  });

  it("loads all anew at once", () => {
    const { scene, spoilt } = sceneOf(shown("a", 0));
    scene.load([shown("b", 0), shown("c", 0)]);
    expect(scene.keys()).toEqual(["b", "c"]);
    expect(spoilt).toEqual([null]);
  });

  it("knows whether its outlines have many points", () => {
    const { scene } = sceneOf(shown("a", 0), shown("b", 20));
    expect(scene.hasMoreThan(7)).toBe(true);
    expect(scene.hasMoreThan(8)).toBe(false);
  });
});
