/** Where tiles lie. The plane at one scale, in device pixels, the image's corner at tile 0, 0. */
import type { Box } from "../geometry/types";
import type { DeviceView } from "./device";

export const TILE = 256; // device pixels

export interface TilePlace {
  readonly column: number;
  readonly row: number;
  readonly name: string;
}

/** The tiles that `view` shows and `ring` more on each side, nearest to the middle first. */
export function tilesOf(view: DeviceView, ring: number): TilePlace[] {
  const first = {
    column: Math.floor(-view.x / TILE) - ring,
    row: Math.floor(-view.y / TILE) - ring,
  };
  const last = {
    column: Math.ceil((view.width - view.x) / TILE) - 1 + ring,
    row: Math.ceil((view.height - view.y) / TILE) - 1 + ring,
  };
  const places: TilePlace[] = [];
  for (let row = first.row; row <= last.row; row += 1) {
    for (let column = first.column; column <= last.column; column += 1) {
      places.push({ column, row, name: `${column} ${row}` });
    }
  }
  const middle = { column: (first.column + last.column) / 2, row: (first.row + last.row) / 2 };
  const far = (at: TilePlace) => Math.hypot(at.column - middle.column, at.row - middle.row);
  return places.sort((a, b) => far(a) - far(b));
}

export function areaOf({ column, row }: { column: number; row: number }): Box {
  const [x1, y1] = [column * TILE, row * TILE];
  return { x1, y1, x2: x1 + TILE, y2: y1 + TILE };
}

export function scaled(box: Box, by: number): Box {
  return { x1: box.x1 * by, y1: box.y1 * by, x2: box.x2 * by, y2: box.y2 * by };
}

/** The least box of whole pixels that holds `box`. */
export function outward(box: Box): Box {
  return {
    x1: Math.floor(box.x1),
    y1: Math.floor(box.y1),
    x2: Math.ceil(box.x2),
    y2: Math.ceil(box.y2),
  };
}
