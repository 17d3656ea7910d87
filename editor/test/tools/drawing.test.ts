import { describe, expect, test } from "vitest";
import { partsArea } from "../../src/geometry/rings";
import type { Point } from "../../src/geometry/types";
import type { OverlayPainter } from "../../src/view/overlay";
import { Bench, imageInfo, instance, square } from "./bench";

const CORNERS = [
  [50, 50],
  [150, 50],
  [150, 150],
  [50, 150],
] as const;

/** A painter that keeps the warnings. */
function recording(crossings: Point[]): OverlayPainter {
  const nothing = (): void => undefined;
  return {
    parts: nothing,
    path: nothing,
    handles: nothing,
    dot: nothing,
    circle: nothing,
    text: nothing,
    cross: (point) => void crossings.push(point),
  };
}

function clickAll(bench: Bench, points: readonly (readonly [number, number])[] = CORNERS): Bench {
  for (const [x, y] of points) bench.click(x, y);
  return bench;
}

describe("polygon", () => {
  const polygon = () => new Bench().use("polygon");

  test("a line that is still being drawn is kept when another tool comes", () => {
    const bench = polygon().down(50, 50).to(150, 50).to(150, 150).to(50, 150).use("select");
    expect(bench.state.doc.all().map((one) => one.area)).toEqual([10000]);
  });

  test("so is a box that is still being dragged", () => {
    const bench = new Bench().use("rectangle").down(50, 50).to(150, 100).use("select");
    expect(bench.state.doc.all().map((one) => one.area)).toEqual([5000]);
  });

  test("Delete takes the last point back, as Backspace does", () => {
    const bench = clickAll(polygon());
    expect(bench.key("delete")).toBe(true);
    bench.key("finish");
    expect(bench.state.doc.all()[0]!.area).toBe(5000);
  });

  test.each([
    ["Enter", (bench: Bench) => void bench.key("finish")],
    ["a double click", (bench: Bench) => void bench.click(50, 150, { clicks: 2 })],
    ["the first point", (bench: Bench) => void bench.click(54, 53)],
    ["another tool", (bench: Bench) => void bench.use("select")],
  ])("%s closes it, with all its points, and selects it", (_name, close) => {
    const bench = clickAll(polygon());
    close(bench);
    const [made] = bench.state.doc.all();
    expect(made?.parts).toEqual([{ outer: CORNERS.flat(), holes: [] }]);
    expect(made?.categoryId).toBe(1);
    expect(bench.state.selection.value).toEqual([made?.key]);
    expect(bench.labels).toEqual(["Draw a polygon"]);
  });

  test("Backspace takes the last point back, redo brings it again", () => {
    const bench = clickAll(polygon());
    bench.key("takeBack");
    bench.key("takeBack");
    expect(bench.tool.redo?.(bench.tools)).toBe(true);
    bench.key("finish");
    expect(bench.outer(bench.state.selection.value[0]!)).toEqual(CORNERS.slice(0, 3).flat());
  });

  test("Enter never drops points: two of them stay", () => {
    const bench = clickAll(polygon(), CORNERS.slice(0, 2));
    expect(bench.key("finish")).toBe(true);
    expect(bench.said.at(-1)).toContain("three points");
    bench.click(150, 150).key("finish");
    expect(bench.outer(bench.state.selection.value[0]!)).toEqual(CORNERS.slice(0, 3).flat());
  });

  test("Escape puts the draft aside, Enter goes on with it", () => {
    const bench = clickAll(polygon(), CORNERS.slice(0, 3));
    expect(bench.key("cancel")).toBe(true);
    expect(bench.tool.isBusy()).toBe(false);
    expect(bench.tool.hint(bench.tools)).toContain("draft kept");
    bench.key("finish");
    bench.click(50, 150).key("finish");
    expect(bench.outer(bench.state.selection.value[0]!)).toEqual(CORNERS.flat());
  });

  test("a draft of two points waits for the tool, and a second Escape throws it away", () => {
    const bench = clickAll(polygon(), CORNERS.slice(0, 2)).use("select").use("polygon");
    expect(bench.tool.hint(bench.tools)).toContain("draft kept");
    expect(bench.key("cancel")).toBe(true);
    expect(bench.tool.hint(bench.tools)).not.toContain("draft kept");
    expect(bench.state.doc.size).toBe(0);
  });

  test("a draft waits on its own image", () => {
    const bench = clickAll(polygon(), CORNERS.slice(0, 2));
    bench.tool.leave?.(bench.tools);
    bench.state.image.value = imageInfo(2);
    clickAll(bench, [
      [10, 10],
      [60, 10],
      [60, 60],
    ]).key("finish");
    bench.state.image.value = imageInfo(1);
    bench.click(150, 150).key("finish");
    expect(bench.outer(bench.state.selection.value[0]!)).toEqual(CORNERS.slice(0, 3).flat());
  });

  test("lets go of what is selected, so that a class key means the draft", () => {
    const bench = new Bench([instance("a", square(200, 50, 60))]).select("a").use("polygon");
    bench.click(50, 50);
    expect(bench.state.selection.value).toEqual([]);
  });

  test("marks where the draft crosses itself, with the line to the pointer", () => {
    const bench = clickAll(polygon(), [
      [50, 50],
      [150, 50],
      [150, 150],
    ]);
    const crossings: Point[] = [];
    const painter = recording(crossings);
    bench.hover(200, 180).tool.draw?.(painter, bench.tools);
    expect(crossings).toEqual([]);
    bench.hover(100, 20).tool.draw?.(painter, bench.tools);
    expect(crossings).toHaveLength(1);
  });

  test("without a class nothing is lost", () => {
    const bench = clickAll(polygon());
    bench.state.categoryId.value = null;
    bench.key("finish");
    expect(bench.said.at(-1)).toContain("Choose a class");
    bench.state.categoryId.value = 2;
    bench.key("finish");
    expect(bench.state.doc.all()[0]?.categoryId).toBe(2);
  });

  test("a line drawn freehand is thinned, and goes on from the clicked points", () => {
    const bench = polygon().click(50, 50);
    const line = Array.from({ length: 51 }, (_, i) => [150, 50 + 2 * i] as const);
    bench.dragAlong(line).key("finish");
    expect(bench.outer(bench.state.selection.value[0]!)).toEqual([50, 50, 150, 50, 150, 150]);
  });

  test("points beyond the picture lie on its border", () => {
    const bench = clickAll(polygon(), [
      [-20, 50],
      [100, -30],
      [100, 100],
    ]);
    bench.key("finish");
    expect(bench.outer(bench.state.selection.value[0]!)).toEqual([0, 50, 100, 0, 100, 100]);
  });

  test("with Shift it runs along a neighbour, its very points, no gap and no overlap", () => {
    const neighbour = [200, 100, 210.123, 150, 200, 200, 300, 200, 300, 100];
    const bench = new Bench([instance("b", [{ outer: neighbour, holes: [] }])]).use("polygon");
    bench.click(100, 200).click(100, 100).click(201, 101).click(201, 199, { shift: true });
    bench.key("finish");
    const made = bench.outer(bench.state.selection.value[0]!);
    expect(made).toEqual([100, 200, 100, 100, 200, 100, 210.123, 150, 200, 200]);
  });

  test("Tab turns the trace the other way round", () => {
    const bench = new Bench([instance("b", square(200, 100, 100))]).use("polygon");
    bench.click(100, 150).click(200, 100).click(200, 200, { shift: true });
    expect(bench.key("otherSide")).toBe(true);
    bench.key("finish");
    const made = bench.outer(bench.state.selection.value[0]!);
    expect(made).toEqual([100, 150, 200, 100, 300, 100, 300, 200, 200, 200]);
  });
});

