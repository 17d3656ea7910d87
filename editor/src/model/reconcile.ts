/** What to show when the store says one thing and this browser has not sent all of its own yet. */
import { keyOf } from "./doc";
import { isSameState } from "./same";
import type { Gesture, Instance } from "./types";

/** `stored` with `unsent` gestures on top, in their order. */
export function reconciled(
  stored: readonly Instance[],
  unsent: readonly Gesture[],
): Map<string, Instance> {
  const shown = new Map(stored.map((one) => [one.key, one]));
  for (const gesture of unsent)
    for (const change of gesture.changes) {
      if (change.after) shown.set(change.after.key, change.after);
      else shown.delete(keyOf(change));
    }
  return shown;
}

/** What makes `now` into `wanted`; instances of the same version and place stay the same objects. */
export function differences(
  now: readonly Instance[],
  wanted: ReadonlyMap<string, Instance>,
): Map<string, Instance | null> {
  const found = new Map<string, Instance | null>();
  const known = new Map(now.map((one) => [one.key, one]));
  for (const key of known.keys()) if (!wanted.has(key)) found.set(key, null);
  for (const [key, instance] of wanted)
    if (!isSameVersion(known.get(key), instance)) found.set(key, instance);
  return found;
}

function isSameVersion(one: Instance | undefined, other: Instance): boolean {
  return one === other || (one?.version === other.version && isSameState(one, other));
}
