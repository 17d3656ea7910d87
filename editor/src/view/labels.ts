/** Which instances get a label, and where: the biggest first, none over another. */
import type { Box, Point } from "../geometry/types";

/** What asks for a label. */
export interface Candidate {
  readonly key: string;
  /** Of the instance, image pixels. */
  readonly box: Box;
  /** CSS pixels that the label would take. */
  readonly width: number;
  readonly height: number;
  /** Where its middle would be, image pixels; asked only of those that are big enough. */
  point(): Point;
}

export interface Placement<C extends Candidate> {
  readonly candidate: C;
  readonly point: Point;
}

const LIMIT = 200; // labels drawn at once
const SHARE = 1.2; // how much of a label's width its instance may lack and still get it
const CELL = 40; // CSS pixels: labels are looked for in squares of this size

/** At `scale` CSS pixels an image pixel. */
export function placeLabels<C extends Candidate>(
  candidates: readonly C[],
  scale: number,
): Placement<C>[] {
  const fitting = candidates.filter(({ box, width, height }) => {
    const [w, h] = [(box.x2 - box.x1) * scale, (box.y2 - box.y1) * scale];
    return w * SHARE >= width && h * SHARE >= height;
  });
  fitting.sort((a, b) => sizeOf(b.box) - sizeOf(a.box) || (a.key < b.key ? -1 : 1));
  const taken = new Taken();
  const placements: Placement<C>[] = [];
  for (const candidate of fitting) {
    if (placements.length === LIMIT) break;
    const point = candidate.point();
    if (taken.take(areaOf(candidate, point, scale))) placements.push({ candidate, point });
  }
  return placements;
}

function sizeOf(box: Box): number {
  return (box.x2 - box.x1) * (box.y2 - box.y1);
}

function areaOf({ width, height }: Candidate, point: Point, scale: number): Box {
  const [x, y] = [point.x * scale, point.y * scale];
  return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 };
}

/** Room on the screen that labels have. */
class Taken {
  private readonly cells = new Map<string, Box[]>();

  /** Take `area` when it is free. */
  take(area: Box): boolean {
    const names = cellsOf(area);
    if (names.some((name) => this.cells.get(name)?.some((other) => meets(other, area))))
      return false;
    for (const name of names) this.cells.set(name, [...(this.cells.get(name) ?? []), area]);
    return true;
  }
}

function cellsOf(area: Box): string[] {
  const names: string[] = [];
  for (let x = Math.floor(area.x1 / CELL); x * CELL <= area.x2; x += 1) {
    for (let y = Math.floor(area.y1 / CELL); y * CELL <= area.y2; y += 1) names.push(`${x} ${y}`);
  }
  return names;
}

function meets(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
}
