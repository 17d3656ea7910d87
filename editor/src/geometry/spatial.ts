/** Which instances are near: an R-tree of their boxes, kept up to date one by one. */
import RBush from "rbush";
import type { Box, Point } from "./types";

export interface Boxed {
  readonly key: string;
  readonly box: Box;
}

interface Entry {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  key: string;
}

export class SpatialIndex {
  private tree = new RBush<Entry>();
  private entries = new Map<string, Entry>();

  load(items: readonly Boxed[]): void {
    const entries = items.map(entryOf);
    this.entries = new Map(entries.map((entry) => [entry.key, entry]));
    this.tree.clear().load(entries);
  }

  set(item: Boxed): void {
    this.remove(item.key);
    const entry = entryOf(item);
    this.entries.set(item.key, entry);
    this.tree.insert(entry);
  }

  remove(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.tree.remove(entry);
    this.entries.delete(key);
  }

  /** Keys of what may touch `box`, in no order. */
  within(box: Box): string[] {
    const asked = { minX: box.x1, minY: box.y1, maxX: box.x2, maxY: box.y2 };
    return this.tree.search(asked).map((entry) => entry.key);
  }

  /** Keys of what may be within `reach` of `point`, image pixels. */
  near(point: Point, reach: number): string[] {
    const { x, y } = point;
    return this.within({ x1: x - reach, y1: y - reach, x2: x + reach, y2: y + reach });
  }
}

function entryOf({ key, box }: Boxed): Entry {
  return { minX: box.x1, minY: box.y1, maxX: box.x2, maxY: box.y2, key };
}
