/** Whatever a person does, nothing finished is lost, and no draft that is an outline already. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ToolId, ToolKey } from "../../src/tools/tool";
import { Bench, imageInfo, instance, square } from "./bench";

type Event =
  | {
      readonly does: "click";
      readonly x: number;
      readonly y: number;
      readonly clicks: 1 | 2;
      readonly shift: boolean;
    }
  | {
      readonly does: "drag";
      readonly x: number;
      readonly y: number;
      readonly dx: number;
      readonly dy: number;
    }
  | { readonly does: "lost"; readonly x: number; readonly y: number }
  | { readonly does: "key"; readonly key: ToolKey }
  | { readonly does: "tool"; readonly tool: ToolId }
  | { readonly does: "image"; readonly id: number };

const x = fc.integer({ min: 0, max: 400 });
const y = fc.integer({ min: 0, max: 300 });
const by = fc.integer({ min: -60, max: 60 });
// Delete and taking points back are meant to take away; undo has its own tests.
const key = fc.constantFrom<ToolKey>("finish", "cancel", "otherSide", "left", "up");
const DRAWING = ["polygon", "rectangle", "ellipse"] as const;

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant("click" as const),
      x,
      y,
      clicks: fc.constantFrom<1 | 2>(1, 1, 1, 2),
      shift: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("drag" as const), x, y, dx: by, dy: by }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("lost" as const), x, y }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("key" as const), key }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("tool" as const),
      tool: fc.constantFrom<ToolId>(...DRAWING),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("image" as const), id: fc.constantFrom(1, 2) }),
  },
);

function happen(bench: Bench, what: Event): void {
  if (what.does === "click")
    bench.click(what.x, what.y, { clicks: what.clicks, shift: what.shift });
  if (what.does === "drag") {
    const { x, y, dx, dy } = what;
    bench.dragAlong([
      [x, y],
      [x + dx, y],
      [x + dx, y + dy],
    ]);
  }
  if (what.does === "lost") {
    bench.down(what.x, what.y).to(what.x + 30, what.y + 20);
    bench.tool.lost?.(bench.tools);
  }
  if (what.does === "key") bench.key(what.key);
  if (what.does === "tool") bench.use(what.tool);
  if (what.does === "image") {
    bench.tool.leave?.(bench.tools);
    bench.state.image.value = imageInfo(what.id);
  }
}

test("random clicks, drags and keys of the drawing tools never take an instance away", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const bench = new Bench([
        instance("a", square(150, 100, 80)),
        instance("b", square(20, 20, 60)),
      ]);
      bench.use("polygon");
      let finished = new Map(bench.state.doc.all().map((one) => [one.key, one.parts]));
      for (const what of events) {
        happen(bench, what);
        for (const [key, parts] of finished) expect(bench.state.doc.get(key)?.parts).toBe(parts);
        finished = new Map(bench.state.doc.all().map((one) => [one.key, one.parts]));
      }
    }),
    { numRuns: 200 },
  );
});

test("a draft of three points or more is an instance in the end, all its points in it", () => {
  const away = fc.constantFrom<Event>(
    { does: "key", key: "cancel" },
    { does: "lost", x: 30, y: 250 },
    { does: "tool", tool: "rectangle" },
    { does: "tool", tool: "polygon" },
    { does: "key", key: "otherSide" },
    { does: "image", id: 1 },
  );
  const corners = fc.integer({ min: 3, max: 12 }).map((count) =>
    Array.from({ length: count }, (_, i) => ({
      x: Math.round(200 + 100 * Math.cos((2 * Math.PI * i) / count)),
      y: Math.round(150 + 100 * Math.sin((2 * Math.PI * i) / count)),
    })),
  );
  fc.assert(
    fc.property(corners, fc.array(away, { maxLength: 12 }), (points, events) => {
      const bench = new Bench().use("polygon");
      for (const { x, y } of points) bench.click(x, y);
      for (const what of events) happen(bench, what);
      bench.use("select");
      const [made] = bench.state.doc.all();
      expect(made?.parts[0]?.outer).toEqual(points.flatMap(({ x, y }) => [x, y]));
    }),
    { numRuns: 200 },
  );
});
