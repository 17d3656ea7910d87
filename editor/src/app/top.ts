/** What is drawn above everything besides the tool's own: warnings and the past. */
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import { crossingsOf } from "../geometry/crossings";
import type { Parts, Point } from "../geometry/types";
import type { LineStyle, OverlayPainter } from "../view/overlay";
import type { State } from "./state";

const PAST: LineStyle = { color: "#ffffff", width: 2, fill: 0.15, dashed: true };
const MOST = 200; // warnings drawn: more of them tell nothing more
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
  crossings: ReadonlySignal<readonly Point[]>,
  peeked: Signal<Parts | null>,
): void {
  if (peeked.value) painter.parts(peeked.value, PAST);
  for (const crossing of crossings.value.slice(0, MOST)) painter.circle(crossing, 7, WARNING);
}
