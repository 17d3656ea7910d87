/** Both outlines of an instance that two people changed, named. */
import type { ConflictShown } from "../app/state";
import { labelPoint } from "../geometry/rings";
import type { Parts } from "../geometry/types";
import type { OverlayPainter } from "./overlay";

const MINE = "#ffffff";
const THEIRS = "#ffd400";

export function drawConflict(painter: OverlayPainter, conflict: ConflictShown): void {
  const { mine, theirs, author } = conflict;
  if (theirs) drawOne(painter, theirs, THEIRS, author || "theirs");
  if (mine) drawOne(painter, mine, MINE, "yours");
}

function drawOne(painter: OverlayPainter, parts: Parts, color: string, name: string): void {
  if (parts.length === 0) return;
  painter.parts(parts, { color, width: 2, dashed: true });
  painter.text(labelPoint(parts), name);
}
