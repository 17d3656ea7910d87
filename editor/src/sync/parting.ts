/** A gesture that is too much for one request goes in several, and is undone as one. */
import { newId } from "../app/ids";
import { pointCount } from "../geometry/rings";
import type { Change, Gesture } from "../model/types";

/** The server takes 4 MB and 10,000 edits at once; a point takes 40 bytes at most. */
const MOST_POINTS = 80_000;
const MOST_CHANGES = 5_000;

/** In the order they are to be sent; the first keeps the name and the seconds. */
export function parted(gesture: Gesture): Gesture[] {
  const [first = [], ...others] = inRuns(gesture.changes);
  if (others.length === 0) return [gesture];
  const act = gesture.id;
  return [
    { ...gesture, act, changes: first },
    ...others.map((changes) => ({ ...gesture, act, changes, id: newId(), seconds: null })),
  ];
}

/** As many together as one request takes. */
function inRuns(changes: readonly Change[]): Change[][] {
  const runs: Change[][] = [];
  let points = Infinity;
  for (const change of changes) {
    const more = change.after ? pointCount(change.after.parts) : 0;
    if (points + more > MOST_POINTS || runs.at(-1)!.length === MOST_CHANGES) {
      runs.push([]);
      points = 0;
    }
    runs.at(-1)!.push(change);
    points += more;
  }
  return runs;
}
