/**
 * Which instances get a label, and where: what is pointed at or selected first, then the biggest;
 * beside the instance, and none over another label.
 */
import type { Box, Point } from "../geometry/types";

/** What asks for a label. */
export interface Candidate {
  readonly key: string;
  /** Of the instance, image pixels. */
  readonly box: Box;
  /** CSS pixels that the label would take. */
  readonly width: number;
  readonly height: number;
  /** It is under the pointer, or selected: it gets one however small it is. */
  readonly isAsked: boolean;
  /** A point well within the instance, image pixels: for one that reaches beyond the screen. */
  point(): Point;
}

export interface Placement<C extends Candidate> {
  readonly candidate: C;
  readonly point: Point;
}

const LIMIT = 200; // labels drawn at once
const APART = 3; // CSS pixels between an instance and its label
const CELL = 40; // CSS pixels: labels are looked for in squares of this size

export interface Room {
  /** CSS pixels an image pixel. */
  readonly scale: number;
  /** What of the image is on the screen, and all of it; image pixels. */
  readonly seen: Box;
  readonly picture: Box;
}

export function placeLabels<C extends Candidate>(
  candidates: readonly C[],
  room: Room,
): Placement<C>[] {
  const { scale } = room;
  const fitting = candidates.filter(({ box, width, height, isAsked }) => {
    const [w, h] = [(box.x2 - box.x1) * scale, (box.y2 - box.y1) * scale];
    return isAsked || (w >= width && h >= height);
  });
  fitting.sort(
    (a, b) =>
      Number(b.isAsked) - Number(a.isAsked) ||
      sizeOf(b.box) - sizeOf(a.box) ||
      (a.key < b.key ? -1 : 1),
  );
  const taken = new Taken();
  const placements: Placement<C>[] = [];
  for (const candidate of fitting) {
    if (placements.length === LIMIT) break;
    const point = beside(candidate, room);
    if (taken.take(areaOf(candidate, point, scale))) placements.push({ candidate, point });
  }
  return placements;
}

/** Above the instance, else below it, where that is on the picture and the screen; else within. */
function beside(candidate: Candidate, { scale, seen, picture }: Room): Point {
  const { box, width, height } = candidate;
  const [half, away] = [width / 2 / scale, (height / 2 + APART) / scale];
  const x = Math.max(seen.x1 + half, Math.min(box.x1 + half, seen.x2 - half));
  const top = Math.max(picture.y1, seen.y1);
  const bottom = Math.min(picture.y2, seen.y2);
  if (box.y1 - 2 * away >= top && box.y1 <= bottom) return { x, y: box.y1 - away };
  if (box.y2 + 2 * away <= bottom && box.y2 >= top) return { x, y: box.y2 + away };
  return candidate.point();
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
