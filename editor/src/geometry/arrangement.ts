/** Edges parted where they meet, on the grid. Coordinates are whole grid steps here. */
import { steps } from "./sources";
import type { Ring } from "./types";

export interface Segment {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Putting a crossing on the grid moves edges, which may make them meet again. */
const ROUNDS = 12;

export function segmentsOf(ring: Ring): Segment[] {
  const values = ring.map(steps);
  const segments: Segment[] = [];
  for (let i = 0; i < values.length; i += 2) {
    const next = (i + 2) % values.length;
    segments.push({ ax: values[i]!, ay: values[i + 1]!, bx: values[next]!, by: values[next + 1]! });
  }
  return segments;
}

/**
 * Pieces of the segments that meet in their ends only. A piece that two segments share is left out,
 * one that three share is there once: crossing it changes sides, as the even-odd rule has it.
 */
export function parted(segments: readonly Segment[]): Segment[] {
  let pieces = oddOnes(segments);
  for (let round = 0; round < ROUNDS; round++) {
    const cuts = cutsOf(pieces);
    if (!cuts.size) break;
    pieces = oddOnes(pieces.flatMap((piece) => cutAt(piece, cuts.get(piece) ?? [])));
  }
  return pieces;
}

function oddOnes(segments: readonly Segment[]): Segment[] {
  const odd = new Map<string, Segment>();
  for (const segment of segments) {
    const { ax, ay, bx, by } = segment;
    if (ax === bx && ay === by) continue;
    const isForward = ax < bx || (ax === bx && ay < by);
    const name = isForward ? `${ax} ${ay} ${bx} ${by}` : `${bx} ${by} ${ax} ${ay}`;
    if (!odd.delete(name)) odd.set(name, segment);
  }
  return [...odd.values()];
}

/** Where segments meet others between their ends: a sweep from left to right. */
function cutsOf(segments: readonly Segment[]): Map<Segment, Place[]> {
  const cuts = new Map<Segment, Place[]>();
  let open: Segment[] = [];
  for (const segment of [...segments].sort((a, b) => left(a) - left(b))) {
    open = open.filter((other) => Math.max(other.ax, other.bx) >= left(segment));
    for (const other of open) {
      if (areBeside(segment, other)) continue;
      for (const place of meetings(segment, other)) {
        addCut(cuts, segment, place);
        addCut(cuts, other, place);
      }
    }
    open.push(segment);
  }
  return cuts;
}

function left({ ax, bx }: Segment): number {
  return Math.min(ax, bx);
}

/** Whether one lies wholly above the other. */
function areBeside(a: Segment, b: Segment): boolean {
  return Math.max(a.ay, a.by) < Math.min(b.ay, b.by) || Math.max(b.ay, b.by) < Math.min(a.ay, a.by);
}

function addCut(cuts: Map<Segment, Place[]>, segment: Segment, place: Place): void {
  const isEnd =
    (place.x === segment.ax && place.y === segment.ay) ||
    (place.x === segment.bx && place.y === segment.by);
  if (isEnd) return;
  const places = cuts.get(segment);
  if (places) places.push(place);
  else cuts.set(segment, [place]);
}

/** Ends of one that lie on the other; else where they cross. */
function meetings(p: Segment, q: Segment): Place[] {
  const sides = [
    turn(p, q.ax, q.ay),
    turn(p, q.bx, q.by),
    turn(q, p.ax, p.ay),
    turn(q, p.bx, p.by),
  ] as const;
  const places: Place[] = [];
  if (sides[0] === 0 && isBetween(p, q.ax, q.ay)) places.push({ x: q.ax, y: q.ay });
  if (sides[1] === 0 && isBetween(p, q.bx, q.by)) places.push({ x: q.bx, y: q.by });
  if (sides[2] === 0 && isBetween(q, p.ax, p.ay)) places.push({ x: p.ax, y: p.ay });
  if (sides[3] === 0 && isBetween(q, p.bx, p.by)) places.push({ x: p.bx, y: p.by });
  if (places.length || sides[0] * sides[1] >= 0 || sides[2] * sides[3] >= 0) return places;
  const t = sides[2] / (sides[2] - sides[3]);
  const x = Math.round(p.ax + t * (p.bx - p.ax)) + 0;
  const y = Math.round(p.ay + t * (p.by - p.ay)) + 0;
  return [{ x, y }];
}

/** Twice the area of the segment and a point: 0 on its line. */
function turn({ ax, ay, bx, by }: Segment, x: number, y: number): number {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

function isBetween({ ax, ay, bx, by }: Segment, x: number, y: number): boolean {
  return (
    x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by)
  );
}

function cutAt({ ax, ay, bx, by }: Segment, places: readonly Place[]): Segment[] {
  const along = ({ x, y }: Place) => (x - ax) * (bx - ax) + (y - ay) * (by - ay);
  const stops = [...places].sort((p, q) => along(p) - along(q));
  const ends = [...stops, { x: bx, y: by }];
  return ends.map(({ x, y }, k) => {
    const from = stops[k - 1] ?? { x: ax, y: ay };
    return { ax: from.x, ay: from.y, bx: x, by: y };
  });
}
