/** The pointer of those who work by keys. */
import type { Point } from "../geometry/types";
import { placed, type DeviceView } from "./device";

const ARM = 14; // CSS pixels
const GAP = 3;

export function drawCrosshair(ctx: CanvasRenderingContext2D, view: DeviceView, at: Point): void {
  const { x, y } = placed(view, at);
  ctx.save();
  ctx.translate(Math.round(x), Math.round(y));
  ctx.scale(view.ratio, view.ratio);
  ctx.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    ctx.moveTo(dx * GAP, dy * GAP);
    ctx.lineTo(dx * ARM, dy * ARM);
  }
  ctx.lineCap = "round";
  ctx.strokeStyle = "#000000";
  ctx.lineWidth = 4;
  ctx.stroke();
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = 1.5;
  ctx.stroke();
  ctx.restore();
}
