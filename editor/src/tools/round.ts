/** What the round cursors share: their size by wheel, and how they look. */
import type { State } from "../app/state";
import type { OverlayPainter } from "../view/overlay";
import type { Pointing, Tools } from "./tool";

const WHEEL = 1.15; // a notch

/** Image pixels. */
export function brushRadius(state: State): number {
  return state.brushRadius.value / state.view.value.scale;
}

/** The wheel sizes the brush; with Ctrl it is left to the zoom. */
export function sizeByWheel(steps: number, at: Pointing, { state, acts }: Tools): boolean {
  if (at.ctrl) return false;
  const radius = state.brushRadius.value;
  const wanted = radius * WHEEL ** steps;
  const moved = Math.abs(wanted - radius) < 1 ? radius + Math.sign(steps) : wanted;
  acts.setBrushRadius(moved);
  return true;
}

export function drawCursor(
  painter: OverlayPainter,
  { state }: Tools,
  color: string,
  dashed = false,
): void {
  const centre = state.crosshair.value ?? state.pointer.value;
  if (centre) painter.circle(centre, state.brushRadius.value, { color, dashed });
}
