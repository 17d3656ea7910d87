import { describe, expect, test } from "vitest";
import { iou } from "../../src/geometry/booleans";
import { Bench, instance, square } from "./bench";

const BUMP = [
  [120, 102],
  [130, 70],
  [170, 70],
  [180, 98],
] as const;

describe("stroke", () => {
  const one = () => new Bench([instance("a", square(100, 100, 100))]).select("a").use("stroke");

  test("replaces the stretch between its ends, and nothing else", () => {
    const bench = one().dragAlong(BUMP);
    expect(bench.labels).toEqual(["Redraw a stretch"]);
    expect(bench.outer("a")).toEqual(expect.arrayContaining([130, 70, 170, 70]));
    for (const corner of ["100,100", "200,100", "200,200", "100,200"])
      expect(corners(bench.outer("a"))).toContain(corner);
  });

  test("shows the result before it is done", () => {
    const bench = one().down(120, 102);
    for (const [x, y] of BUMP.slice(1)) bench.to(x, y);
    expect(bench.state.preview.value?.get("a")?.[0]?.outer).toContain(70);
    expect(bench.gestures).toHaveLength(0);
  });

  test("Tab takes the other side while it is drawn", () => {
    const bench = one().down(120, 102);
    for (const [x, y] of BUMP.slice(1)) bench.to(x, y);
    expect(bench.key("otherSide")).toBe(true);
    bench.up(180, 98);
    expect(corners(bench.outer("a"))).not.toContain("100,200");
    expect(bench.state.doc.get("a")?.area).toBeLessThan(4000);
  });

  test("clicks do the same without a drag: the one on the outline ends it", () => {
    const bench = one();
    for (const [x, y] of [
      [120, 100],
      [130, 70],
      [170, 70],
      [180, 100],
    ] as const)
      bench.click(x, y);
    expect(bench.labels).toEqual(["Redraw a stretch"]);
    expect(bench.tool.isBusy()).toBe(false);
  });

  test("Backspace takes a clicked point back, Enter ends", () => {
    const bench = one();
    for (const [x, y] of [
      [120, 100],
      [130, 70],
      [300, 10],
    ] as const)
      bench.click(x, y);
    bench.key("takeBack");
    bench.click(170, 70).click(182, 88).key("finish");
    expect(bench.labels).toEqual(["Redraw a stretch"]);
    expect(bench.outer("a")).not.toContain(300);
  });

  test("goes to the instance that both its ends are near when it does not meet the selected one", () => {
    const bench = new Bench([
      instance("a", square(100, 100, 100)),
      instance("b", square(300, 200, 50)),
    ]);
    bench.select("b").use("stroke").dragAlong(BUMP);
    expect(bench.outer("a")).toContain(70);
    expect(bench.parts("b")).toEqual(square(300, 200, 50));
    expect(bench.state.selection.value).toEqual(["a"]);
  });

  test("moves a shared border; Alt leaves the neighbour", () => {
    const across = [
      [198, 120],
      [180, 130],
      [180, 170],
      [202, 180],
    ] as const;
    const two = () =>
      new Bench([instance("a", square(100, 100, 100)), instance("b", square(200, 100, 100))]);
    const shared = two().select("a").use("stroke").dragAlong(across);
    expect(shared.outer("b")).toContain(180);
    expect(shared.gestures).toHaveLength(1);
    const alone = two().select("a").use("stroke").dragAlong(across, { alt: true });
    expect(alone.parts("b")).toEqual(square(200, 100, 100));
  });

  test("one in the void changes nothing and says so", () => {
    const bench = one().dragAlong([
      [300, 20],
      [330, 20],
      [350, 40],
    ]);
    expect(bench.gestures).toHaveLength(0);
    expect(bench.said.at(-1)).toContain("meets no outline");
  });

  test("with Shift it follows the chosen prediction", () => {
    const bench = one();
    const parts = [
      {
        outer: [100, 100, 125, 100, 150, 61.37, 175, 100, 200, 100, 200, 200, 100, 200],
        holes: [],
      },
    ];
    const box = { x1: 100, y1: 61.37, x2: 200, y2: 200 };
    bench.state.ghosts.value = [{ key: "g", categoryId: 1, score: 0.5, parts, box, runId: "r" }];
    bench.state.ghost.value = "g";
    bench.dragAlong(
      [
        [120, 102],
        [150, 75],
        [180, 98],
      ],
      { shift: true },
    );
    expect(bench.outer("a")).toContain(61.37);
  });
});

