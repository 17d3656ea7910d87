/** Where one looks while a conflict is asked about: both outlines are seen above the dialog. */
import { effect, untracked } from "@preact/signals";
import { boxOf } from "../geometry/rings";
import type { Box } from "../geometry/types";
import type { ConflictShown, State } from "./state";
import { around, type Looking } from "./viewing";

/** Of the height of both, what stays free below for the dialog. */
const BELOW = 0.3;

/** Zoom to each conflict, and back to where the person was when all are answered; how to stop. */
export function watchConflicts(state: State, looking: Looking): () => void {
  let steps = 0;
  return effect(() => {
    const conflict = state.conflict.value;
    untracked(() => {
      const box = conflict && boxOfBoth(conflict);
      if (box) {
        looking.zoomTo({ ...box, y2: box.y2 + BELOW * (box.y2 - box.y1) });
        steps += 1;
      }
      for (; !conflict && steps > 0; steps -= 1) looking.zoomBack();
    });
  });
}

function boxOfBoth({ mine, theirs }: ConflictShown): Box | null {
  const boxes = [mine, theirs].flatMap((parts) => (parts?.length ? [boxOf(parts)] : []));
  return boxes.length > 0 ? around(boxes) : null;
}
