/** Lines between the picture's pixels, where they are large enough. */
import type { Size } from "../geometry/types";
import { seenBy, type DeviceView } from "./device";

const FROM = 8; // CSS pixels an image pixel

export function drawPixelGrid(ctx: CanvasRenderingContext2D, view: DeviceView, size: Size): void {
  if (view.scale < FROM * view.ratio) return;
  const seen = seenBy(view);
  const left = Math.max(0, Math.floor(seen.x1));
  const top = Math.max(0, Math.floor(seen.y1));
  const right = Math.min(size.width, Math.ceil(seen.x2));
  const bottom = Math.min(size.height, Math.ceil(seen.y2));
  const toX = (x: number) => Math.round(x * view.scale + view.x);
  const toY = (y: number) => Math.round(y * view.scale + view.y);
  ctx.fillStyle = "rgba(128, 128, 128, 0.45)";
  const [height, width] = [toY(bottom) - toY(top), toX(right) - toX(left)];
  for (let x = left; x <= right; x += 1) ctx.fillRect(toX(x), toY(top), 1, height);
  for (let y = top; y <= bottom; y += 1) ctx.fillRect(toX(left), toY(y), width, 1);
}
