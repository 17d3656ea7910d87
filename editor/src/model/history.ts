/** What can be taken back and done again on one image: two stacks of gestures. */
import { keyOf } from "./doc";
import type { Change, Gesture, Instance } from "./types";

export type Direction = "undo" | "redo";

export interface Step {
  /** The request that did it; null where only the store knows: it takes its newest. */
  readonly target: string | null;
  readonly gesture: Gesture;
}

/** Steps kept of an image; what is older the store takes back. */
const DEPTH = 200;

export class History {
  private done: Step[] = [];
  private undone: Step[] = [];

  has(direction: Direction): boolean {
    return this.stack(direction).length > 0;
  }

  /** What `direction` would take next. */
  top(direction: Direction): Step | undefined {
    return this.stack(direction).at(-1);
  }

  /** A new gesture: what was undone cannot be done again. */
  record(gesture: Gesture): void {
    this.undone = [];
    this.push("undo", { target: gesture.id, gesture });
  }

  /** The step on top has been taken: the other direction has it now. */
  take(direction: Direction): void {
    const step = this.stack(direction).pop();
    if (step) this.push(opposite(direction), step);
  }

  push(direction: Direction, step: Step): void {
    const stack = this.stack(direction);
    stack.push(step);
    if (stack.length > DEPTH) stack.shift();
  }

  /** Forget the gestures that these requests did. */
  drop(targets: ReadonlySet<string>): void {
    const stays = ({ target }: Step) => target === null || !targets.has(target);
    this.done = this.done.filter(stays);
    this.undone = this.undone.filter(stays);
  }

  /** The store keeps something else of that version than was sent. */
  correct(instance: Instance): void {
    const right = (step: Step) => ({ ...step, gesture: corrected(step.gesture, instance) });
    this.done = this.done.map(right);
    this.undone = this.undone.map(right);
  }

  private stack(direction: Direction): Step[] {
    return direction === "undo" ? this.done : this.undone;
  }
}

export function opposite(direction: Direction): Direction {
  return direction === "undo" ? "redo" : "undo";
}

/** The same gesture the other way round. */
export function reversed(gesture: Gesture): Gesture {
  return {
    ...gesture,
    changes: gesture.changes.map(({ before, after }) => ({ before: after, after: before })),
  };
}

/**
 * The gesture that brings a document from what is there `now` to what `step` wants, each instance
 * one version on. `versionOf` also knows instances that are gone.
 */
export function taking(
  step: Step,
  direction: Direction,
  id: string,
  now: { get(key: string): Instance | undefined; versionOf(key: string): number },
): Gesture {
  const wanted = direction === "undo" ? reversed(step.gesture) : step.gesture;
  const changes = wanted.changes.map((change) => {
    const key = keyOf(change);
    const version = now.versionOf(key) + 1;
    return {
      before: now.get(key) ?? null,
      after: change.after && Object.freeze({ ...change.after, version }),
    };
  });
  return { id, label: wanted.label, changes, seconds: null };
}

function corrected(gesture: Gesture, instance: Instance): Gesture {
  const right = (one: Instance | null) =>
    one && one.key === instance.key && one.version === instance.version ? instance : one;
  const changes: Change[] = gesture.changes.map(({ before, after }) => ({
    before: right(before),
    after: right(after),
  }));
  return { ...gesture, changes };
}
