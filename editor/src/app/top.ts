/** What is drawn above everything besides the tool's own: warnings and the past. */
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import { crossingsOf, crossingsWithin, isInBox } from "../geometry/crossings";
import type { Parts, Point } from "../geometry/types";
import { changedBox } from "../geometry/changed";
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
  let known: ReadonlyMap<string, Crossed> = new Map();
  return computed(() => {
    const selected = state.selected.value;
    if (state.preview.value && selected.length > FEW) return [];
    known = new Map(
      selected.map(({ key }) => [key, crossed(state.partsShown(key) ?? [], known.get(key))]),
    );
    return [...known.values()].flatMap(({ crossings }) => crossings);
  });
}

/** An outline, and where it crosses itself. */
interface Crossed {
  readonly parts: Parts;
  readonly crossings: readonly Point[];
}

/** Looked for only where it is another than `before`: all of 6,000 points would take half a frame. */
function crossed(parts: Parts, before: Crossed | undefined): Crossed {
  if (!before) return { parts, crossings: crossingsOf(parts) };
  const box = changedBox(before.parts, parts);
  if (!box) return { parts, crossings: before.crossings };
  const kept = before.crossings.filter((point) => !isInBox(point, box));
  return { parts, crossings: [...kept, ...crossingsWithin(parts, box)] };
}

export function drawTop(
  painter: OverlayPainter,
  crossings: ReadonlySignal<readonly Point[]>,
  peeked: Signal<Parts | null>,
): void {
  if (peeked.value) painter.parts(peeked.value, PAST);
  for (const crossing of crossings.value.slice(0, MOST)) painter.circle(crossing, 7, WARNING);
}
