import { describe, expect, test } from "vitest";
import { Bench, instance, square } from "./bench";

const nested = () => [
  instance("large", square(100, 50, 200)),
  instance("middle", square(130, 80, 120)),
  instance("small", square(160, 110, 50)),
];

describe("picking", () => {
  test("takes the smallest first and goes on to the next below in the same place", () => {
    const bench = new Bench(nested());
    const picked = [1, 2, 3, 4].map(() => bench.click(185, 135).state.selection.value[0]);
    expect(picked).toEqual(["small", "middle", "large", "small"]);
  });

  test("begins anew with the smallest in another place", () => {
    const bench = new Bench(nested());
    bench.click(185, 135).click(185, 135).click(190, 145);
    expect(bench.state.selection.value).toEqual(["small"]);
  });

  test("the one under the pointer is known before a click", () => {
    const bench = new Bench(nested()).hover(185, 135);
    expect(bench.state.hovered.value).toBe("small");
  });

  test("adds and takes away with Shift", () => {
    const bench = new Bench(nested()).click(185, 135).click(110, 150, { shift: true });
    expect(bench.state.selection.value).toEqual(["small", "large"]);
    bench.click(185, 140, { shift: true });
    expect(bench.state.selection.value).toEqual(["large"]);
  });

  test("does not see what is hidden, and selects what is locked", () => {
    const bench = new Bench(nested());
    bench.state.hiddenKeys.value = new Set(["small"]);
    bench.state.lockedKeys.value = new Set(["middle"]);
    expect(bench.click(185, 135).state.selection.value).toEqual(["middle"]);
  });

  test("a tiny instance is taken from beside it", () => {
    const bench = new Bench([instance("tiny", square(100, 100, 2))]).click(109, 101);
    expect(bench.state.selection.value).toEqual(["tiny"]);
  });

  test("a click on nothing selects nothing", () => {
    const bench = new Bench(nested()).select("small").click(20, 20);
    expect(bench.state.selection.value).toEqual([]);
  });
});

