/** Whatever is done, whatever fails, however often the tab is reloaded: all of it arrives, once. */
import "fake-indexeddb/auto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { partsToWire } from "../../src/model/convert";
import type { Instance } from "../../src/model/types";
import { Life, square, until } from "./life";
import { Server, type Fault } from "./server";

const FAULTS: readonly Fault[] = [
  "request lost",
  "answer lost",
  "stumble",
  "page of another app",
  null,
];

/** `pick` chooses among the instances that are there. */
type Act =
  | { act: "draw" | "move" | "class" | "remove" | "split"; pick: number; at: number }
  | { act: "undo" | "redo" | "reload" | "wait" | "repair" | "other image" }
  | { act: "break"; faults: Fault[] };

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constantFrom("draw" as const, "move", "class", "remove", "split"),
      pick: fc.nat(9),
      at: fc.integer({ min: 0, max: 900 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constantFrom("undo" as const, "redo", "reload", "wait", "repair", "other image"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("break" as const),
      faults: fc.array(fc.constantFrom(...FAULTS), { minLength: 1, maxLength: 6 }),
    }),
  },
);

/** A tab with a server, and what a person has seen happen on each image. */
class Drama {
  readonly server = new Server();
  life = new Life(this.server);
  readonly seen = new Map<number, readonly Instance[]>();
  readonly done: { imageId: number; id: string }[] = [];
  imageId = 1;
  private faults: Fault[] = [];

  constructor() {
    for (const id of [1, 2]) this.server.addImage(id, [partsToWire(square(id, 10))]);
    this.server.fault = (method) => {
      if (method === "GET") return null;
      const [fault = null] = this.faults;
      if (this.faults.length > 1) this.faults.shift();
      return fault;
    };
  }

  async play(act: Act): Promise<void> {
    const { life } = this;
    if (act.act === "break") this.faults = [...act.faults, "request lost"];
    else if (act.act === "repair") this.repair();
    else if (act.act === "wait") await pause();
    else if (act.act === "undo" || act.act === "redo") await this.step(act.act);
    else if (act.act === "reload") await this.reload();
    else if (act.act === "other image") await this.open(this.imageId === 1 ? 2 : 1);
    else if ("pick" in act) this.edit(act.act, act.pick, act.at);
    this.seen.set(this.imageId, [...life.state.doc.all()]);
  }

  /** All works again, and all is through. */
  async end(): Promise<void> {
    this.repair();
    await this.life.saved();
  }

  async open(imageId: number): Promise<void> {
    this.imageId = imageId;
    await this.life.sync.open(imageId);
    this.seen.set(imageId, this.life.state.doc.all());
  }

  private repair(): void {
    this.faults = [];
    this.life.page.dispatchEvent(new Event("online"));
  }

  private async step(direction: "undo" | "redo"): Promise<void> {
    await this.life.sync[direction]();
  }

  private async reload(): Promise<void> {
    await pause(); // the browser's database has what was done
    this.life = this.life.reload();
    await this.open(this.imageId);
  }

  private edit(
    act: "draw" | "move" | "class" | "remove" | "split",
    pick: number,
    at: number,
  ): void {
    const { life, imageId } = this;
    const key = life.keys[pick % Math.max(life.keys.length, 1)];
    const id = ((): string => {
      if (act === "draw" || key === undefined) return life.make(square(at, 20)).split(".")[0]!;
      if (act === "remove") return life.remove(key);
      if (act === "class") return life.edit(key, { categoryId: at });
      if (act === "move") return life.edit(key, { parts: moved(life.instance(key), at) });
      return this.split(key, at);
    })();
    this.done.push({ imageId, id });
  }

  private split(key: string, at: number): string {
    const { life } = this;
    const before = life.instance(key);
    const id = `split-${Math.random()}`.replace("0.", "");
    const half = { ...before, key: `${id}.0`, version: 1, parts: square(at, 400, 5) };
    const changes = [
      { before, after: { ...before, parts: square(at, 300, 5) } },
      { before: null, after: { ...half, origin: "person" as const } },
    ];
    return life.record("Split", { id, changes });
  }
}

function moved(instance: Instance, at: number) {
  const [part] = instance.parts;
  return [{ outer: [at, ...part!.outer.slice(1)], holes: part!.holes }];
}

function pause(): Promise<void> {
  return new Promise((on) => setTimeout(on, 8));
}

function plain(instances: readonly Instance[], life: Life) {
  return instances
    .map(({ key, version, categoryId, parts }) => {
      return { id: life.sync.idOf(key), version, categoryId, parts: partsToWire(parts) };
    })
    .sort((a, b) => a.id! - b.id!);
}

function stored(server: Server, imageId: number) {
  return server
    .annotations(imageId)
    .map(({ id, version, category_id, parts }) => ({ id, version, categoryId: category_id, parts }))
    .sort((a, b) => a.id - b.id);
}

test("what was on screen is in the store, and every gesture once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { maxLength: 40 }), async (script) => {
      const drama = new Drama();
      await drama.open(1);
      for (const act of script) await drama.play(act);
      await drama.end();
      const { life, server } = drama;
      expect(life.state.conflict.value).toBeNull();
      expect(life.state.save.value.trouble).toBe("");
      expect(plain(life.state.doc.all(), life)).toEqual(stored(server, drama.imageId));
      for (const [imageId, instances] of drama.seen) {
        await life.sync.open(imageId);
        expect(plain(life.state.doc.all(), life)).toEqual(stored(server, imageId));
        const outlines = instances.map((one) => JSON.stringify(one.parts)).sort();
        expect(
          life.state.doc
            .all()
            .map((one) => JSON.stringify(one.parts))
            .sort(),
        ).toEqual(outlines);
      }
      const ids = [1, 2].flatMap((id) => server.images.get(id)!.requests.map((one) => one.id));
      expect(new Set(ids).size).toBe(ids.length);
      const saves = (id: number) =>
        server.images
          .get(id)!
          .requests.filter((one) => one.kind === "save")
          .map((one) => one.id);
      for (const imageId of [1, 2])
        expect(saves(imageId).sort()).toEqual(
          drama.done
            .filter((one) => one.imageId === imageId)
            .map((one) => one.id)
            .sort(),
        );
      life.kill();
    }),
    { numRuns: Number(process.env["CHAOS_RUNS"] ?? 60) },
  );
}, 120_000);

test("undo of any sequence restores the bytes", async () => {
  const edits = acts.filter((one) => "pick" in one);
  await fc.assert(
    fc.asyncProperty(fc.array(edits, { minLength: 1, maxLength: 15 }), async (script) => {
      const drama = new Drama();
      await drama.open(1);
      const before = JSON.stringify(
        drama.server.annotations(1).map((one) => ({ ...one, version: 0 })),
      );
      for (const act of script) await drama.play(act);
      const after = drama.life.state.doc.all().map(({ parts, key }) => [key, parts]);
      for (let i = 0; i < script.length; i += 1) await drama.life.sync.undo();
      await drama.end();
      expect(
        JSON.stringify(drama.server.annotations(1).map((one) => ({ ...one, version: 0 }))),
      ).toBe(before);
      await until(() => !drama.life.state.canUndo.value, "nothing left to undo");
      for (let i = 0; i < script.length; i += 1) await drama.life.sync.redo();
      await drama.end();
      expect(drama.life.state.doc.all().map(({ parts, key }) => [key, parts])).toEqual(after);
      expect(plain(drama.life.state.doc.all(), drama.life)).toEqual(stored(drama.server, 1));
      drama.life.kill();
    }),
    { numRuns: 40 },
  );
}, 60_000);
