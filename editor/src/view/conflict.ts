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
  if (theirs) painter.parts(theirs, { color: THEIRS.color, width: 6, fill: 0.15 });
  if (mine) painter.parts(mine, { color: MINE.color, width: 2, fill: 0.15 });
  if (theirs) drawName(painter, theirs, THEIRS, "y2");
  if (mine) drawName(painter, mine, MINE, "y1");
}

/** Above, `y1`, or below, `y2`: the two outlines mostly cover each other. */
function drawName(painter: OverlayPainter, parts: Parts, { name }: Side, at: "y1" | "y2"): void {
  if (parts.length === 0) return;
  const box = boxOf(parts);
  painter.text({ x: (box.x1 + box.x2) / 2, y: box[at] }, name);
}
