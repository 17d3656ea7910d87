/** An editor's tab from its start to its end: real saving on a fake browser, against the small server. */
import { State } from "../../src/app/state";
import { newId } from "../../src/app/ids";
import { boxOf, partsArea } from "../../src/geometry/rings";
import type { Parts } from "../../src/geometry/types";
import type { Gesture, Instance } from "../../src/model/types";
import { openSync, type SyncAndReads } from "../../src/sync/open";
import type { World } from "../../src/sync/world";
import { Locks } from "./locks";
import type { Server } from "./server";

/** What outlives a tab: the browser. */
export class Browser {
  readonly locks = new Locks();
  private static count = 0;
  readonly database = `test-${++Browser.count}`;
}

export class Life {
  readonly state = new State();
  readonly page = new EventTarget();
  /** Null: it cannot be shown. */
  readonly pictures: (ImageBitmap | null)[] = [];
  readonly closed: ImageBitmap[] = [];
  readonly sync: SyncAndReads;
  tokensAsked = 0;
  isHidden = false;
  private isDead = false;
  private readonly name = newId();

  /** `session`: the same one is the same tab after a reload. */
  constructor(
    readonly server: Server,
    readonly browser = new Browser(),
    readonly session = new Session(),
    world: Partial<World> = {},
    readonly token = "token=good",
    readonly dataset = "pond",
  ) {
    this.sync = openSync({
      state: this.state,
      dataset,
      token,
      filters: () => "split=train",
      tokenExpired: () => (this.tokensAsked += 1),
      onPicture: (picture) => this.pictures.push(picture),
      world: { ...this.world(), ...world },
    });
  }

  /** The tab crashes: nothing it waits for ever comes, and its locks are free. */
  kill(): void {
    this.isDead = true;
    this.browser.locks.releaseAll(this.name);
  }

  /** The same tab anew. */
  reload(): Life {
    this.kill();
    return new Life(this.server, this.browser, this.session, {}, this.token, this.dataset);
  }

  instance(key: string): Instance {
    return this.state.doc.get(key)!;
  }

  get keys(): string[] {
    return [...this.state.doc.keys()];
  }

  make(parts: Parts): string {
    const id = newId();
    const after = made(`${id}.0`, parts);
    this.record("Draw", { id, changes: [{ before: null, after }] });
    return after.key;
  }

  edit(key: string, changed: Partial<Instance>, label = "Change"): string {
    const before = this.instance(key);
    const after = { ...before, ...changed, version: before.version + 1 };
    return this.record(label, { changes: [{ before, after }] });
  }

  remove(key: string): string {
    return this.record("Delete", { changes: [{ before: this.instance(key), after: null }] });
  }

  record(label: string, part: Pick<Gesture, "changes"> & Partial<Gesture>): string {
    const gesture = { id: newId(), label, seconds: null, ...part };
    this.sync.record(gesture);
    return gesture.id;
  }

  /** All is acknowledged. */
  async saved(): Promise<void> {
    await until(() => this.state.save.value.unsent === 0, "saved");
  }

  private world(): World {
    const { server, browser, page, session } = this;
    const never = new Promise<never>(() => undefined);
    const living = async <T>(asked: Promise<T>): Promise<T> => {
      const answer = await asked.catch((error: unknown) => {
        if (this.isDead) return never;
        throw error;
      });
      return this.isDead ? never : answer;
    };
    return {
      database: browser.database,
      indexedDB: globalThis.indexedDB,
      locks: browser.locks.of(this.name),
      session,
      page,
      isHidden: () => this.isHidden,
      fetch: (url, init) => (this.isDead ? never : living(server.fetch(url, init))),
      events: (url) => server.events(url),
      decode: async () => this.picture(),
      pauses: [1, 2, 3],
    };
  }

  private picture(): ImageBitmap {
    const picture: ImageBitmap = { width: 1, height: 1, close: () => this.closed.push(picture) };
    return picture;
  }
}

/** A tab's own storage. */
export class Session {
  private readonly items = new Map<string, string>();

  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }
}

export function made(key: string, parts: Parts): Instance {
  return {
    key,
    version: 1,
    categoryId: 1,
    parts,
    box: boxOf(parts),
    area: partsArea(parts),
    isCrowd: false,
    isExact: false,
    isEdited: true,
    origin: "person",
    score: null,
    runId: null,
    z: 0,
  };
}

export function square(x: number, y: number, size = 10): Parts {
  return [{ outer: [x, y, x + size, y, x + size, y + size, x, y + size], holes: [] }];
}

export async function until(isSo: () => boolean, what: string, patience = 4000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`never came: ${what}`);
    await new Promise((on) => setTimeout(on, 1));
  }
}
