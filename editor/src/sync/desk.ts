/** What the parts of saving share: the document on screen, the queue, and what is known of each image. */
import type { State } from "../app/state";
import { saveOf } from "../model/convert";
import { effects, keyOf } from "../model/doc";
import { opposite, reversed, type Direction, type History } from "../model/history";
import type { Change, Gesture, Instance, ReviewState } from "../model/types";
import type { WireGesture, WireImage, WireRef } from "../model/wire";
import type { Api } from "./api";
import { makingOf, naming, type Entry } from "./entry";
import { Ledgers, type Ledger } from "./ledger";
import type { Outbox } from "./outbox";
import { Own } from "./own";
import { Queue, type Courier } from "./queue";
import { Status } from "./status";
import type { World } from "./world";

/** An image, as an entry names it. */
export interface Place {
  readonly id: number;
  readonly fileName: string;
}

export class Desk {
  readonly queue: Queue;
  readonly status: Status;
  readonly ledgers: Ledgers;
  readonly own = new Own();

  constructor(
    readonly state: State,
    readonly api: Api,
    readonly world: World,
    private readonly dataset: string,
    outbox: Outbox,
    courier: Courier,
  ) {
    this.status = new Status(state, world.page);
    this.queue = new Queue(outbox, courier, this.status, world.pauses);
    this.ledgers = new Ledgers(
      (id) => state.image.peek()?.id === id || this.queue.of(id).length > 0,
    );
    if (!outbox.isLasting)
      this.status.unkept("This browser keeps nothing here: leave only when all is saved.");
  }

  /** What this browser kept from before: it is sent, and can be taken back. */
  inherit(entries: readonly Entry[]): void {
    const others = entries.filter((entry) => !this.own.has(entry.requestId));
    for (const entry of others) {
      const ledger = this.ledgers.of(entry.imageId);
      for (const [key, id] of Object.entries(entry.ids)) ledger.name(key, id);
      ledger.bury(entry.gesture);
      remember(ledger.history, entry);
      this.own.add(entry.requestId);
    }
    this.queue.restore(others);
    this.tellUndo();
  }

  isOpen(imageId: number): boolean {
    return this.state.image.peek()?.id === imageId;
  }

  say(text: string): void {
    this.state.say(text);
  }

  /** How the store knows an instance: by its id, or by what will have made it. */
  refOf(ledger: Ledger, imageId: number, key: string): WireRef {
    const ref = ledger.idOf(key) ?? makingOf(this.queue.of(imageId), key);
    if (ref === undefined) throw new Error(`the store does not know the instance ${key}`);
    return ref;
  }

  /** Put instances into the document, if the image is the one shown. */
  show(imageId: number, changes: ReadonlyMap<string, Instance | null>): void {
    if (this.isOpen(imageId)) this.state.doc.put(changes);
  }

  /** Show `gesture`, keep it and send it as `body`, in the place of what is sent no more. */
  enact(image: Place, gesture: Gesture, body: Entry["body"], instead: readonly Entry[] = []): void {
    const ledger = this.ledgers.of(image.id);
    this.show(image.id, effects(gesture));
    ledger.bury(gesture);
    this.own.add(gesture.id);
    this.queue.change({
      add: [this.entry(image, gesture, body)],
      remove: instead.map((entry) => entry.requestId),
    });
    this.tellUndo();
  }

  save(image: Place, gesture: Gesture): WireGesture {
    const ledger = this.ledgers.of(image.id);
    return saveOf(gesture, (key) => this.refOf(ledger, image.id, key));
  }

  private entry(image: Place, gesture: Gesture, body: Entry["body"]): Entry {
    const plain: Entry = {
      requestId: body.request_id,
      dataset: this.dataset,
      imageId: image.id,
      fileName: image.fileName,
      at: Date.now(),
      body,
      gesture,
      ids: {},
    };
    return naming(plain, this.ledgers.of(image.id).named());
  }

  /** What the store says of the image's state, unless this browser says more. */
  showReview(imageId: number, { state, version }: Pick<WireImage, "state" | "version">): void {
    const image = this.state.image.peek();
    if (image?.id !== imageId) return;
    const shown = this.chosenState(imageId) ?? state;
    if (image.state !== shown || image.version !== version)
      this.state.image.value = { ...image, state: shown, version };
  }

  /** The review state that this browser has not sent yet. */
  chosenState(imageId: number): ReviewState | undefined {
    const states = this.queue
      .of(imageId)
      .flatMap(({ body }) => (body.kind === "state" ? body : []));
    return states.at(-1)?.state;
  }

  tellUndo(): void {
    const image = this.state.image.peek();
    const can = (direction: Direction) =>
      image !== null && this.ledgers.of(image.id).can(direction);
    this.state.canUndo.value = can("undo");
    this.state.canRedo.value = can("redo");
  }

  /** The gesture as it starts from what is on screen: what the store counts, counted here. */
  fromHere(gesture: Gesture, imageId: number): Gesture {
    const { doc } = this.state;
    const ledger = this.ledgers.of(imageId);
    const changes = gesture.changes.flatMap((change): Change[] => {
      const key = keyOf(change);
      const before = doc.get(key) ?? null;
      const version = (ledger.versionOf(key, doc) ?? 0) + 1;
      if (!before && !change.after) return [];
      return [{ before, after: change.after && Object.freeze({ ...change.after, version }) }];
    });
    return { ...gesture, changes };
  }
}

/** What the tab that made the entry had on its stacks. */
function remember(history: History, { body, gesture }: Entry): void {
  if (body.kind === "save") history.record(gesture);
  if (body.kind !== "undo" && body.kind !== "redo") return;
  if (history.top(body.kind)?.target === body.target) return history.take(body.kind);
  const step = body.kind === "undo" ? reversed(gesture) : gesture;
  history.push(opposite(body.kind), { target: body.target, gesture: step });
}
