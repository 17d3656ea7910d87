/** Both outlines of an instance that two people changed, named. */
import type { ConflictShown } from "../app/state";
import { boxOf } from "../geometry/rings";
import type { Parts } from "../geometry/types";
import type { OverlayPainter } from "./overlay";

const MINE = "#ffffff";
const THEIRS = "#ffd400";

export function drawConflict(painter: OverlayPainter, conflict: ConflictShown): void {
  const { mine, theirs, author } = conflict;
  if (theirs) drawOne(painter, theirs, { color: THEIRS, name: author || "theirs", at: "y2" });
  if (mine) drawOne(painter, mine, { color: MINE, name: "yours", at: "y1" });
}

/** The name stands above, `y1`, or below, `y2`: the two outlines mostly cover each other. */
function drawOne(
  painter: OverlayPainter,
  parts: Parts,
  { color, name, at }: { color: string; name: string; at: "y1" | "y2" },
): void {
  if (parts.length === 0) return;
  painter.parts(parts, { color, width: 2, dashed: true });
  const box = boxOf(parts);
  painter.text({ x: (box.x1 + box.x2) / 2, y: box[at] }, name);
}
