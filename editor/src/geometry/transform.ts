/** Whole outlines moved, turned and stretched. */
import { snapped } from "./types";
import type { Box, Parts, Point, Ring } from "./types";

export function translated(parts: Parts, dx: number, dy: number): Parts {
  return mapped(parts, (x, y) => ({ x: x + dx, y: y + dy }));
}

/** Turned about `centre`, from x towards y: clockwise on the screen. */
export function rotated(parts: Parts, centre: Point, radians: number): Parts {
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  return mapped(parts, (x, y) => {
    const [dx, dy] = [x - centre.x, y - centre.y];
    return { x: centre.x + cos * dx - sin * dy, y: centre.y + sin * dx + cos * dy };
  });
}

/** Stretched about `centre`, which stays. */
export function scaled(parts: Parts, centre: Point, fx: number, fy: number): Parts {
  return mapped(parts, (x, y) => ({
    x: centre.x + fx * (x - centre.x),
    y: centre.y + fy * (y - centre.y),
  }));
}

export function centreOf(box: Box): Point {
  return { x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 };
}

function mapped(parts: Parts, place: (x: number, y: number) => Point): Parts {
  const ringOf = (ring: Ring): Ring => {
    const result: number[] = [];
    for (let i = 0; i < ring.length; i += 2) {
      const { x, y } = place(ring[i]!, ring[i + 1]!);
      result.push(snapped(x), snapped(y));
    }
    return result;
  };
  return parts.map(({ outer, holes }) => ({ outer: ringOf(outer), holes: holes.map(ringOf) }));
}
