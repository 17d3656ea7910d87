/** What is drawn above everything besides the tool's own: warnings and the past. */
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import { crossingsOf } from "../geometry/crossings";
import type { Parts, Point } from "../geometry/types";
import type { LineStyle, OverlayPainter } from "../view/overlay";
import type { State } from "./state";

const PAST: LineStyle = { color: "#ffffff", width: 2, fill: 0.15, dashed: true };
const FEW = 50;
const MOST = 200; // warnings drawn: more of them tell nothing more
const WARNING: LineStyle = { color: "#ff3b30", width: 2 };

/**
 * Where the outlines of the selected instances cross themselves, as they are shown now. Many that
 * move at once are looked at when they have arrived: 2,000 would take three frames each time.
 */
export function crossingsShown(state: State): ReadonlySignal<readonly Point[]> {
  return computed(() => {
    const selected = state.selected.value;
    if (state.preview.value && selected.length > FEW) return [];
    return selected.flatMap((one) => crossingsIn(state.partsShown(one.key) ?? []));
  });
}

/** Outlines are never changed in place, so that an answer holds for as long as one is there. */
const answers = new WeakMap<Parts, readonly Point[]>();

function crossingsIn(parts: Parts): readonly Point[] {
  const found = answers.get(parts) ?? crossingsOf(parts);
  answers.set(parts, found);
  return found;
}

export function drawTop(
  painter: OverlayPainter,
  crossings: ReadonlySignal<readonly Point[]>,
  peeked: Signal<Parts | null>,
): void {
  if (peeked.value) painter.parts(peeked.value, PAST);
  for (const crossing of crossings.value.slice(0, MOST)) painter.circle(crossing, 7, WARNING);
}
