/** Somebody else changed it meanwhile: both are shown, the person decides, nothing is overwritten. */
import { newId } from "../app/ids";
import { partsFromWire } from "../model/convert";
import type { Change, ImageInfo, Instance } from "../model/types";
import type { WireAnnotation, WireConflict, WireEvent } from "../model/wire";
import type { Desk } from "./desk";
import { together, type Entry } from "./entry";
import { replace } from "./replacing";

export type Choice = "mine" | "theirs" | "both";

interface Question {
  readonly entry: Entry;
  readonly key: string;
  readonly theirs: WireAnnotation | null;
  readonly author: string;
}

export class Conflicts {
  /** Answers so far, by request and key: a gesture goes on when all of it is answered. */
  private readonly answers = new Map<string, Choice>();

  constructor(
    private readonly desk: Desk,
    /** Bring the document to what the store has. */
    private readonly refresh: (imageId: number) => void,
  ) {}

  /** Set `entry` aside until the person has decided. */
  hold(entry: Entry, conflict: WireConflict): void {
    this.desk.queue.change({ put: [{ ...entry, held: conflict }] });
    this.ask();
  }

  /** Show the next question of the open image, and tell of those of others. */
  ask(): void {
    const { state, status, queue } = this.desk;
    const next = this.question();
    state.conflict.value = next && {
      key: next.key,
      mine: state.doc.get(next.key)?.parts ?? null,
      theirs: next.theirs && partsFromWire(next.theirs.parts),
      author: next.author,
    };
    const other = queue.entries.find((entry) => entry.held && !this.desk.isOpen(entry.imageId));
    status.asks(
      other ? `${other.fileName} was changed by somebody else too: open it and choose.` : "",
    );
  }

  resolve(choice: Choice): void {
    const image = this.desk.state.image.peek();
    const question = this.question();
    if (!image || !question) return;
    this.answers.set(this.name(question.entry, question.key), choice);
    if (!this.unanswered(question.entry).length) this.settle(image, question.entry);
    this.ask();
  }

  /** What others did since to instances in question: the choice is between the newest. */
  heard(imageId: number, event: WireEvent): void {
    const newer = this.desk.queue.of(imageId).flatMap((entry) => {
      const conflicts = entry.held?.conflicts.map((one) => ({ ...one, ...newsOf(one.id, event) }));
      return conflicts?.some((one) => newsOf(one.id, event))
        ? { ...entry, held: { ...entry.held!, conflicts } }
        : [];
    });
    if (newer.length === 0) return;
    this.desk.queue.change({ put: newer });
    this.ask();
  }

  private question(): Question | null {
    const image = this.desk.state.image.peek();
    const held = image ? this.desk.queue.of(image.id).filter((entry) => entry.held) : [];
    return held.flatMap((entry) => this.unanswered(entry))[0] ?? null;
  }

  private unanswered(entry: Entry): Question[] {
    return this.questions(entry).filter(({ key }) => !this.answers.has(this.name(entry, key)));
  }

  private questions(entry: Entry): Question[] {
    const ledger = this.desk.ledgers.of(entry.imageId);
    return entry.held!.conflicts.map(({ id, theirs, author }) => {
      return { entry, key: ledger.keyOf(id), theirs, author };
    });
  }

  private name(entry: Entry, key: string): string {
    return `${entry.requestId} ${key}`;
  }

  /** The gesture and all that was built on it become one, over what the others left. */
  private settle(image: ImageInfo, entry: Entry): void {
    const { desk } = this;
    const entries = desk.queue.group(entry);
    const changes = together(entries);
    const id = newId();
    const theirs = new Map<string, Instance | null>();
    const mine: Change[] = [];
    for (const question of this.questions(entry)) {
      const { key } = question;
      const stored = question.theirs && desk.ledgers.of(image.id).instance(question.theirs);
      const after = changes.get(key)?.after ?? null;
      const choice = this.answers.get(this.name(entry, key))!;
      changes.delete(key);
      this.answers.delete(this.name(entry, key));
      theirs.set(key, stored);
      if (choice === "mine" && stored) mine.push({ before: stored, after });
      else if (choice !== "theirs" && after)
        mine.push({ before: null, after: asNew(after, `${id}.${mine.length}`) });
    }
    desk.show(image.id, theirs);
    replace(desk, image, entries, { id, changes: [...mine, ...changes.values()] });
    this.refresh(image.id); // news of what waited for the answer was passed over
  }
}

function asNew(instance: Instance, key: string): Instance {
  return Object.freeze({ ...instance, key, version: 1, isExact: false });
}

function newsOf(id: number, { annotations, deleted, author }: WireEvent) {
  const theirs = annotations.find((one) => one.id === id) ?? null;
  return theirs || deleted.includes(id) ? { theirs, author } : undefined;
}