describe("points", () => {
  const one = () => new Bench([instance("a", square(100, 100, 100))]).select("a");

  test("one is dragged from 20 pixels away, by as much as the pointer moves", () => {
    const bench = one().dragAlong([
      [85, 88],
      [75, 70],
      [65, 68],
    ]);
    expect(bench.outer("a")).toEqual([80, 80, 200, 100, 200, 200, 100, 200]);
    expect(bench.labels).toEqual(["Move a point"]);
  });

  test("a drag is one gesture, and shows its outline before", () => {
    const bench = one().down(100, 100).to(90, 90).to(80, 80);
    expect(bench.state.preview.value?.get("a")?.[0]?.outer.slice(0, 2)).toEqual([80, 80]);
    expect(bench.gestures).toHaveLength(0);
    bench.up(80, 80);
    expect(bench.state.preview.value).toBeNull();
    expect(bench.gestures).toHaveLength(1);
  });

  test("Escape in a drag leaves everything as it was", () => {
    const bench = one().down(100, 100).to(80, 80);
    expect(bench.key("cancel")).toBe(true);
    bench.up(80, 80);
    expect(bench.gestures).toHaveLength(0);
    expect(bench.state.selection.value).toEqual(["a"]);
  });

  test("a drag of an edge puts a point in and moves it", () => {
    const bench = one().dragAlong([
      [150, 102],
      [150, 92],
      [150, 82],
    ]);
    expect(bench.outer("a")).toEqual([100, 100, 150, 80, 200, 100, 200, 200, 100, 200]);
    expect(bench.labels).toEqual(["Add a point"]);
  });

  test("a double click on an edge puts a point in", () => {
    const bench = one().doubleClick(150, 100);
    expect(bench.outer("a")).toEqual([100, 100, 150, 100, 200, 100, 200, 200, 100, 200]);
  });

  test("an Alt-click deletes one; the last three stay", () => {
    const bench = one().click(100, 100, { alt: true });
    expect(bench.outer("a")).toEqual([200, 100, 200, 200, 100, 200]);
    bench.click(200, 100, { alt: true });
    expect(bench.outer("a")).toHaveLength(6);
    expect(bench.said.at(-1)).toContain("Nothing would be left");
  });

  test("a click takes one, the next click puts it down", () => {
    const bench = one().click(102, 103);
    expect(bench.tool.hint(bench.tools)).toContain("click: put it there");
    bench.click(62, 43);
    expect(bench.outer("a").slice(0, 2)).toEqual([60, 40]);
    expect(bench.tool.isBusy()).toBe(false);
  });

  test("one taken by a click is let go when another instance is selected", () => {
    const bench = new Bench([
      instance("a", square(100, 100, 100)),
      instance("b", square(250, 100, 60)),
    ]);
    bench.select("a").click(100, 100).select("b").click(40, 40);
    expect(bench.gestures).toHaveLength(0);
  });

  test("those in a marquee move together", () => {
    const bench = one().dragAlong([
      [60, 60],
      [120, 230],
      [130, 240],
    ]);
    expect(bench.state.vertices.value.map((ref) => ref.vertex)).toEqual([0, 3]);
    bench.dragAlong([
      [100, 200],
      [90, 190],
      [80, 190],
    ]);
    expect(bench.outer("a")).toEqual([80, 90, 200, 100, 200, 200, 80, 190]);
    expect(bench.labels).toEqual(["Move points"]);
  });

  test("arrow keys move them by 1 pixel, with Shift by 10", () => {
    const bench = one().click(100, 100);
    bench.key("left");
    bench.key("down", true);
    expect(bench.outer("a").slice(0, 2)).toEqual([99, 110]);
  });

  test("Delete removes the chosen ones, then the instance", () => {
    const bench = one().click(100, 100);
    bench.key("delete");
    expect(bench.outer("a")).toHaveLength(6);
    bench.key("delete");
    expect(bench.state.doc.size).toBe(0);
  });

  test("Delete of one of the last three does not take the instance", () => {
    const bench = new Bench([
      instance("a", [{ outer: [100, 100, 200, 100, 200, 200], holes: [] }]),
    ]);
    bench.select("a").click(100, 100).key("delete");
    expect(bench.outer("a")).toHaveLength(6);
    expect(bench.said.at(-1)).toContain("Nothing would be left");
  });

  test("chosen before the outline became another one, they take nothing along", () => {
    const bench = one();
    bench.state.vertices.value = [{ part: 0, ring: 0, vertex: 9 }];
    bench.key("delete");
    expect(bench.parts("a")).toEqual(square(100, 100, 100));
  });

  test("Escape goes from the points to the instance to nothing, and then has no meaning", () => {
    const bench = one().dragAlong([
      [60, 60],
      [120, 120],
      [120, 120],
    ]);
    expect(bench.state.vertices.value).toHaveLength(1);
    expect(bench.key("cancel")).toBe(true);
    expect(bench.state.vertices.value).toEqual([]);
    expect(bench.key("cancel")).toBe(true);
    expect(bench.state.selection.value).toEqual([]);
    expect(bench.key("cancel")).toBe(false);
  });

  test("of a locked instance stay where they are", () => {
    const bench = one();
    bench.state.lockedKeys.value = new Set(["a"]);
    bench.dragAlong([
      [100, 100],
      [80, 80],
      [70, 70],
    ]);
    expect(bench.gestures).toHaveLength(0);
  });

  test("what somebody else changed during the drag is not overwritten", () => {
    const bench = one().down(100, 100).to(80, 80);
    const theirs = instance("a", square(100, 100, 90), { version: 2 });
    bench.state.doc.put(new Map([["a", theirs]]));
    bench.up(80, 80);
    expect(bench.parts("a")).toBe(theirs.parts);
    expect(bench.said.at(-1)).toContain("changed meanwhile");
  });
});

describe("shared borders", () => {
  const two = () =>
    new Bench([
      instance("a", square(100, 100, 100)),
      instance("b", [{ outer: [200, 100, 300, 100, 300, 200, 200, 200], holes: [] }]),
    ]).select("a");

  test("a point of a border takes the neighbour along", () => {
    const bench = two().dragAlong([
      [200, 100],
      [210, 90],
      [220, 80],
    ]);
    expect(bench.outer("a")).toEqual([100, 100, 220, 80, 200, 200, 100, 200]);
    expect(pointsOf(bench.outer("b"))).toEqual(["220,80", "300,100", "300,200", "200,200"].sort());
    expect(bench.gestures).toHaveLength(1);
  });

  test("Alt leaves it", () => {
    const bench = two().dragAlong(
      [
        [200, 100],
        [190, 80],
        [180, 70],
      ],
      { alt: true },
    );
    expect(bench.outer("a").slice(2, 4)).toEqual([180, 70]);
    expect(bench.outer("b").slice(0, 2)).toEqual([200, 100]);
  });

  test("a locked neighbour stays", () => {
    const bench = two();
    bench.state.lockedKeys.value = new Set(["b"]);
    bench.dragAlong([
      [200, 100],
      [190, 80],
      [180, 70],
    ]);
    expect(bench.outer("b").slice(0, 2)).toEqual([200, 100]);
  });

  test("a point snaps to a neighbour's point", () => {
    const bench = new Bench([
      instance("a", square(100, 100, 60)),
      instance("b", square(200, 100, 60)),
    ]);
    bench.select("a").dragAlong([
      [160, 100],
      [180, 98],
      [196, 97],
    ]);
    expect(bench.outer("a").slice(2, 4)).toEqual([200, 100]);
  });
});

