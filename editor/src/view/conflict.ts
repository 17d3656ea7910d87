/** Both outlines of an instance that two people changed, named as in the dialog that asks. */
import type { ConflictShown } from "../app/state";
import { boxOf } from "../geometry/rings";
import type { Parts } from "../geometry/types";
import type { OverlayPainter } from "./overlay";

/** One of the two, on the canvas and in the dialog. */
export interface Side {
  readonly name: string;
  readonly color: string;
}

/** Told apart by the colour-blind too. */
export const MINE: Side = { name: "Mine", color: "#56b4e9" };
export const THEIRS: Side = { name: "Theirs", color: "#e69f00" };

/** Mine thin above theirs wide: where they run together both are seen. */
export function drawConflict(painter: OverlayPainter, { mine, theirs }: ConflictShown): void {
  if (theirs) drawOne(painter, theirs, THEIRS, { width: 6, at: "y2" });
  if (mine) drawOne(painter, mine, MINE, { width: 2, at: "y1" });
}

/** The name stands above, `y1`, or below, `y2`: the two outlines mostly cover each other. */
function drawOne(
  painter: OverlayPainter,
  parts: Parts,
  { color, name }: Side,
  { width, at }: { width: number; at: "y1" | "y2" },
): void {
  if (parts.length === 0) return;
  painter.parts(parts, { color, width, fill: 0.15 });
  const box = boxOf(parts);
  painter.text({ x: (box.x1 + box.x2) / 2, y: box[at] }, name);
}
