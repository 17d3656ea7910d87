/** When gestures cannot be saved as they were done: what they did together, as one save. */
import { keyOf } from "../model/doc";
import { isSameState } from "../model/same";
import type { Change, Gesture } from "../model/types";
import type { Desk, Place } from "./desk";
import type { Entry } from "./entry";

/** Save `changes`, those that change something, in the place of `entries`. */
export function replace(
  desk: Desk,
  image: Place,
  entries: readonly Entry[],
  { id, changes }: { id: string; changes: readonly Change[] },
): void {
  const ledger = desk.ledgers.of(image.id);
  ledger.history.drop(new Set(entries.flatMap(({ body }) => requestsOf(body))));
  const idle = changes.filter(({ before, after }) => isSameState(before, after));
  const gesture = oneOf(
    entries,
    id,
    changes.filter((change) => !idle.includes(change)),
  );
  const stored = idle.flatMap((one) =>
    (one.before ?? one.after) ? [[keyOf(one), one.before] as const] : [],
  );
  desk.show(image.id, new Map(stored));
  if (gesture.changes.length === 0) {
    desk.queue.change({ remove: entries.map((entry) => entry.requestId) });
    desk.tellUndo();
    return;
  }
  const body = desk.save(image, gesture);
  ledger.begin(gesture);
  desk.enact(image, gesture, body, entries);
}

function oneOf(entries: readonly Entry[], id: string, changes: readonly Change[]): Gesture {
  const seconds = entries.flatMap(({ gesture }) => gesture.seconds ?? []);
  return {
    id,
    label: entries[0]!.gesture.label,
    changes: changes.map(nextVersion),
    seconds: seconds.length ? seconds.reduce((sum, one) => sum + one, 0) : null,
  };
}

function nextVersion({ before, after }: Change): Change {
  const version = (before?.version ?? 0) + 1;
  return { before, after: after && Object.freeze({ ...after, version }) };
}

/** The request, and the one that it takes back or does again. */
function requestsOf(body: Entry["body"]): string[] {
  const hasTarget = (body.kind === "undo" || body.kind === "redo") && body.target !== null;
  return hasTarget ? [body.request_id, body.target!] : [body.request_id];
}
