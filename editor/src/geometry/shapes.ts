/** Rings and lines from a few gestures. */
import { pathCrossings } from "./crossings";
import { withoutRepeats } from "./rings";
import { thinnedPath } from "./thinning";
import { snapped } from "./types";
import type { Box, Path, Point, Ring } from "./types";

/** The upright rectangle between two opposite corners. */
export function rectangle(a: Point, b: Point): Ring {
  const [x1, x2] = [snapped(Math.min(a.x, b.x)), snapped(Math.max(a.x, b.x))];
  const [y1, y2] = [snapped(Math.min(a.y, b.y)), snapped(Math.max(a.y, b.y))];
  return [x1, y1, x2, y1, x2, y2, x1, y2];
}

const LEAST_CORNERS = 8;

/** The ellipse that fills `box`, with as many points as keep it within `tolerance` pixels of true. */
export function ellipse(box: Box, tolerance: number): Ring {
  const [rx, ry] = [(box.x2 - box.x1) / 2, (box.y2 - box.y1) / 2];
  const radius = Math.max(rx, ry, tolerance);
  // A chord of angle 2a lies radius * (1 - cos a) inside the circle.
  const count = Math.max(LEAST_CORNERS, Math.ceil(Math.PI / Math.acos(1 - tolerance / radius)));
  const ring: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const angle = (2 * Math.PI * i) / count;
    ring.push(
      snapped(box.x1 + rx + rx * Math.cos(angle)),
      snapped(box.y1 + ry + ry * Math.sin(angle)),
    );
  }
  return withoutRepeats(ring, true);
}

const HALVINGS = 6;

/**
 * A drawn line with fewer points, none farther than `tolerance` pixels from the line through the
 * rest (Douglas and Peucker, 1973). Crosses itself no more often than it was drawn: where thinning
 * would add a crossing, the tolerance is halved.
 */
export function freehand(path: Path, tolerance: number): number[] {
  const drawn = withoutRepeats(path.map(snapped), false);
  const allowed = pathCrossings(drawn).length;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const thin = thinnedPath(drawn, tolerance / 2 ** halving);
    if (pathCrossings(thin).length <= allowed) return thin;
  }
  return drawn;
}
