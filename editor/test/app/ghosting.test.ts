import { expect, test } from "vitest";
import type { Made } from "../../src/app/acts";
import { Ghosting, byUncertainty } from "../../src/app/ghosting";
import type { Reads } from "../../src/app/reads";
import { State } from "../../src/app/state";
import { Looking } from "../../src/app/viewing";
import { CATEGORIES, image, instance, square } from "./examples";

const SCORES = [0.95, 0.55, 0.31];

/** Three predictions of a run on an image with one instance under the first. */
async function predicted() {
  const state = new State();
  state.categories.value = CATEGORIES;
  state.image.value = image(3);
  state.doc.load([instance("1", square(10, 10, 20))]);
  const committed: (readonly Made[])[] = [];
  const edited: string[] = [];
  const ghosts = SCORES.map((score, n) => {
    const [x, y] = [10 + 30 * n, 12];
    const box: [number, number, number, number] = [x, y, x + 20, y + 20];
    return {
      n,
      category_id: 1,
      score,
      parts: [[[x, y, x + 20, y, x + 20, y + 20, x, y + 20]]],
      box,
    };
  });
  const reads = { ghosts: async (_: number, run: string) => ({ run, ghosts, note: "" }) };
  const ghosting = new Ghosting(
    state,
    reads as unknown as Reads,
    new Looking(state),
    (_label, { made = [], edits = [] }) => {
      committed.push(made);
      edited.push(...edits.map((edit) => edit.key));
      return [];
    },
    () => undefined,
    (text) => state.say(text),
  );
  await ghosting.show("r1");
  return { state, ghosting, committed, edited };
}

test("the score nearest to a half comes first", async () => {
  const { state } = await predicted();
  expect(byUncertainty(state.ghosts.value).map((ghost) => ghost.score)).toEqual([0.55, 0.31, 0.95]);
});

test("walking and accepting goes from one to the next, with its score and run", async () => {
  const { state, ghosting, committed } = await predicted();
  ghosting.walk(1);
  ghosting.accept();
  expect(committed[0]![0]!.ghost).toMatchObject({ score: 0.55, runId: "r1" });
  expect(state.ghosts.value).toHaveLength(2);
  expect(state.ghosts.value.find((one) => one.key === state.ghost.value)!.score).toBe(0.31);
});

test("a prediction over an instance offers to replace its outline", async () => {
  const { state, ghosting, edited } = await predicted();
  ghosting.walk(-1);
  expect(state.said.value.text).toContain("replace");
  ghosting.accept("replace");
  expect(edited).toEqual(["1"]);
});

test("what was rejected does not come back when the run is shown again", async () => {
  const { state, ghosting } = await predicted();
  ghosting.walk(1);
  ghosting.reject();
  await ghosting.show("r1");
  expect(state.ghosts.value.map((ghost) => ghost.score)).toEqual([0.95, 0.31]);
});

test("what was accepted before is not shown again", async () => {
  const { state, ghosting } = await predicted();
  const accepted = instance("2", square(40, 12, 20), { runId: "r1", score: 0.55 });
  state.doc.put(new Map([["2", accepted]]));
  await ghosting.show("r1");
  expect(state.ghosts.value.map((ghost) => ghost.score)).toEqual([0.95, 0.31]);
});

test("all above a score are accepted as one gesture", async () => {
  const { state, ghosting, committed } = await predicted();
  ghosting.acceptAbove(0.5);
  expect(committed).toHaveLength(1);
  expect(committed[0]!.map((made) => made.ghost!.score)).toEqual([0.95, 0.55]);
  expect(state.ghosts.value).toHaveLength(1);
});

test("the image before lends its instances as ghosts, and makes nothing of them by itself", async () => {
  const { state, ghosting, committed } = await predicted();
  ghosting.ofPrevious(2, [instance("9", square(40, 40, 10))]);
  expect(state.ghosts.value).toHaveLength(1);
  expect(committed).toEqual([]);
  expect(state.doc.size).toBe(1);
});

test("a ghost below the least score is neither shown, walked nor accepted, and comes back", async () => {
  const { state, ghosting, committed } = await predicted();
  ghosting.setScore(0.5);
  expect(state.ghostsShown.value.map((ghost) => ghost.score)).toEqual([0.95, 0.55]);
  const walked = [1, 1, 1].map((step) => {
    ghosting.walk(step as 1);
    return state.ghosts.value.find((ghost) => ghost.key === state.ghost.value)!.score;
  });
  expect(walked).toEqual([0.55, 0.95, 0.55]);
  ghosting.acceptAbove(0);
  expect(committed[0]!.map((made) => made.ghost!.score)).toEqual([0.95, 0.55]);
  ghosting.setScore(0);
  expect(state.ghostsShown.value.map((ghost) => ghost.score)).toEqual([0.31]);
});

test("the ghost asked about is given up when it is hidden, and the walk says why it has none", async () => {
  const { state, ghosting } = await predicted();
  ghosting.walk(1);
  ghosting.setScore(0.6);
  expect(state.ghost.value).toBeNull();
  ghosting.setScore(0.99);
  ghosting.walk(1);
  expect(state.said.value.text).toBe("Every prediction left here has a lower score than is shown.");
});
