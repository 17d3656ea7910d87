/** Saving for the editor: everything of sync/ put together. */
import type { Only, Reads } from "../app/reads";
import type { State } from "../app/state";
import type { Size } from "../geometry/types";
import type { Gesture, Instance, ReviewState } from "../model/types";
import { Answers } from "./answers";
import { Api } from "./api";
import { Conflicts } from "./conflicts";
import { Desk } from "./desk";
import { Failed, TokenExpired, Unreachable } from "./failures";
import { Heir } from "./heir";
import { BrowserOutbox, MemoryOutbox, type Outbox } from "./outbox";
import { Pictures } from "./picture";
import { restore } from "./restoring";
import { setReviewState } from "./review";
import { Shown } from "./shown";
import type { Sync } from "./sync";
import { Tab } from "./tabs";
import { Undoing } from "./undoing";
import { browser, type World } from "./world";

export type SyncAndReads = Sync & Reads;

export interface SyncOptions {
  readonly state: State;
  /**
   * Names the dataset whose images are opened, among those of all stores: only its edits are sent,
   * whichever store another day's server at this address has.
   */
  readonly dataset: string;
  /** A query string that says who asks, signed. */
  readonly token: string;
  /** The page's filters, a query string. */
  filters(): string;
  /** The page should give another token, by setToken. */
  tokenExpired(): void;
  /** The open image's picture, null when it cannot be shown; it is closed when another one is. */
  onPicture(picture: ImageBitmap | null, size: Size): void;
  /** The browser, unless a test brings another. */
  readonly world?: World;
}

const LOOK = 60_000; // milliseconds until it is asked anew whose work lies unsent in the browser
const RENEWAL = 20 * 60 * 1000; // milliseconds; a token holds for longer

/** Without a database: what is unsent lives as long as the page. */
const memory = new MemoryOutbox();

export function openSync(options: SyncOptions): SyncAndReads {
  return new Saving(options, options.world ?? browser());
}

/** What is there once the browser's database and the tab's lock are. */
interface Parts {
  readonly desk: Desk;
  readonly shown: Shown;
  readonly conflicts: Conflicts;
  readonly undoing: Undoing;
  readonly tab: Tab;
  readonly outbox: Outbox;
  readonly heir: Heir;
}

