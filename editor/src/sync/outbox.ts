/** Where unsent work lies until the store has it: the browser's own database, or memory without one. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Entry } from "./entry";

export interface Work {
  readonly add?: readonly Entry[];
  /** In the place of those of the same request, or at the end. */
  readonly put?: readonly Entry[];
  /** Request ids. */
  readonly remove?: readonly string[];
  /** What the store will never take, and why: kept for a bug report. */
  readonly refused?: readonly { entry: Entry; sentence: string }[];
}

export interface Outbox {
  /** False: a reload loses what is in it. */
  readonly isLasting: boolean;
  /** This tab's entries of a dataset, in order. */
  entries(dataset: string): Promise<Entry[]>;
  /** All of it or nothing, after all that was asked before. */
  write(work: Work): Promise<void>;
  /** Other tabs that left entries of the dataset. */
  tabs(dataset: string): Promise<string[]>;
  /** Take over what another tab left of the dataset. */
  adopt(tab: string, dataset: string): Promise<void>;
  close(): void;
}

/** Refusals kept. */
const MOST_REFUSED = 50;

interface Row extends Entry {
  readonly tab: string;
}

interface Schema extends DBSchema {
  entries: { key: number; value: Row; indexes: { request: string; tab: string } };
  refused: { key: number; value: { entry: Entry; sentence: string; at: number } };
}

type Writing = ReturnType<typeof beginWriting>;

export class BrowserOutbox implements Outbox {
  readonly isLasting = true;

  private constructor(
    private readonly database: IDBPDatabase<Schema>,
    private readonly tab: string,
  ) {}

  /** Throws where the browser forbids it. */
  static async open(name: string, tab: string): Promise<BrowserOutbox> {
    const database = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        const entries = fresh.createObjectStore("entries", { autoIncrement: true });
        entries.createIndex("request", "requestId", { unique: true });
        entries.createIndex("tab", "tab");
        fresh.createObjectStore("refused", { autoIncrement: true });
      },
    });
    return new BrowserOutbox(database, tab);
  }

  async entries(dataset: string): Promise<Entry[]> {
    const rows = await this.database.getAllFromIndex("entries", "tab", this.tab);
    return rows.filter((row) => row.dataset === dataset);
  }

  async write(work: Work): Promise<void> {
    const writing = beginWriting(this.database);
    const steps = [...this.steps(writing, work)];
    // What is new waits for no look-up: the tab may be gone in the next moment.
    if (!work.put && !work.remove && !work.refused) writing.commit();
    await Promise.all([...steps, writing.done]);
  }

  async tabs(dataset: string): Promise<string[]> {
    const rows = await this.database.getAll("entries");
    const others = rows.filter((row) => row.tab !== this.tab && row.dataset === dataset);
    return [...new Set(others.map((row) => row.tab))];
  }

  async adopt(tab: string, dataset: string): Promise<void> {
    const writing = beginWriting(this.database);
    const index = writing.objectStore("entries").index("tab");
    for (let at = await index.openCursor(tab); at; at = await at.continue())
      if (at.value.dataset === dataset) await at.update({ ...at.value, tab: this.tab });
    await writing.done;
  }

  close(): void {
    this.database.close();
  }

  private *steps(
    writing: Writing,
    { add, put, remove, refused }: Work,
  ): Generator<Promise<unknown>> {
    for (const entry of add ?? [])
      yield writing.objectStore("entries").add({ ...entry, tab: this.tab });
    for (const entry of put ?? []) yield this.put(writing, entry);
    for (const id of remove ?? []) yield removeFrom(writing, id);
    for (const one of refused ?? []) yield refuse(writing, one);
  }

  /** In the place that the request has, or at the end. */
  private async put(writing: Writing, entry: Entry): Promise<void> {
    const entries = writing.objectStore("entries");
    const place = await entries.index("request").getKey(entry.requestId);
    await entries.put({ ...entry, tab: this.tab }, place);
  }
}

function beginWriting(database: IDBPDatabase<Schema>) {
  return database.transaction(["entries", "refused"], "readwrite", { durability: "relaxed" });
}

async function removeFrom(writing: Writing, requestId: string): Promise<void> {
  const entries = writing.objectStore("entries");
  const place = await entries.index("request").getKey(requestId);
  if (place !== undefined) await entries.delete(place);
}

async function refuse(writing: Writing, one: { entry: Entry; sentence: string }): Promise<void> {
  const refused = writing.objectStore("refused");
  await refused.add({ ...one, at: Date.now() });
  const places = await refused.getAllKeys();
  for (const place of places.slice(0, -MOST_REFUSED)) await refused.delete(place);
}

/** Lives as long as the page: another editor on it goes on with the same. */
export class MemoryOutbox implements Outbox {
  readonly isLasting = false;
  private kept = new Map<string, Entry>();

  async entries(dataset: string): Promise<Entry[]> {
    return [...this.kept.values()].filter((entry) => entry.dataset === dataset);
  }

  async write({ add = [], put = [], remove = [] }: Work): Promise<void> {
    for (const entry of [...add, ...put]) this.kept.set(entry.requestId, entry);
    for (const id of remove) this.kept.delete(id);
  }

  async tabs(): Promise<string[]> {
    return [];
  }

  async adopt(): Promise<void> {}

  close(): void {}
}
