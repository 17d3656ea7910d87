/** When an action means something. */
import type { Tools } from "../tools/tool";
import type { Action } from "./actions";

export function hasSelection({ state }: Tools): boolean {
  return state.selection.value.length > 0;
}

export function hasSeveral({ state }: Tools): boolean {
  return state.selection.value.length > 1;
}

export function hasGhosts({ state }: Tools): boolean {
  return state.ghostsShown.value.length > 0;
}

export function hasGhost({ state }: Tools): boolean {
  return state.ghost.value !== null;
}

export function hasConflict({ state }: Tools): boolean {
  return state.conflict.value !== null;
}

export function hasImage({ state }: Tools): boolean {
  return state.image.value !== null;
}

/** What to do first where a condition does not hold. */
const FIRST: ReadonlyMap<Action["can"], string> = new Map([
  [hasSelection, "Select an instance first: a click on it, or Tab."],
  [hasSeveral, "Select two instances or more first: Shift and a click."],
  [hasGhosts, "No predictions are shown: choose a run, or a lower score, under Predictions."],
  [hasGhost, "No prediction is asked about: walk to one first."],
]);

/** Why `action` means nothing now, in a sentence; empty where nothing is to be said. */
export function whyNot({ can }: Action): string {
  return FIRST.get(can) ?? "";
}
