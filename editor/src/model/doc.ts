/** The instances of one image, what is on screen: changed by gestures, undone and redone by them. */
import { signal } from "@preact/signals";
import { SpatialIndex } from "../geometry/spatial";
import type { Change, Gesture, Instance } from "./types";

/** Told which keys changed; `null` when everything did. */
export type DocListener = (keys: readonly string[] | null) => void;

export class Doc {
  /** Grows with every change. */
  readonly revision = signal(0);
  readonly index = new SpatialIndex();
  private instances = new Map<string, Instance>();
  private listeners = new Set<DocListener>();

  get size(): number {
    return this.instances.size;
  }

  get(key: string): Instance | undefined {
    return this.instances.get(key);
  }

  /** In draw order: the bottom one first. */
  all(): Instance[] {
    return [...this.instances.values()].sort((a, b) => a.z - b.z);
  }

  keys(): IterableIterator<string> {
    return this.instances.keys();
  }

  /** Begin anew with what the store has. */
  load(instances: readonly Instance[]): void {
    this.instances = new Map(instances.map((one) => [one.key, one]));
    this.index.load(instances);
    this.tell(null);
  }

  /** Put `instance` in its place, or take what `key` names away. */
  put(changes: ReadonlyMap<string, Instance | null>): void {
    for (const [key, instance] of changes) {
      if (instance) {
        this.instances.set(key, instance);
        this.index.set(instance);
      } else {
        this.instances.delete(key);
        this.index.remove(key);
      }
    }
    if (changes.size) this.tell([...changes.keys()]);
  }

  apply(gesture: Gesture): void {
    this.put(effects(gesture));
  }

  subscribe(listener: DocListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(keys: readonly string[] | null): void {
    this.revision.value += 1;
    for (const listener of this.listeners) listener(keys);
  }
}

export function keyOf(change: Change): string {
  const known = change.after ?? change.before;
  if (!known) throw new Error("a change of nothing");
  return known.key;
}

/** By key, what `gesture` leaves of each instance. */
export function effects(gesture: Gesture): Map<string, Instance | null> {
  return new Map(gesture.changes.map((change) => [keyOf(change), change.after]));
}
