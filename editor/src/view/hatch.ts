/** Diagonal lines in a class's colour, on what outlines many objects at once. */

const STEP = 8; // CSS pixels between two lines
const WIDTH = 1.5;

/** By colour and size; a pattern serves every context. */
const patterns = new Map<string, CanvasPattern>();

/** On a context that is set to image pixels, `scale` device pixels each: lines of one size on the screen. */
export function hatchOf(
  ctx: CanvasRenderingContext2D,
  color: string,
  { ratio, scale }: { ratio: number; scale: number },
): CanvasPattern {
  const side = Math.max(2, Math.round(STEP * ratio));
  const name = `${color} ${side}`;
  const pattern = patterns.get(name) ?? made(ctx, color, side, WIDTH * ratio);
  patterns.set(name, pattern);
  pattern.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern;
}

function made(
  ctx: CanvasRenderingContext2D,
  color: string,
  side: number,
  width: number,
): CanvasPattern {
  const tile = new OffscreenCanvas(side, side);
  const on = tile.getContext("2d")!;
  on.strokeStyle = color;
  on.lineWidth = width;
  // The middle line, and the corners of its neighbours, so that tiles meet without a gap.
  for (const shift of [-side, 0, side]) {
    on.moveTo(shift, side);
    on.lineTo(shift + side, 0);
  }
  on.stroke();
  return ctx.createPattern(tile, "repeat")!;
}
