/** How image pixels lie on the screen: a scale and an offset. Frozen; a move makes a new one. */
import type { Box, Point, Size } from "../geometry/types";

export const LEAST_SCALE = 0.01;
export const MOST_SCALE = 64;

export class Viewport {
  /**
   * `screen` is the canvas, CSS pixels; `scale` CSS pixels an image pixel; `x`, `y` where the
   * image's corner is on the canvas, CSS pixels.
   */
  constructor(
    readonly screen: Size,
    readonly scale: number,
    readonly x: number,
    readonly y: number,
  ) {}

  toScreen(point: Point): Point {
    return { x: point.x * this.scale + this.x, y: point.y * this.scale + this.y };
  }

  toImage(point: Point): Point {
    return { x: (point.x - this.x) / this.scale, y: (point.y - this.y) / this.scale };
  }

  /** What of the plane is on the screen, image pixels. */
  get seen(): Box {
    const low = this.toImage({ x: 0, y: 0 });
    const high = this.toImage({ x: this.screen.width, y: this.screen.height });
    return { x1: low.x, y1: low.y, x2: high.x, y2: high.y };
  }

  panned(dx: number, dy: number): Viewport {
    return new Viewport(this.screen, this.scale, this.x + dx, this.y + dy);
  }

  /** Zoomed by `factor`; what is at `at` (CSS pixels) stays there. */
  zoomed(factor: number, at: Point): Viewport {
    const scale = clamped(this.scale * factor);
    const share = scale / this.scale;
    const { x, y } = this;
    return new Viewport(this.screen, scale, at.x - (at.x - x) * share, at.y - (at.y - y) * share);
  }

  /** At `scale`, with the image point `centre` in the middle. */
  centred(centre: Point, scale: number): Viewport {
    const held = clamped(scale);
    const { width, height } = this.screen;
    return new Viewport(
      this.screen,
      held,
      width / 2 - centre.x * held,
      height / 2 - centre.y * held,
    );
  }

  /** All of `box` on the screen with `margin` CSS pixels around it, at `most` scale at most. */
  fitted(
    box: Box,
    { margin = 16, most = MOST_SCALE }: { margin?: number; most?: number } = {},
  ): Viewport {
    const room = {
      width: Math.max(1, this.screen.width - 2 * margin),
      height: Math.max(1, this.screen.height - 2 * margin),
    };
    const scale = Math.min(
      most,
      room.width / Math.max(box.x2 - box.x1, 1e-6),
      room.height / Math.max(box.y2 - box.y1, 1e-6),
    );
    return this.centred({ x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 }, scale);
  }

  /** The same image point in the middle of a canvas of another size. */
  resized(screen: Size): Viewport {
    const middle = this.toImage({ x: this.screen.width / 2, y: this.screen.height / 2 });
    return new Viewport(screen, this.scale, 0, 0).centred(middle, this.scale);
  }
}

function clamped(scale: number): number {
  return Math.min(Math.max(scale, LEAST_SCALE), MOST_SCALE);
}
