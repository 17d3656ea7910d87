/** What is drawn above everything besides the tool's own: warnings, the two sides of a conflict, the past. */
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import { crossingsOf } from "../geometry/crossings";
import type { Parts, Point } from "../geometry/types";
import type { LineStyle, OverlayPainter } from "../view/overlay";
import type { State } from "./state";

const MINE: LineStyle = { color: "#56b4e9", width: 2.5, fill: 0.15 };
const THEIRS: LineStyle = { color: "#e69f00", width: 2.5, fill: 0.15, dashed: true };
const PAST: LineStyle = { color: "#ffffff", width: 2, fill: 0.15, dashed: true };
const WARNING: LineStyle = { color: "#ff3b30", width: 2 };

/** Where the outlines of the selected instances cross themselves, as they are shown now. */
export function crossingsShown(state: State): ReadonlySignal<readonly Point[]> {
  return computed(() => {
    state.preview.value;
    return state.selected.value.flatMap((one) => crossingsOf(state.partsShown(one.key) ?? []));
  });
}

export function drawTop(
  painter: OverlayPainter,
  state: State,
  crossings: ReadonlySignal<readonly Point[]>,
  peeked: Signal<Parts | null>,
): void {
  const conflict = state.conflict.value;
  if (conflict?.theirs) painter.parts(conflict.theirs, THEIRS);
  if (conflict?.mine) painter.parts(conflict.mine, MINE);
  if (peeked.value) painter.parts(peeked.value, PAST);
  for (const crossing of crossings.value) painter.circle(crossing, 7, WARNING);
}