describe("rectangle and ellipse", () => {
  test("a drag and two clicks make the same", () => {
    const dragged = new Bench().use("rectangle").dragAlong([
      [20, 30],
      [50, 60],
      [80, 90],
    ]);
    const clicked = new Bench().use("rectangle").click(80, 90).click(20, 30);
    const rectangle = [20, 30, 80, 30, 80, 90, 20, 90];
    for (const { state } of [dragged, clicked])
      expect(state.doc.all()[0]?.parts[0]?.outer).toEqual(rectangle);
  });

  test("Shift makes the sides equal, Alt begins in the centre", () => {
    const bench = new Bench().use("rectangle");
    bench.dragAlong(
      [
        [100, 100],
        [110, 110],
        [120, 110],
      ],
      { shift: true, alt: true },
    );
    expect(bench.state.doc.all()[0]?.box).toEqual({ x1: 80, y1: 80, x2: 120, y2: 120 });
  });

  test("an ellipse has its area", () => {
    const bench = new Bench().use("ellipse").click(50, 50).click(150, 110);
    const [made] = bench.state.doc.all();
    expect(made?.area).toBeGreaterThan(Math.PI * 50 * 30 * 0.98);
    expect(made?.area).toBeLessThanOrEqual(Math.PI * 50 * 30);
  });

  test("Escape forgets the first corner, and only that", () => {
    const bench = new Bench([instance("a", square(10, 10, 20))]).use("rectangle").click(100, 100);
    expect(bench.key("cancel")).toBe(true);
    expect(bench.key("cancel")).toBe(false);
    expect(bench.state.doc.size).toBe(1);
  });

  test("by keyboard: Enter at two places of the crosshair", () => {
    const bench = new Bench().use("rectangle");
    bench.key("left");
    bench.key("finish");
    for (let press = 0; press < 3; press += 1) bench.key("right", true);
    bench.key("down", true);
    bench.key("finish");
    expect(bench.state.doc.all()[0]?.box).toEqual({ x1: 196, y1: 150, x2: 316, y2: 190 });
  });
});

