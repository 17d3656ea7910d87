/** One thing a person did that the store has not acknowledged, as it lies in the browser. */
import { partsToWire } from "../model/convert";
import { keyOf } from "../model/doc";
import type { Change, Gesture, Instance, ReviewState } from "../model/types";
import type { WireConflict, WireEdit, WireGesture, WireRef } from "../model/wire";

/** The review state of the image; `from` is the one that the person saw, at `version` of the image. */
export interface StateChange {
  readonly request_id: string;
  readonly kind: "state";
  readonly state: ReviewState;
  readonly from: ReviewState;
  readonly version: number;
}

export interface Entry {
  readonly requestId: string;
  /** What names the dataset among those of all stores. */
  readonly dataset: string;
  readonly imageId: number;
  readonly fileName: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly body: WireGesture | StateChange;
  /** What it does to the document: of an undo, the way back. */
  readonly gesture: Gesture;
  /** The store's ids of instances that were made here and are known by other keys. */
  readonly ids: Readonly<Record<string, number>>;
  /** What the store said against it: it waits for the person's answer. */
  readonly held?: WireConflict;
}

/** What `entry` and another must not both touch to be sent in any order. */
export function touches(entry: Entry): string[] {
  const names = entry.body.kind === "state" ? ["state"] : entry.gesture.changes.map(keyOf);
  return names.map((name) => `${entry.imageId} ${name}`);
}

export function touchesKey(entry: Entry, imageId: number, key: string): boolean {
  return entry.imageId === imageId && entry.gesture.changes.some((one) => keyOf(one) === key);
}

/** Of `entries`, the one at `first` and all after it that build on it, directly or not. */
export function group(entries: readonly Entry[], first: Entry): Entry[] {
  const stuck = new Set<string>();
  return entries.slice(entries.indexOf(first)).filter((entry) => {
    const names = touches(entry);
    if (entry !== first && !names.some((name) => stuck.has(name))) return false;
    for (const name of names) stuck.add(name);
    return true;
  });
}

/** What `entries` do together to each instance; `before` is what the store has. */
export function together(entries: readonly Entry[]): Map<string, Change> {
  const all = new Map<string, Change>();
  for (const change of entries.flatMap((entry) => entry.gesture.changes)) {
    const key = keyOf(change);
    all.set(key, { before: (all.get(key) ?? change).before, after: change.after });
  }
  return all;
}

/** The reference to an instance that one of `entries` makes. */
export function makingOf(entries: readonly Entry[], key: string): WireRef | undefined {
  for (const entry of entries) {
    const n = madeBy(entry).indexOf(key);
    if (n >= 0) return [entry.requestId, n];
  }
  return undefined;
}

/** Keys of the instances that `entry` makes, in order. */
export function madeBy(entry: Entry): string[] {
  const { body, gesture } = entry;
  if (body.kind !== "save") return [];
  return body.edits.flatMap((edit, i) =>
    edit.op === "create" ? [keyOf(gesture.changes[i]!)] : [],
  );
}

/** `entry`, knowing the ids of instances that it touches. */
export function naming(entry: Entry, ids: ReadonlyMap<string, number>): Entry {
  const found = entry.gesture.changes
    .map(keyOf)
    .flatMap((key) => (ids.has(key) ? [[key, ids.get(key)!] as const] : []));
  return found.length ? { ...entry, ids: { ...entry.ids, ...Object.fromEntries(found) } } : entry;
}

/**
 * `entry`, starting from what the store has instead of what was sent: pieces of an outline that it
 * does not have mean nothing to it, so the outline goes whole.
 */
export function startingFrom(entry: Entry, stored: Instance): Entry {
  const startsThere = ({ before }: Change) =>
    before?.key === stored.key && before.version === stored.version;
  const changes = entry.gesture.changes.map((change) =>
    startsThere(change) ? { ...change, before: stored } : change,
  );
  const gesture = { ...entry.gesture, changes };
  if (entry.body.kind !== "save") return { ...entry, gesture };
  const edits = entry.body.edits.map((edit, i) =>
    startsThere(changes[i]!) ? whole(edit, changes[i]!.after) : edit,
  );
  return { ...entry, gesture, body: { ...entry.body, edits } };
}

function whole(edit: WireEdit, after: Instance | null): WireEdit {
  if (edit.op !== "update" || !edit.splices || !after) return edit;
  const { splices: _, ...rest } = edit;
  return { ...rest, parts: partsToWire(after.parts) };
}
