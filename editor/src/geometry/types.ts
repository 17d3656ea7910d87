/**
 * The words of geometry. Coordinates are image pixels, x to the right and y down, the origin at the
 * top left corner of the top left pixel. Nothing here is changed in place: an operation returns new
 * values, and rings it did not touch are the same objects, so `===` tells what changed.
 */

/** x0, y0, x1, y1, ...; three points or more, the first not repeated at the end. */
export type Ring = readonly number[];

/** x0, y0, x1, y1, ... of an open line, two points or more. */
export type Path = readonly number[];

/** One connected piece: an outer ring and the holes inside it, each wound either way. */
export interface Part {
  readonly outer: Ring;
  readonly holes: readonly Ring[];
}

/** What an instance covers. */
export type Parts = readonly Part[];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** x1 <= x2 and y1 <= y2. */
export interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One ring of parts: `ring` 0 is the outer one, 1 the first hole. */
export interface RingRef {
  readonly part: number;
  readonly ring: number;
}

/** One point of parts. */
export interface VertexRef extends RingRef {
  readonly vertex: number;
}

/** A place on an outline: on the edge from `vertex` to the next, `t` in 0..1 of its length. */
export interface EdgePlace extends VertexRef {
  readonly t: number;
  readonly point: Point;
  /** From the point asked about, image pixels. */
  readonly distance: number;
}

/** Every point made here lies on this grid, image pixels; points that came from elsewhere keep theirs. */
export const GRID = 0.01;

/** `value` on the grid; never -0, which JSON would turn into 0. */
export function snapped(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

export function ringsOf(part: Part): readonly Ring[] {
  return [part.outer, ...part.holes];
}

/** The ring that `ref` names; undefined where there is none. */
export function ringAt(parts: Parts, ref: RingRef): Ring | undefined {
  const part = parts[ref.part];
  return ref.ring === 0 ? part?.outer : part?.holes[ref.ring - 1];
}

/** `parts` with one ring in another's place; all other rings are the same objects. */
export function withRing(parts: Parts, ref: RingRef, ring: Ring): Parts {
  return parts.map((part, index) => {
    if (index !== ref.part) return part;
    if (ref.ring === 0) return { outer: ring, holes: part.holes };
    return {
      outer: part.outer,
      holes: part.holes.map((hole, h) => (h === ref.ring - 1 ? ring : hole)),
    };
  });
}

/** Ring, `index` taken around it: vertex -1 is the last. */
export function pointOf(ring: Ring, index: number): Point {
  const count = ring.length / 2;
  const at = (((index % count) + count) % count) * 2;
  return { x: ring[at]!, y: ring[at + 1]! };
}
