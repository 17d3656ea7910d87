/** Undo and redo: what this tab did at once, what was done before it came by the store. */
import { newId } from "../app/ids";
import { keyOf } from "../model/doc";
import { opposite, taking, type Direction, type Step } from "../model/history";
import { isSameState } from "../model/same";
import type { Change, Gesture, ImageInfo, Instance } from "../model/types";
import type { WireSaved } from "../model/wire";
import type { Desk } from "./desk";
import { Failed, Refused, TokenExpired, Unreachable } from "./failures";

export class Undoing {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly desk: Desk,
    /** Bring the document to what the store has. */
    private readonly refresh: (imageId: number) => void,
  ) {}

  /** One after the other, in the order of the presses. The label of what was taken, or null. */
  take(direction: Direction): Promise<string | null> {
    const taken = this.turn.then(() => this.step(direction));
    this.turn = taken.catch(() => undefined); // the caller hears of it; the next press goes on
    return taken;
  }

  private async step(direction: Direction): Promise<string | null> {
    const image = this.desk.state.image.peek();
    if (!image) return null;
    const step = this.desk.ledgers.of(image.id).history.top(direction);
    if (step?.target) return this.here(image, direction, step);
    return this.there(image, direction, step);
  }

  /** In this tab: on screen at once, sent like every other gesture. */
  private here(image: ImageInfo, direction: Direction, step: Step): string | null {
    const { desk } = this;
    const { doc } = desk.state;
    const ledger = desk.ledgers.of(image.id);
    if (!this.isAsLeft(step, direction)) {
      ledger.history.drop(new Set([step.target!]));
      desk.tellUndo();
      desk.say(`"${step.gesture.label}" stays: somebody else has changed it since.`);
      return null;
    }
    const gesture = taking(step, direction, newId(), {
      get: (key) => doc.get(key),
      versionOf: (key) => ledger.versionOf(key, doc) ?? 0,
    });
    ledger.history.take(direction);
    desk.enact(image, gesture, { request_id: gesture.id, kind: direction, target: step.target });
    return gesture.label;
  }

  private isAsLeft({ gesture }: Step, direction: Direction): boolean {
    const { doc } = this.desk.state;
    return gesture.changes.every((change) => {
      const left = direction === "undo" ? change.after : change.before;
      return isSameState(doc.get(keyOf(change)) ?? null, left);
    });
  }

  /** By the store, which knows what was done in other tabs and before this one. */
  private async there(
    image: ImageInfo,
    direction: Direction,
    step: Step | undefined,
  ): Promise<string | null> {
    const { desk } = this;
    const ledger = desk.ledgers.of(image.id);
    if (!ledger.can(direction)) return null;
    try {
      if (!(await desk.queue.settled(image.id))) throw new Unreachable();
      const answer = await this.ask(image.id, direction);
      const gesture = this.takeIn(image, answer);
      if (step) ledger.history.take(direction);
      else if (gesture) ledger.history.push(opposite(direction), { target: null, gesture });
      if (ledger.heard(answer)) desk.showReview(image.id, answer.image);
      desk.status.acknowledged();
      desk.tellUndo();
      return gesture && gesture.label;
    } catch (error) {
      if (!isExpected(error)) throw error;
      desk.say(error instanceof Unreachable ? AWAY[direction] : error.message);
      return null;
    }
  }

  /** Once more when the answer was lost: the same request does it once. */
  private async ask(imageId: number, direction: Direction): Promise<WireSaved> {
    const { api, own } = this.desk;
    const request = { request_id: newId(), kind: direction, target: null } as const;
    own.add(request.request_id);
    try {
      return await api.gesture(imageId, request).catch((error: unknown) => {
        if (!(error instanceof Unreachable)) throw error;
        return api.gesture(imageId, request);
      });
    } catch (error) {
      own.delete(request.request_id);
      this.refresh(imageId); // for it may have been done, and the news of it passed over
      throw error;
    }
  }

  /** Show what the store did; null when there was nothing. */
  private takeIn(image: ImageInfo, answer: WireSaved): Gesture | null {
    const { desk } = this;
    const { doc } = desk.state;
    const ledger = desk.ledgers.of(image.id);
    const isOpen = desk.isOpen(image.id);
    const changes = answer.annotations.map(({ id, now, deleted, version }): Change => {
      const key = ledger.keyOf(id);
      if (deleted) ledger.buried(key, version);
      ledger.acknowledged(key, answer.stamp);
      return {
        before: (isOpen && doc.get(key)) || null,
        after: now && !deleted ? ledger.instance(now) : null,
      };
    });
    const real = changes.filter(({ before, after }) => before || after);
    const shown = real.map((one): [string, Instance | null] => [keyOf(one), one.after]);
    desk.show(image.id, new Map(shown));
    if (!real.length) return null;
    return { id: answer.request_id, label: "the change before", changes: real, seconds: null };
  }
}

const AWAY = {
  undo: "What was done before can be undone when the server answers again.",
  redo: "This can be done again when the server answers again.",
};

function isExpected(error: unknown): error is Error {
  return [Unreachable, Failed, Refused, TokenExpired].some((kind) => error instanceof kind);
}
