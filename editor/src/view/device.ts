/** The view in the canvas' own pixels. */
import type { Box, Point, Size } from "../geometry/types";
import type { Viewport } from "./viewport";

/**
 * `scale` device pixels an image pixel; `x`, `y` whole device pixels, so that what was drawn once
 * can be shifted without loss; `ratio` device pixels a CSS pixel.
 */
export interface DeviceView extends Size {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  readonly ratio: number;
}

export function deviceView(view: Viewport, ratio: number): DeviceView {
  return {
    width: Math.max(1, Math.round(view.screen.width * ratio)),
    height: Math.max(1, Math.round(view.screen.height * ratio)),
    scale: view.scale * ratio,
    x: Math.round(view.x * ratio),
    y: Math.round(view.y * ratio),
    ratio,
  };
}

/** Device pixels. */
export function placed(view: DeviceView, point: Point): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

/** What of the plane is seen, image pixels. */
export function seenBy(view: DeviceView): Box {
  const { scale, x, y, width, height } = view;
  return { x1: -x / scale, y1: -y / scale, x2: (width - x) / scale, y2: (height - y) / scale };
}
