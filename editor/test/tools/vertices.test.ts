import { describe, expect, test } from "vitest";
import { pickBelow } from "../../src/tools/picking";
import { jumpVertex, stepVertex } from "../../src/tools/vertices";
import { Bench, instance, square } from "./bench";

const one = () => new Bench([instance("a", square(100, 100, 100))]).select("a");

describe("actions on points", () => {
  test("the nearest point comes to the pointer", () => {
    const bench = one().hover(120, 60);
    jumpVertex(bench.tools);
    expect(bench.outer("a").slice(0, 2)).toEqual([120, 60]);
    expect(bench.labels).toEqual(["Bring a point here"]);
  });

  test("it comes to the crosshair where there is one", () => {
    const bench = one().hover(120, 60);
    bench.state.crosshair.value = { x: 220, y: 230 };
    jumpVertex(bench.tools);
    expect(bench.outer("a").slice(4, 6)).toEqual([220, 230]);
  });

  test("without a selected instance it says what is missing", () => {
    const bench = new Bench([instance("a", square(100, 100, 100))]).hover(120, 60);
    jumpVertex(bench.tools);
    expect(bench.said.at(-1)).toContain("Select one instance");
    expect(bench.gestures).toHaveLength(0);
  });

  test("keys walk the points of the ring, around its end", () => {
    const bench = one();
    const walked = [1, -1, -1, 1].map((step) => {
      stepVertex(step as 1 | -1, bench.tools);
      return bench.state.vertices.value[0]?.vertex;
    });
    expect(walked).toEqual([0, 3, 2, 3]);
    expect(bench.said.at(-1)).toBe("Point 4 of 4");
  });

  test("the active ring is the one walked", () => {
    const hole = [120, 120, 140, 120, 140, 140];
    const bench = new Bench([
      instance("a", [{ outer: square(100, 100, 100)[0]!.outer, holes: [hole] }]),
    ]);
    bench.select("a").hover(121, 121);
    stepVertex(1, bench.tools);
    expect(bench.state.vertices.value).toEqual([{ part: 0, ring: 1, vertex: 0 }]);
  });
});

describe("by keyboard alone", () => {
  test("Enter goes into the selected instance, arrows move its point", () => {
    const bench = one();
    expect(bench.key("finish")).toBe(true);
    bench.key("right");
    expect(bench.outer("a").slice(0, 2)).toEqual([101, 100]);
  });

  test("arrows move the whole where no point is chosen", () => {
    const bench = one();
    bench.key("up", true);
    expect(bench.parts("a")).toEqual(square(100, 90, 100));
  });

  test("with nothing selected they move a crosshair, and Enter picks there", () => {
    const bench = new Bench([instance("a", square(150, 100, 100))]);
    bench.key("left");
    expect(bench.state.crosshair.value).toEqual({ x: 196, y: 150 });
    bench.key("finish");
    expect(bench.state.selection.value).toEqual(["a"]);
  });

  test("Enter drops the points of a polygon, and again in the same place closes it", () => {
    const bench = new Bench().use("polygon");
    const steps = ["right", "down", "left"] as const;
    bench.key("up");
    bench.key("finish");
    for (const step of steps) {
      bench.key(step, true);
      bench.key("finish");
    }
    bench.key("finish");
    expect(bench.state.doc.all()[0]?.parts[0]?.outer).toEqual([
      200, 146, 240, 146, 240, 186, 200, 186,
    ]);
  });
});

test("the one below the pointer is a key away", () => {
  const bench = new Bench([
    instance("large", square(100, 100, 100)),
    instance("small", square(140, 140, 20)),
  ]).hover(150, 150);
  const picked = [1, 2, 3].map(() => {
    pickBelow(bench.tools);
    return bench.state.selection.value[0];
  });
  expect(picked).toEqual(["small", "large", "small"]);
});
