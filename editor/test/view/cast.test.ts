import { describe, expect, it } from "vitest";
import { State } from "../../src/app/state";
import type { Parts } from "../../src/geometry/types";
import type { Category, Ghost, Instance } from "../../src/model/types";
import { Cast } from "../../src/view/cast";
import { Scene } from "../../src/view/scene";

const RED: Category = { id: 1, name: "cat", position: 0, color: "#ff0000", mark: "C" };
const BLUE: Category = { id: 2, name: "dog", position: 1, color: "#0000ff", mark: "D" };

function square(x: number): Parts {
  return [{ outer: [x, 0, x + 10, 0, x + 10, 10, x, 10], holes: [] }];
}

function instance(key: string, x: number, more: Partial<Instance> = {}): Instance {
  return {
    key,
    version: 1,
    categoryId: 1,
    parts: square(x),
    box: { x1: x, y1: 0, x2: x + 10, y2: 10 },
    area: 100,
    isCrowd: false,
    isExact: false,
    isEdited: false,
    origin: "import",
    score: null,
    runId: null,
    z: 0,
    ...more,
  };
}

/** A stage with nothing but who is on it; `now` are the keys after the next frame. */
function stage(...instances: Instance[]) {
  const state = new State();
  state.categories.value = [RED, BLUE];
  state.doc.load(instances);
  const still = new Scene(() => {});
  const lively = new Scene(() => {});
  let wakes = 0;
  const cast = new Cast(state, still, lively, () => (wakes += 1));
  const now = () => {
    cast.settle();
    return { still: still.keys(), lively: lively.keys() };
  };
  return { state, still, lively, cast, now, wakes: () => wakes };
}

describe("Cast", () => {
  it("has all instances, and once more those selected or under the pointer", () => {
    const { state, lively, now } = stage(instance("a", 0), instance("b", 20), instance("c", 40));
    expect(now()).toEqual({ still: ["a", "b", "c"], lively: [] });
    state.selection.value = ["a"];
    state.hovered.value = "c";
    expect(now().lively).toEqual(["a", "c"]);
    expect(lively.get("a")!.style.manner).toBe("selected");
    expect(lively.get("c")!.style.manner).toBe("hovered");
    state.selection.value = [];
    expect(now().lively).toEqual(["c"]);
  });

  it("shows the preview in the place of the outline while it lasts", () => {
    const { state, still, now } = stage(instance("a", 0));
    now();
    state.preview.value = new Map([["a", square(100)]]);
    now();
    expect(still.get("a")!.box.x1).toBe(100);
    state.preview.value = null;
    now();
    expect(still.get("a")!.box.x1).toBe(0);
  });

  it("shows the preview of one still to be made, in the colour of its class", () => {
    const { state, lively, now } = stage();
    state.categoryId.value = 2;
    state.preview.value = new Map([["new", square(0)]]);
    expect(now()).toEqual({ still: [], lively: ["new"] });
    expect(lively.get("new")!.style.color).toBe("#0000ff");
    state.preview.value = null;
    expect(now().lively).toEqual([]);
  });

  it("leaves out what is hidden, by itself, by its class, or because another is alone", () => {
    const dog = instance("c", 40, { categoryId: 2 });
    const { state, now } = stage(instance("a", 0), instance("b", 20), dog);
    state.selection.value = ["a"];
    state.hiddenKeys.value = new Set(["a"]);
    state.hiddenCategories.value = new Set([2]);
    expect(now()).toEqual({ still: ["b"], lively: [] });
    state.hiddenKeys.value = new Set();
    state.hiddenCategories.value = new Set();
    state.look.value = { ...state.look.value, onlySelected: true };
    expect(now()).toEqual({ still: ["a"], lively: ["a"] });
  });

  it("follows the document: changed, made, removed, recoloured", () => {
    const { state, still, now } = stage(instance("a", 0), instance("b", 20));
    now();
    state.doc.put(
      new Map([
        ["a", instance("a", 5, { categoryId: 2 })],
        ["b", null],
        ["c", instance("c", 60)],
      ]),
    );
    expect(now().still.sort()).toEqual(["a", "c"]);
    expect(still.get("a")).toMatchObject({ box: { x1: 5 }, style: { color: "#0000ff" } });
    state.categories.value = [RED, { ...BLUE, color: "#00ff00" }];
    now();
    expect(still.get("a")!.style.color).toBe("#00ff00");
  });

  it("shows the box of what has no outline", () => {
    const { still, now } = stage(instance("a", 7, { parts: [] }));
    now();
    expect(still.get("a")).toMatchObject({
      parts: [{ outer: [7, 0, 17, 0, 17, 10, 7, 10] }],
      style: { isBox: true },
    });
  });

  it("has ghosts above all, the one asked about twice", () => {
    const ghost = (key: string): Ghost => {
      const { categoryId, parts, box } = instance(key, 0);
      return { key, categoryId, parts, box, score: 0.5, runId: "r" };
    };
    const { state, still, lively, now } = stage(instance("a", 0, { z: 9 }));
    state.ghosts.value = [ghost("g"), ghost("h")];
    state.ghost.value = "h";
    expect(now()).toEqual({ still: ["a", "ghost g", "ghost h"], lively: ["ghost h"] });
    expect(still.within({ x1: 0, y1: 0, x2: 1, y2: 1 }).map((one) => one.key)[0]).toBe("a");
    expect(lively.get("ghost h")!.style.manner).toBe("chosenGhost");
    state.ghosts.value = [];
    expect(now()).toEqual({ still: ["a"], lively: [] });
  });

  it("loads many new ones at once, and lets go of those of another image", () => {
    const { state, now } = stage(instance("a", 0));
    now();
    state.doc.load(Array.from({ length: 800 }, (_, i) => instance(`n${i}`, i)));
    expect(now().still).toHaveLength(800);
  });

  it("asks for a frame when something changes, and for none when it is gone", () => {
    const { state, cast, wakes } = stage(instance("a", 0));
    const before = wakes();
    state.hovered.value = "a";
    expect(wakes()).toBe(before + 1);
    cast.dispose();
    state.hovered.value = null;
    state.doc.put(new Map([["a", null]]));
    expect(wakes()).toBe(before + 1);
  });
});