describe("whole instances", () => {
  test("are moved only when they were selected before the press", () => {
    const bench = new Bench([instance("a", square(100, 100, 120))]);
    const path = [
      [160, 160],
      [170, 165],
      [180, 170],
    ] as const;
    bench.dragAlong(path);
    expect(bench.gestures).toHaveLength(0);
    bench.select("a").dragAlong(path);
    expect(bench.parts("a")).toEqual(square(120, 110, 120));
  });

  test("are not moved off the picture", () => {
    const bench = new Bench([instance("a", square(100, 100, 120))]).select("a");
    bench.dragAlong([
      [160, 160],
      [60, 60],
      [-90, 10],
    ]);
    expect(bench.parts("a")).toEqual(square(0, 0, 120));
  });

  test("are not moved over what somebody else did meanwhile", () => {
    const bench = new Bench([instance("a", square(100, 100, 120))]).select("a");
    bench.down(160, 160).to(180, 160);
    const theirs = instance("a", square(100, 100, 90), { version: 2 });
    bench.state.doc.put(new Map([["a", theirs]]));
    bench.up(180, 160);
    expect(bench.parts("a")).toBe(theirs.parts);
  });

  test("a twitch under the pointer moves nothing", () => {
    const bench = new Bench([instance("a", square(100, 100, 120))]).select("a");
    bench.down(160, 160).to(162, 161).up(163, 160);
    expect(bench.gestures).toHaveLength(0);
  });

  test("arrow keys on a locked instance say why nothing moves", () => {
    const bench = new Bench([instance("a", square(100, 100, 50))]).select("a");
    bench.state.lockedKeys.value = new Set(["a"]);
    expect(bench.key("left")).toBe(true);
    expect(bench.gestures).toHaveLength(0);
    expect(bench.said.at(-1)).toBe("It is locked: L unlocks it.");
  });

  test("of several the locked one stays", () => {
    const bench = new Bench([
      instance("a", square(100, 100, 50)),
      instance("b", square(200, 100, 50)),
    ]);
    bench.state.lockedKeys.value = new Set(["b"]);
    bench.select("a", "b").dragAlong([
      [125, 125],
      [130, 130],
      [135, 125],
    ]);
    expect(bench.parts("a")).toEqual(square(110, 100, 50));
    expect(bench.parts("b")).toEqual(square(200, 100, 50));
  });

  test("a marquee takes those that lie in it", () => {
    const bench = new Bench(nested()).dragAlong([
      [120, 70],
      [200, 200],
      [255, 210],
    ]);
    expect([...bench.state.selection.value].sort()).toEqual(["middle", "small"]);
  });

  test("the corners of the box stretch, the knob turns", () => {
    const bench = new Bench([instance("a", square(100, 100, 100))]).select("a");
    bench.state.transforming.value = true;
    bench.dragAlong([
      [200, 200],
      [240, 220],
      [250, 250],
    ]);
    expect(bench.parts("a")).toEqual(square(100, 100, 150));
    bench.click(175, 68).click(300, 175);
    expect(bench.labels).toEqual(["Stretch", "Turn"]);
    expect(pointsOf(bench.outer("a"))).toEqual(pointsOf(square(100, 100, 150)[0]!.outer));
  });

  test("arrow keys turn and stretch it, and a click inside carries it to the next", () => {
    const bench = new Bench([instance("a", square(100, 100, 100))]).select("a");
    bench.state.transforming.value = true;
    for (let turn = 0; turn < 6; turn += 1) bench.key("right", true);
    expect(bench.outer("a")[0]).toBeCloseTo(200, 1); // a quarter: the first corner is the second now
    expect(bench.outer("a")[1]).toBeCloseTo(100, 1);
    bench.key("up", true);
    expect(bench.state.doc.get("a")!.area).toBeCloseTo(10000 * 1.01 ** 20, -2);
    bench.key("down", true);
    bench.click(150, 150).hover(170, 150).click(180, 140);
    expect(bench.state.doc.get("a")!.box.x1).toBeCloseTo(130, 1);
    expect(bench.state.doc.get("a")!.box.y1).toBeCloseTo(90, 1);
    expect([...new Set(bench.labels)]).toEqual(["Turn", "Stretch", "Move"]);
  });

  test("a drag with Ctrl from the outline is a stroke", () => {
    const bench = new Bench([instance("a", square(100, 100, 100))]).select("a");
    bench.dragAlong(
      [
        [120, 102],
        [130, 80],
        [170, 80],
        [180, 98],
      ],
      { ctrl: true },
    );
    expect(bench.labels).toEqual(["Redraw a stretch"]);
    expect(bench.outer("a")).toContain(80);
  });
});

function pointsOf(ring: readonly number[]): string[] {
  return ring.flatMap((x, i) => (i % 2 === 0 ? [`${x},${ring[i + 1]}`] : [])).sort();
}
