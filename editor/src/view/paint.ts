/** How outlines look: two tones, so that they can be seen on any picture. */
import type { Box } from "../geometry/types";
import { outlinesOf, type Outline } from "./outline";
import type { Manner, Shown, Style } from "./shown";

/** What holds for all instances. */
export interface Ink {
  /** Of fills, 0..1. */
  readonly opacity: number;
  readonly outlines: boolean;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
}

/**
 * Lines of one device pixel cost the browser a sixth of wider ones, where it rasters without a GPU.
 * "fine": all of them such, the dark ones beside the coloured one; "wide": wide ones; "bare": fine
 * ones and no fill, for what is drawn anew in every frame.
 */
export type Thickness = "fine" | "wide" | "bare";

const DARK = "rgba(0, 0, 0, 0.75)";
type Offsets = readonly (readonly [dx: number, dy: number])[];

/** Lines of one device pixel side by side: where the dark and the coloured ones are, device pixels. */
interface Strands {
  readonly dark: Offsets;
  readonly colored: Offsets;
}

/** No direction of an outline hides both dark ones. */
const THIN: Strands = {
  dark: [
    [1, 0],
    [0, 1],
  ],
  colored: [[0, 0]],
};
const BARE: Strands = { dark: [[1, 1]], colored: [[0, 0]] };
const THICK: Strands = {
  dark: [
    [-1, -1],
    [2, -1],
    [-1, 2],
    [2, 2],
  ],
  colored: [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ],
};

interface Weight {
  /** Added to the opacity of fills. */
  readonly fill: number;
  /** CSS pixels of the coloured line and of the dark one under it. */
  readonly line: number;
  readonly under: number;
  readonly dash: readonly number[];
}

const WEIGHTS: Record<Manner, Weight> = {
  plain: { fill: 0, line: 1.5, under: 3, dash: [] },
  hovered: { fill: 0.15, line: 2, under: 4, dash: [] },
  selected: { fill: 0.2, line: 2.5, under: 4.5, dash: [] },
  ghost: { fill: -0.12, line: 1.5, under: 2.5, dash: [4, 4] },
  chosenGhost: { fill: 0.15, line: 2.5, under: 4.5, dash: [8, 4] },
};
const LOCKED = [6, 3];
const CROWD = [1.5, 3];
const BOX = [3, 3];

/** How far lines reach beyond what they outline, CSS pixels. */
export const REACH = 4;

/** Milliseconds that a point costs, and an outline with it, measured on a slow core. */
const COSTS: Record<Thickness, number> = { bare: 0.0004, fine: 0.001, wide: 0.0042 };
const EACH = 0.004;

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
  return EACH + points * COSTS[thickness];
}

function dashOf(style: Style, weight: Weight): readonly number[] {
  if (style.isCrowd) return CROWD;
  if (style.isLocked) return LOCKED;
  return style.isBox ? BOX : weight.dash;
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

function strandsOf(thickness: "fine" | "bare", { manner }: Style): Strands {
  if (thickness === "bare") return BARE;
  return manner === "plain" || manner === "ghost" ? THIN : THICK;
}

function strokeFine(
  ctx: CanvasRenderingContext2D,
  { path }: Outline,
  color: string,
  { dark, colored }: Strands,
  pixel: number,
): void {
  ctx.lineWidth = pixel;
  const strokeAt = ([dx, dy]: readonly [number, number]): void => {
    ctx.translate(dx * pixel, dy * pixel);
    ctx.stroke(path);
    ctx.translate(-dx * pixel, -dy * pixel);
  };
  dark.forEach(strokeAt);
  ctx.strokeStyle = color;
  colored.forEach(strokeAt);
}
