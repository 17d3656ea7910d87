/** What becomes of an entry when the store has answered. */
import { newId } from "../app/ids";
import { effects, keyOf } from "../model/doc";
import { reversed } from "../model/history";
import { isSameState } from "../model/same";
import type { Instance } from "../model/types";
import type { WireSaved } from "../model/wire";
import type { Conflicts } from "./conflicts";
import type { Desk } from "./desk";
import { madeBy, naming, startingFrom, together, touchesKey, type Entry } from "./entry";
import type { Conflicted, Refused } from "./failures";
import type { Courier } from "./queue";
import { replace } from "./replacing";
import { deliverState } from "./review";

type Answer = WireSaved["annotations"][number];

export class Answers implements Courier {
  constructor(
    private readonly desk: () => Desk,
    private readonly conflicts: () => Conflicts,
    /** Bring the document back to what the store has. */
    private readonly refresh: (imageId: number) => void,
  ) {}

  async deliver(entry: Entry): Promise<void> {
    const { body } = entry;
    if (body.kind === "state") return deliverState(this.desk(), entry, body);
    this.saved(entry, await this.desk().api.gesture(entry.imageId, body));
  }

  conflicted(entry: Entry, { conflict }: Conflicted): void {
    this.conflicts().hold(entry, conflict);
  }

  /** What was built on it may make it whole again: then all of it is tried as one. */
  refused(entry: Entry, refusal: Refused): void {
    const desk = this.desk();
    const entries = desk.queue.group(entry);
    if (entries.length > 1 && entry.body.kind !== "state") {
      const image = { id: entry.imageId, fileName: entry.fileName };
      const changes = [...together(entries).values()];
      return replace(desk, image, entries, { id: newId(), changes });
    }
    desk.ledgers.of(entry.imageId).history.drop(new Set([entry.requestId]));
    desk.queue.change({
      remove: [entry.requestId],
      refused: [{ entry, sentence: refusal.message }],
    });
    desk.show(entry.imageId, effects(reversed(entry.gesture)));
    desk.status.refused(refusal.message);
    desk.tellUndo();
    this.refresh(entry.imageId);
  }

  private saved(entry: Entry, answer: WireSaved): void {
    const desk = this.desk();
    const ledger = desk.ledgers.of(entry.imageId);
    this.name(entry, answer);
    const corrections = this.corrections(entry, answer);
    for (const change of entry.gesture.changes) ledger.acknowledged(keyOf(change), answer.stamp);
    for (const instance of corrections) ledger.history.correct(instance);
    desk.queue.change({
      remove: [entry.requestId],
      put: this.informed(entry, corrections),
    });
    const settled = corrections.filter((one) => !desk.queue.isPending(entry.imageId, one.key));
    desk.show(entry.imageId, new Map(settled.map((one) => [one.key, one])));
    if (ledger.heard(answer)) desk.showReview(entry.imageId, answer.image);
    desk.status.acknowledged();
    desk.tellUndo();
  }

  /** What was made here has an id now; what the store told of it under that id is the same thing. */
  private name(entry: Entry, answer: WireSaved): void {
    const desk = this.desk();
    const ledger = desk.ledgers.of(entry.imageId);
    const made = new Set(madeBy(entry));
    entry.gesture.changes.forEach((change, i) => {
      const key = keyOf(change);
      const id = answer.annotations[i]?.id;
      if (id === undefined || !made.has(key)) return;
      ledger.name(key, id);
      if (key !== String(id)) desk.show(entry.imageId, new Map([[String(id), null]]));
    });
  }

  /** Instances of which the store has something else than was sent. */
  private corrections(entry: Entry, answer: WireSaved): Instance[] {
    const ledger = this.desk().ledgers.of(entry.imageId);
    const byKey = new Map<string, Answer>(
      answer.annotations.map((one) => [ledger.keyOf(one.id), one]),
    );
    return entry.gesture.changes.flatMap(({ after }) => {
      const told = after && byKey.get(after.key);
      if (!told || told.deleted) return [];
      const stored = told.now ? ledger.instance(told.now) : { ...after, version: told.version };
      const isRight = stored.version === after.version && isSameState(stored, after);
      return isRight ? [] : [Object.freeze(stored)];
    });
  }

  /** Later entries of the image, told the names and outlines that are known now. */
  private informed(entry: Entry, corrections: readonly Instance[]): Entry[] {
    const { queue, ledgers } = this.desk();
    const names = ledgers.of(entry.imageId).named();
    const keys = [...madeBy(entry), ...corrections.map((one) => one.key)];
    return queue
      .of(entry.imageId)
      .filter((later) => later.requestId !== entry.requestId)
      .filter((later) => keys.some((key) => touchesKey(later, entry.imageId, key)))
      .map((later) =>
        corrections.reduce((one, stored) => startingFrom(one, stored), naming(later, names)),
      );
  }
}
