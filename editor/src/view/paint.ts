/** Outlines and fills on a context. */
import type { Box } from "../geometry/types";
import {
  dashOf,
  DARK,
  strandsOf,
  WEIGHTS,
  type Ink,
  type Strands,
  type Thickness,
  type Weight,
} from "./ink";
import { outlinesOf, type Outline } from "./outline";
import type { Shown, Style } from "./shown";

/** Milliseconds a point, measured on a slow core: of a fill, of a fine line and of both wide ones. */
const COST = { fill: 0.0006, fine: 0.00016, wide: 0.0036 };
const COST_EACH = 0.004; // milliseconds an outline
/** Device pixels; a rounding above one would make it a wide line, six times as dear. */
const HAIR = 0.99;

/**
 * Draw `shown` on a context that is set to image pixels, `scale` device pixels each, as far as `box`
 * (image pixels) shows it. Returns the estimated cost in milliseconds.
 */
export function paintShown(
  ctx: CanvasRenderingContext2D,
  shown: Shown,
  { box, scale, ink, thickness }: { box: Box; scale: number; ink: Ink; thickness: Thickness },
): number {
  const weight = WEIGHTS[shown.style.manner];
  const dash = dashOf(shown.style, weight).map((length) => (length * ink.ratio) / scale);
  let points = 0;
  for (const outline of outlinesOf(shown.parts, box, scale)) {
    points += outline.points;
    if (thickness !== "bare") fill(ctx, outline, shown.style, ink.opacity + weight.fill);
    if (!ink.outlines && shown.style.manner === "plain") continue;
    ctx.setLineDash(dash);
    ctx.strokeStyle = DARK;
    if (thickness === "wide")
      strokeWide(ctx, outline, shown.style.color, weight, ink.ratio / scale);
    else strokeFine(ctx, outline, shown.style.color, strandsOf(thickness, shown.style), 1 / scale);
  }
  return COST_EACH + points * costOf(thickness, shown.style);
}

function costOf(thickness: Thickness, style: Style): number {
  if (thickness === "wide") return COST.fill + COST.wide;
  const { dark, colored } = strandsOf(thickness, style);
  const lines = COST.fine * (dark.length + colored.length);
  return thickness === "bare" ? lines : COST.fill + lines;
}

function fill(
  ctx: CanvasRenderingContext2D,
  outline: Outline,
  style: Style,
  opacity: number,
): void {
  if (opacity <= 0 || style.isBox) return;
  ctx.globalAlpha = Math.min(1, opacity);
  ctx.fillStyle = style.color;
  ctx.fill(outline.path, "evenodd");
  ctx.globalAlpha = 1;
}

function strokeWide(
  ctx: CanvasRenderingContext2D,
  { path }: Outline,
  color: string,
  { line, under }: Weight,
  pixel: number,
): void {
  ctx.lineWidth = under * pixel;
  ctx.stroke(path);
  ctx.strokeStyle = color;
  ctx.lineWidth = line * pixel;
  ctx.stroke(path);
}

function strokeFine(
  ctx: CanvasRenderingContext2D,
  { path }: Outline,
  color: string,
  { dark, colored }: Strands,
  pixel: number,
): void {
  ctx.lineWidth = HAIR * pixel;
  const strokeAt = ([dx, dy]: readonly [number, number]): void => {
    ctx.translate(dx * pixel, dy * pixel);
    ctx.stroke(path);
    ctx.translate(-dx * pixel, -dy * pixel);
  };
  dark.forEach(strokeAt);
  ctx.strokeStyle = color;
  colored.forEach(strokeAt);
}