describe("holes and parts", () => {
  test("a ring inside becomes a hole of the smallest instance around it", () => {
    const bench = new Bench([
      instance("large", square(10, 10, 280)),
      instance("a", square(40, 40, 150)),
    ]).use("hole");
    clickAll(bench).key("finish");
    expect(bench.parts("a")[0]?.holes).toHaveLength(1);
    expect(partsArea(bench.parts("a"))).toBe(150 * 150 - 100 * 100);
    expect(bench.parts("large")[0]?.holes).toHaveLength(0);
    expect(bench.state.selection.value).toEqual(["a"]);
  });

  test("a hole around nothing keeps its draft", () => {
    const bench = clickAll(new Bench().use("hole"));
    bench.key("finish");
    expect(bench.said.at(-1)).toContain("the draft is kept");
    expect(bench.key("takeBack")).toBe(true);
  });

  test("a ring beside becomes a part, the other part is the same object", () => {
    const bench = new Bench([instance("a", square(200, 50, 60))]).select("a").use("part");
    const [before] = bench.parts("a");
    clickAll(bench).key("finish");
    expect(bench.parts("a")).toHaveLength(2);
    expect(bench.parts("a").map((part) => part.outer)).toContain(before!.outer);
    expect(bench.labels).toEqual(["Add a part"]);
  });

  test("a part without an instance keeps its draft", () => {
    const bench = clickAll(new Bench([instance("a", square(200, 50, 60))]).use("part"));
    bench.key("finish");
    expect(bench.said.at(-1)).toContain("Select the instance");
    bench.select("a").key("finish");
    expect(bench.parts("a")).toHaveLength(2);
  });
});

describe("slice", () => {
  const one = () =>
    new Bench([instance("a", square(100, 100, 100), { categoryId: 2 })]).use("slice");

  test.each([
    [
      "a drag",
      (bench: Bench) =>
        bench.dragAlong([
          [80, 140],
          [150, 140],
          [220, 140],
        ]),
    ],
    ["two clicks", (bench: Bench) => bench.click(80, 140).click(220, 140)],
  ])("%s makes two of one, the larger keeps its name", (_name, cut) => {
    const bench = cut(one());
    const areas = bench.state.doc.all().map(({ area }) => area);
    expect(areas).toEqual([6000, 4000]);
    expect(bench.state.doc.get("a")?.area).toBe(6000);
    expect(bench.state.doc.all().map(({ categoryId }) => categoryId)).toEqual([2, 2]);
    expect(bench.state.selection.value).toHaveLength(2);
  });

  test("a selected instance is sliced alone", () => {
    const bench = new Bench([
      instance("a", square(100, 100, 100)),
      instance("b", square(210, 100, 100)),
    ]);
    bench
      .select("b")
      .use("slice")
      .dragAlong([
        [80, 140],
        [200, 140],
        [330, 140],
      ]);
    expect(bench.parts("a")).toEqual(square(100, 100, 100));
    expect(bench.state.doc.size).toBe(3);
  });

  test("a line that does not go through changes nothing, and says so", () => {
    const bench = one().click(80, 140).click(150, 140);
    bench.key("finish");
    expect(bench.gestures).toHaveLength(0);
    expect(bench.said.at(-1)).toContain("all the way through");
    bench.click(220, 140);
    expect(bench.state.doc.size).toBe(2);
  });
});
