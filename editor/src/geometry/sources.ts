/** The vertices that went into an operation, found again by their place on the grid. */
import type { Ring } from "./types";

/** Grid steps; a place is told by two whole numbers of them. */
export function steps(value: number): number {
  return Math.round(value * 100);
}

/**
 * One number for a place. Places farther than 335,000 px out may share one, so compare on a hit.
 */
function keyOf(x: number, y: number): number {
  return x * 0x4000000 + y;
}

/** Vertices are numbered through all rings, in the rings' order. */
export class Sources {
  private readonly x: number[] = [];
  private readonly y: number[] = [];
  private readonly ringOfVertex: number[] = [];
  private readonly starts: number[] = [];
  private readonly heads = new Map<number, number>();
  /** The next vertex with the same key, -1 at the end: of several at one place the first leads. */
  private readonly chain: Int32Array;

  constructor(readonly rings: readonly Ring[]) {
    rings.forEach((ring, r) => this.load(ring, r));
    this.chain = new Int32Array(this.x.length);
    for (let v = this.x.length - 1; v >= 0; v--) {
      const key = keyOf(this.x[v]!, this.y[v]!);
      this.chain[v] = this.heads.get(key) ?? -1;
      this.heads.set(key, v);
    }
  }

  private load(ring: Ring, r: number): void {
    this.starts.push(this.x.length);
    for (let i = 0; i < ring.length; i += 2) {
      this.x.push(steps(ring[i]!));
      this.y.push(steps(ring[i + 1]!));
      this.ringOfVertex.push(r);
    }
  }

  /** The vertices whose place on the grid is x, y (steps). */
  at(x: number, y: number): number[] {
    const found: number[] = [];
    for (let v = this.heads.get(keyOf(x, y)) ?? -1; v >= 0; v = this.chain[v]!) {
      if (this.isAt(v, x, y)) found.push(v);
    }
    return found;
  }

  isAt(vertex: number, x: number, y: number): boolean {
    return this.x[vertex] === x && this.y[vertex] === y;
  }

  stepX(vertex: number): number {
    return this.x[vertex]!;
  }

  stepY(vertex: number): number {
    return this.y[vertex]!;
  }

  ringOf(vertex: number): number {
    return this.ringOfVertex[vertex]!;
  }

  /** The number of a ring's first vertex. */
  startOf(ring: number): number {
    return this.starts[ring]!;
  }

  /** The neighbour of `vertex` in its ring, `by` 1 forward or -1 back. */
  next(vertex: number, by: 1 | -1): number {
    const ring = this.ringOfVertex[vertex]!;
    const start = this.starts[ring]!;
    const count = this.rings[ring]!.length / 2;
    return start + ((vertex - start + by + count) % count);
  }

  /** The vertex's own coordinates, not rounded. */
  exactX(vertex: number): number {
    return this.coordinate(vertex, 0);
  }

  exactY(vertex: number): number {
    return this.coordinate(vertex, 1);
  }

  private coordinate(vertex: number, axis: 0 | 1): number {
    const ring = this.ringOfVertex[vertex]!;
    return this.rings[ring]![2 * (vertex - this.starts[ring]!) + axis]!;
  }
}
