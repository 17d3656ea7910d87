import { expect, test } from "vitest";
import { Images } from "../../src/app/images";
import type { Only, Reads } from "../../src/app/reads";
import { State } from "../../src/app/state";
import type { WireAround } from "../../src/model/wire";
import type { Sync } from "../../src/sync/sync";
import { image, instance, square } from "./examples";

const LAST = 5;

/** Images 1 to 5 in a row; opening one takes until `arrive` says so. */
function row() {
  const server = { isAway: false };
  const state = new State();
  const heard: string[] = [];
  const asked: (Only | undefined)[] = [];
  const sync = {
    open: async (id: number) => {
      await Promise.resolve();
      if (id > LAST) throw new Error(`There is no image with id ${id}.`);
      state.image.value = image(id);
      state.doc.load([instance(String(id), square(id, 0, 5))]);
    },
    prefetch: (ids: readonly number[]) => heard.push(`prefetch ${ids.join(" ")}`),
  };
  const wire = (id: number) => ({ id }) as WireAround["after"][number];
  const reads = {
    worst: async (id: number, run: string, least: number) => {
      heard.push(`worst after ${id} by ${run} from ${least}`);
      return id === 4 ? { next: null, note: "None is left." } : { next: wire(4), note: "" };
    },
    around: async (id: number, only?: Only) => {
      asked.push(only);
      if (server.isAway) throw new Error("The server does not answer.");
      const after = [id + 1, id + 2, id + 3].filter((one) => one <= LAST).map(wire);
      return { total: LAST, place: id - 1, before: id > 1 ? [wire(id - 1)] : [], after };
    },
  };
  const images = new Images(state, sync as unknown as Sync, reads as unknown as Reads, {
    leaving: () => heard.push("leaving"),
    opened: (id) => heard.push(`opened ${id}`),
    say: (text) => heard.push(text),
  });
  return { state, images, heard, asked, server };
}

test("the next image is opened, and the two after it are prefetched", async () => {
  const { state, images, heard } = row();
  await images.open(1);
  await images.next();
  await images.next();
  expect(state.image.value!.id).toBe(3);
  expect(heard).toContain("prefetch 4 5");
  expect(heard.filter((one) => one === "leaving")).toHaveLength(3);
});

test("at either end it says so and stays", async () => {
  const { state, images, heard } = row();
  await images.open(1);
  await images.back();
  await images.open(LAST);
  await images.next();
  expect(state.image.value!.id).toBe(LAST);
  expect(heard).toEqual(
    expect.arrayContaining(["This is the first image.", "This is the last image."]),
  );
});

test("only the image asked for last is shown as open", async () => {
  const { images, heard } = row();
  await Promise.all([images.open(1), images.open(2), images.open(3)]);
  expect(heard.filter((one) => one.startsWith("opened"))).toEqual(["opened 3"]);
});

test("an image that is gone is told in a sentence", async () => {
  const { images, heard } = row();
  await images.open(99);
  expect(heard).toContain("There is no image with id 99.");
});

test("one that cannot be opened leaves the way on from the one that is", async () => {
  const { state, images } = row();
  await images.open(1);
  await images.open(99);
  await images.next();
  expect(state.image.value!.id).toBe(2);
});

test("who could not learn what is around asks again when it is wanted", async () => {
  const { state, images, heard, server } = row();
  server.isAway = true;
  await images.open(1);
  await images.next();
  expect(heard).not.toContain("This is the last image.");
  server.isAway = false;
  await images.next();
  expect(state.image.value!.id).toBe(2);
});

test("the next without annotations, new, or in the same state is asked of the server", async () => {
  const { images, asked } = row();
  await images.open(1);
  await images.next("empty");
  await images.next("new");
  await images.next("state");
  expect(asked.filter((one) => one !== undefined)).toEqual([
    { empty: true },
    { state: "new" },
    { state: "new" },
  ]);
});

test("the image before is remembered with its instances", async () => {
  const { images } = row();
  await images.open(1);
  await images.open(2);
  expect(images.previous).toMatchObject({ imageId: 1, instances: [{ key: "1" }] });
});

test("the next worst is the run's own, and without a run it says what is missing", async () => {
  const { state, images, heard } = row();
  await images.open(1);
  await images.next("worst");
  expect(heard).toContainEqual(expect.stringContaining("Choose a run under Predictions first"));
  state.ghostRun.value = "r1";
  state.ghostScore.value = 0.4;
  await images.next("worst");
  expect(heard).toContain("worst after 1 by r1 from 0.4");
  expect(state.image.value!.id).toBe(4);
  await images.next("worst");
  expect(state.image.value!.id).toBe(4);
  expect(heard).toContain("None is left.");
});