describe("brush", () => {
  test("paints a new instance of the current class where nothing is selected", () => {
    const bench = new Bench().use("brush").dragAlong([
      [100, 100],
      [150, 100],
      [200, 100],
    ]);
    const [made] = bench.state.doc.all();
    expect(made?.area).toBeGreaterThan(100 * 48 + Math.PI * 24 * 24 * 0.9);
    expect(made?.area).toBeLessThan(100 * 48 + Math.PI * 24 * 24 * 1.1);
    expect(bench.state.selection.value).toEqual([made?.key]);
  });

  test("paints onto the selected one and leaves its other points as they are; Alt erases", () => {
    const bench = new Bench([instance("a", square(100.123, 100, 100))]).select("a").use("brush");
    bench.dragAlong([
      [200, 150],
      [215, 150],
    ]);
    expect(bench.state.doc.get("a")!.area).toBeGreaterThan(10000);
    expect(corners(bench.outer("a"))).toContain("100.123,100");
    bench.dragAlong(
      [
        [200, 150],
        [240, 150],
      ],
      { alt: true },
    );
    expect(bench.state.doc.get("a")!.area).toBeLessThan(10000);
    expect(bench.labels).toEqual(["Paint", "Erase"]);
  });

  test("with Shift it keeps off the neighbours", () => {
    const bench = new Bench([
      instance("a", square(100, 100, 100)),
      instance("b", square(220, 100, 100)),
    ]);
    bench
      .select("a")
      .use("brush")
      .dragAlong(
        [
          [190, 150],
          [230, 150],
        ],
        { shift: true },
      );
    expect(bench.state.doc.get("a")!.box.x2).toBeLessThanOrEqual(220);
    expect(bench.parts("b")).toEqual(square(220, 100, 100));
  });

  test("moves the border that a neighbour shares, but neither with Alt nor with Shift", () => {
    const over: [number, number][] = [
      [190, 150],
      [200, 150],
    ];
    const painted = (more = {}) =>
      new Bench([instance("a", square(100, 100, 100)), instance("b", square(200, 100, 100))])
        .select("a")
        .use("brush")
        .dragAlong(over, more);
    const both = painted();
    expect(both.gestures).toHaveLength(1);
    const { area, parts } = both.state.doc.get("a")!;
    expect(area).toBeGreaterThan(10000);
    expect(area + both.state.doc.get("b")!.area).toBeCloseTo(20000, 1);
    expect(iou(parts, both.parts("b"))).toBe(0);
    for (const detached of [{ alt: true }, { shift: true }])
      expect(painted(detached).parts("b")).toEqual(square(200, 100, 100));
  });

  test("of a large outline shows what it sweeps, and the result at the end", () => {
    const outer = Array.from({ length: 1200 }, (_, i) => i * 0.3).flatMap((angle, i) => {
      const turn = (2 * Math.PI * i) / 1200;
      return [200 + (80 + Math.sin(angle)) * Math.cos(turn), 150 + 80 * Math.sin(turn)];
    });
    const bench = new Bench([instance("a", [{ outer, holes: [] }])]).select("a").use("brush");
    const before = bench.state.doc.get("a")!.area;
    bench.down(280, 150).to(300, 150);
    expect(bench.state.preview.value).toBeNull();
    bench.up(300, 150);
    expect(bench.state.doc.get("a")!.area).toBeGreaterThan(before);
  });

  test("does not begin without a class, and what it began another tool finishes", () => {
    const bench = new Bench().use("brush");
    bench.state.categoryId.value = null;
    bench.down(100, 100);
    expect(bench.said.at(-1)).toContain("Choose a class");
    expect(bench.tool.isBusy()).toBe(false);
    bench.state.categoryId.value = 1;
    bench.down(100, 100).to(150, 100).use("select");
    expect(bench.labels).toEqual(["Paint an instance"]);
  });

  test("erasing everything removes the instance", () => {
    const bench = new Bench([instance("a", square(100, 100, 10))]).select("a").use("brush");
    bench.click(105, 105, { alt: true });
    expect(bench.state.doc.size).toBe(0);
  });

  test("Alt with nothing selected does not paint", () => {
    const bench = new Bench().use("brush").dragAlong(
      [
        [100, 100],
        [150, 100],
      ],
      { alt: true },
    );
    expect(bench.state.doc.size).toBe(0);
  });

  test("the wheel sets its size, and with Ctrl it is left to the zoom", () => {
    const bench = new Bench().use("brush");
    const at = {
      screen: { x: 0, y: 0 },
      image: { x: 0, y: 0 },
      kind: "mouse" as const,
      shift: false,
      alt: false,
      clicks: 0,
    };
    expect(bench.tool.wheel?.(1, { ...at, ctrl: false }, bench.tools)).toBe(true);
    expect(bench.state.brushRadius.value).toBeGreaterThan(24);
    expect(bench.tool.wheel?.(1, { ...at, ctrl: true }, bench.tools)).toBe(false);
  });
});

