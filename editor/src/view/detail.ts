/** As much of a ring as can be seen: points closer than a pixel and stretches out of sight left out. */
import type { Box, Path, Ring } from "../geometry/types";

/**
 * The ring without the points nearer than `tolerance` to the last one kept; the ring itself when
 * there are none. Every point left out is within `tolerance` of one that stayed.
 */
export function thinned(ring: Ring, tolerance: number): Ring {
  const reach = tolerance * tolerance;
  let kept: number[] | null = null;
  let x = ring[0]!;
  let y = ring[1]!;
  for (let i = 2; i < ring.length; i += 2) {
    const dx = ring[i]! - x;
    const dy = ring[i + 1]! - y;
    if (dx * dx + dy * dy < reach) {
      kept ??= ring.slice(0, i);
      continue;
    }
    x = ring[i]!;
    y = ring[i + 1]!;
    kept?.push(x, y);
  }
  return kept ?? ring;
}

const LEFT = 1;
const RIGHT = 2;
const ABOVE = 4;
const BELOW = 8;

function sideOf(x: number, y: number, box: Box): number {
  return (
    (x < box.x1 ? LEFT : x > box.x2 ? RIGHT : 0) | (y < box.y1 ? ABOVE : y > box.y2 ? BELOW : 0)
  );
}

/**
 * The path without the points that run along outside one side of `box`: what is drawn inside the
 * box, fill and line, is the same. The first point stays, and the last one of a path not `closed`.
 */
export function culled(path: Path, box: Box, closed: boolean): number[] {
  const kept: number[] = [];
  const count = path.length;
  let before = 0; // sides that all points since the last one kept share
  let here = sideOf(path[0]!, path[1]!, box);
  for (let i = 0; i < count; i += 2) {
    const isLast = i + 2 >= count;
    const next = isLast && !closed ? 0 : (i + 2) % count;
    const after = isLast && !closed ? 0 : sideOf(path[next]!, path[next + 1]!, box);
    if ((before & here & after) === 0) {
      kept.push(path[i]!, path[i + 1]!);
      before = here;
    } else {
      before &= here;
    }
    here = after;
  }
  return kept;
}
