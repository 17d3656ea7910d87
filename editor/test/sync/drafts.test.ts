/** Unclosed drawings in the browser: found again after a reload or a crash, by nobody else before. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { partsToWire } from "../../src/model/convert";
import type { Path } from "../../src/geometry/types";
import { Life, square, until } from "./life";
import { Server } from "./server";

const STEPS: Path[] = [
  [1, 1],
  [9, 1, 9, 9],
];
const DRAWN = { tool: "polygon", steps: STEPS } as const;

let server: Server;

beforeEach(() => {
  server = new Server();
  for (const id of [1, 2]) server.addImage(id, [partsToWire(square(id, id))]);
});

async function opened(life: Life, imageId = 1): Promise<Life> {
  await life.sync.open(imageId);
  return life;
}

/** Until all that was asked of the database before has been answered. */
async function calm(): Promise<void> {
  await new Promise((on) => setTimeout(on, 20));
}

function steps(life: Life): Path[] {
  return life.drafts.flatMap((draft) => draft.steps);
}

test("a draft is back after a reload, on its own image alone", async () => {
  const life = await opened(new Life(server));
  expect(life.sync.keepDraft(DRAWN)).toBe(true);
  const again = await opened(life.reload(), 2);
  await calm();
  expect(again.drafts).toEqual([]);
  await again.sync.open(1);
  await until(() => again.drafts.length > 0, "the draft");
  expect(steps(again)).toEqual(STEPS);
  expect(again.drafts[0]!.tool).toBe("polygon");
});

test("a draft that was closed or given up stays away", async () => {
  const life = await opened(new Life(server));
  life.sync.keepDraft(DRAWN);
  life.sync.keepDraft({ tool: "polygon", steps: [] });
  life.sync.keepDraft({ ...DRAWN, tool: "hole" });
  const again = await opened(life.reload());
  await until(() => again.drafts.length > 0, "the other one");
  expect(again.drafts.map((draft) => draft.tool)).toEqual(["hole"]);
});

test("a living tab's draft is its own until the tab is gone", async () => {
  const first = await opened(new Life(server));
  first.sync.keepDraft(DRAWN);
  const second = await opened(new Life(server, first.browser));
  await calm();
  expect(second.drafts).toEqual([]);
  first.kill();
  await until(() => second.drafts.length > 0, "taken over");
  expect(steps(second)).toEqual(STEPS);
  const third = await opened(second.reload());
  await until(() => third.drafts.length > 0, "kept as its own");
});

test("what a crashed tab left does not take the place of one's own", async () => {
  const first = await opened(new Life(server));
  first.sync.keepDraft(DRAWN);
  const second = await opened(new Life(server, first.browser));
  await calm();
  second.sync.keepDraft({ tool: "polygon", steps: [[5, 5]] });
  first.kill();
  await until(() => second.drafts.length > 0, "looked again");
  expect(steps(second)).toEqual([[5, 5]]);
});

test("where the browser keeps nothing it says so", async () => {
  const life = await opened(new Life(server, undefined, undefined, { indexedDB: undefined }));
  expect(life.sync.keepDraft(DRAWN)).toBe(false);
});
