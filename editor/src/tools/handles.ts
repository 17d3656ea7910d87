/** The handles of the selected instance: which ring they belong to, how they look. */
import type { State } from "../app/state";
import { ringsOf, type RingRef } from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { chosenVertices } from "./vertices";

export function showRing({ part, ring }: RingRef, state: State): void {
  const shown = state.activeRing.value;
  if (shown?.part !== part || shown.ring !== ring) state.activeRing.value = { part, ring };
}

export function drawHandles(painter: OverlayPainter, one: Instance, state: State): void {
  const color = state.categoryOf(one.categoryId)?.color ?? "#ffffff";
  const chosen = chosenVertices(state);
  (state.partsShown(one.key) ?? []).forEach((shape, part) => {
    ringsOf(shape).forEach((points, ring) => {
      const here = chosen.filter((ref) => ref.part === part && ref.ring === ring);
      painter.handles(points, { color, chosen: new Set(here.map((ref) => ref.vertex)) });
    });
  });
}
