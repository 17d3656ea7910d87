/** Which points of an outline get a handle, and how large: they shrink where points stand close. */
import type { Path } from "../geometry/types";
import type { DeviceView } from "./device";

const MOST = 8; // CSS pixels
const LEAST = 3;
const LIMIT = 2000; // handles drawn at once

export interface Handle {
  /** Device pixels. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly index: number;
}

/** CSS pixels, for a point `spacing` CSS pixels from its nearer neighbour. */
export function handleSize(spacing: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.floor(spacing * 0.6)));
}

/**
 * Handles for the points in view. One that would cover the last one drawn is left out, but never a
 * chosen one.
 */
export function handlesFor(points: Path, view: DeviceView, chosen?: ReadonlySet<number>): Handle[] {
  const handles: Handle[] = [];
  const count = points.length / 2;
  let last: Handle | null = null;
  for (let index = 0; index < count && handles.length < LIMIT; index += 1) {
    const x = points[index * 2]! * view.scale + view.x;
    const y = points[index * 2 + 1]! * view.scale + view.y;
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const isCovered = last && Math.hypot(x - last.x, y - last.y) < LEAST * view.ratio;
    if (isCovered && !chosen?.has(index)) continue;
    const spacing = (spacingAt(points, index, count) * view.scale) / view.ratio;
    last = { x, y, size: handleSize(spacing) * view.ratio, index };
    handles.push(last);
  }
  return handles;
}

/** To the nearer of the two neighbours around the ring, image pixels. */
function spacingAt(points: Path, index: number, count: number): number {
  if (count < 2) return Infinity;
  const x = points[index * 2]!;
  const y = points[index * 2 + 1]!;
  const to = (other: number) => Math.hypot(points[other * 2]! - x, points[other * 2 + 1]! - y);
  return Math.min(to((index + 1) % count), to((index - 1 + count) % count));
}