class Saving implements SyncAndReads {
  private readonly api: Api;
  private readonly ready: Promise<Parts>;
  private parts: Parts | null = null;
  private given: string;
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly options: SyncOptions,
    private readonly world: World,
  ) {
    this.given = options.token;
    this.api = new Api({ ...options, fetch: world.fetch });
    this.ready = this.begin();
    this.listen();
  }

  async open(imageId: number): Promise<void> {
    await (await this.ready).shown.open(imageId);
  }

  prefetch(imageIds: readonly number[]): void {
    // What could not be fetched ahead is fetched, or complained of, when it is opened.
    this.parts?.shown.prefetch(imageIds).catch(() => undefined);
  }

  record(gesture: Gesture): void {
    const image = this.options.state.image.peek();
    if (!this.parts || !image) return;
    const { desk } = this.parts;
    const counted = desk.fromHere(gesture, image.id);
    if (!counted.changes.length) return;
    desk.status.refused("");
    const body = desk.save(image, counted);
    desk.ledgers.of(image.id).begin(counted);
    desk.enact(image, counted, body);
  }

  async undo(): Promise<string | null> {
    return (await this.ready).undoing.take("undo");
  }

  async redo(): Promise<string | null> {
    return (await this.ready).undoing.take("redo");
  }

  idOf(key: string): number | undefined {
    const image = this.options.state.image.peek();
    return image ? this.parts?.desk.ledgers.of(image.id).idOf(key) : undefined;
  }

  resolveConflict(which: "mine" | "theirs" | "both"): void {
    this.parts?.conflicts.resolve(which);
  }

  async setReviewState(state: ReviewState): Promise<void> {
    setReviewState((await this.ready).desk, state);
  }

  restore(
    label: string,
    change: number,
    to: "before" | "after",
    after: Instance | null,
    key = after?.key,
  ): void {
    const desk = this.parts?.desk;
    if (!desk || key === undefined) return;
    restore(desk, { label, change, to, after, key }).catch((error: Error) =>
      desk.say(error.message),
    );
  }

  setToken(token: string): void {
    if (token === this.given) return; // a rerun repeats it; it may have been renewed since
    this.given = token;
    this.api.token = token;
    this.parts?.desk.queue.hurry();
    this.parts?.shown.seen();
  }

  close(): void {
    for (const stop of this.stops) stop();
    void this.ready.then(async ({ desk, shown, tab, outbox }) => {
      shown.close();
      await desk.queue.drain();
      if (outbox.isLasting) desk.status.close(); // else leaving the page still loses what is unsent
      outbox.close();
      tab.release();
    });
  }

  dataset = () => this.api.dataset();
  addCategory = (name: string) => this.api.addCategory(name);
  around = (imageId: number, only?: Only) => this.api.around(imageId, only);
  history = (imageId: number) => this.api.history(imageId);
  strip = (offset: number, limit: number) => this.api.strip(offset, limit);
  ghosts = (imageId: number, runId: string) => this.api.ghosts(imageId, runId);
  worst = (imageId: number, runId: string, least: number) => this.api.worst(imageId, runId, least);
  effort = (imageId: number) => this.api.effort(imageId);

  async difference(imageId: number, key: string) {
    const id = (await this.ready).desk.ledgers.of(imageId).idOf(key);
    if (id === undefined) throw new Error("It is not saved yet: there is nothing to compare with.");
    return this.api.difference(imageId, id);
  }

  private async begin(): Promise<Parts> {
    const { world, options } = this;
    const tab = await Tab.claim(world);
    const outbox = await openOutbox(world, tab.id);
    const refresh = (imageId: number) => shown.refresh(imageId);
    const answers = new Answers(
      () => desk,
      () => conflicts,
      refresh,
    );
    const desk = new Desk(options.state, this.api, world, options.dataset, outbox, answers);
    const conflicts = new Conflicts(desk, refresh);
    const pictures = new Pictures(world);
    const shown = new Shown(desk, conflicts, pictures, (picture, size) =>
      options.onPicture(picture, size),
    );
    desk.inherit(await outbox.entries(options.dataset));
    const undoing = new Undoing(desk, refresh);
    const heir = new Heir(options.dataset, { desk, shown, tab, outbox });
    this.parts = { desk, shown, conflicts, undoing, tab, outbox, heir };
    await heir.look();
    return this.parts;
  }

  private listen(): void {
    const hurry = () => this.parts?.desk.queue.hurry();
    this.on("online", hurry);
    this.on("visibilitychange", () => {
      this.parts?.shown.seen();
      if (this.world.isHidden()) return;
      hurry();
      this.inherit();
    });
    this.on("pagehide", () => this.parts && sendAll(this.parts.desk, this.api));
    this.every(RENEWAL, () => void this.renew());
    this.every(LOOK, () => this.inherit());
  }

  private inherit(): void {
    const { parts } = this;
    parts?.heir.look().catch((error: Error) => parts.desk.status.unkept(error.message));
  }

  private every(pause: number, act: () => void): void {
    const timer = setInterval(act, pause);
    this.stops.push(() => clearInterval(timer));
  }

  private on(event: string, handler: () => void): void {
    this.world.page.addEventListener(event, handler);
    this.stops.push(() => this.world.page.removeEventListener(event, handler));
  }

  /** An expired token asks the page by itself, and who is away now is asked again in its time. */
  private async renew(): Promise<void> {
    try {
      await this.api.renew();
    } catch (error) {
      if (![TokenExpired, Unreachable, Failed].some((kind) => error instanceof kind)) throw error;
    }
  }
}

/** The page goes: all that may be sent goes with it, and comes again if its answer is not heard. */
function sendAll({ queue }: Desk, api: Api): void {
  for (const { imageId, body } of queue.sendable())
    if (body.kind !== "state") api.gesture(imageId, body).catch(() => undefined); // sent again later
}

async function openOutbox(world: World, tab: string): Promise<Outbox> {
  if (!world.indexedDB) return memory;
  try {
    return await BrowserOutbox.open(world.database, tab);
  } catch {
    return memory; // the status says that nothing is kept
  }
}