describe("push", () => {
  const two = () => [instance("a", square(100, 100, 100)), instance("b", square(210, 100, 100))];

  test("pushes outwards from inside and leaves far points alone", () => {
    const bench = new Bench(two().slice(0, 1)).select("a").use("push");
    bench.dragAlong([
      [170, 150],
      [180, 150],
      [190, 150],
    ]);
    expect(bench.state.doc.get("a")!.box.x2).toBeCloseTo(214, 0);
    for (const corner of ["100,100", "200,100", "200,200", "100,200"])
      expect(corners(bench.outer("a"))).toContain(corner);
    expect(bench.labels).toEqual(["Push the outline"]);
  });

  test("pushes inwards from outside", () => {
    const bench = new Bench(two().slice(0, 1)).select("a").use("push");
    bench.dragAlong([
      [230, 150],
      [215, 150],
      [205, 150],
    ]);
    expect(bench.state.doc.get("a")!.area).toBeLessThan(10000);
  });

  test("needs no drag: it pushes from one click to the next", () => {
    const bench = new Bench(two().slice(0, 1)).select("a").use("push");
    bench.click(170, 150).hover(180, 150);
    expect(bench.tool.isBusy()).toBe(true);
    bench.click(190, 150);
    expect(bench.state.doc.get("a")!.box.x2).toBeCloseTo(214, 0);
    bench.click(170, 150).hover(230, 150);
    expect(bench.key("cancel")).toBe(true);
    expect(bench.state.preview.value).toBeNull();
    expect(bench.labels).toEqual(["Push the outline"]);
  });

  test("is done by keys alone: Enter, arrows, Enter", () => {
    const bench = new Bench(two().slice(0, 1)).select("a").use("push");
    bench.state.crosshair.value = { x: 170, y: 150 };
    bench.key("finish");
    bench.key("right", true);
    bench.key("finish");
    expect(bench.state.doc.get("a")!.box.x2).toBeGreaterThan(220);
    expect(bench.labels).toEqual(["Push the outline"]);
  });

  test("with Shift it does not come over a neighbour", () => {
    const bench = new Bench(two()).select("a").use("push");
    bench.dragAlong(
      [
        [170, 150],
        [190, 150],
        [200, 150],
      ],
      { shift: true },
    );
    expect(bench.state.doc.get("a")!.box.x2).toBeLessThanOrEqual(210.5);
    expect(bench.parts("b")).toEqual(square(210, 100, 100));
  });

  test("takes the outline under the cursor where nothing is selected", () => {
    const bench = new Bench(two().slice(0, 1)).use("push");
    bench.dragAlong([
      [185, 150],
      [200, 150],
    ]);
    expect(bench.state.selection.value).toEqual(["a"]);
  });
});

function corners(ring: readonly number[]): string[] {
  return ring.flatMap((x, i) => (i % 2 === 0 ? [`${x},${ring[i + 1]}`] : []));
}
