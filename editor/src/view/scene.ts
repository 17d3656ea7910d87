/** A set of outlines that are drawn together: who they are, where, and what a change spoils. */
import { SpatialIndex } from "../geometry/spatial";
import { ringsOf, type Box } from "../geometry/types";
import { joined } from "./boxes";
import { changedBox } from "./changed";
import type { Shown } from "./shown";

export class Scene {
  /** Grows with every change. */
  revision = 0;
  private readonly index = new SpatialIndex();
  private readonly items = new Map<string, Shown>();
  private readonly turns = new Map<string, number>();
  private turn = 0;

  /** `spoil` hears of each box, image pixels, that looks different now; null: all may. */
  constructor(private readonly spoil: (box: Box | null) => void) {}

  get(key: string): Shown | undefined {
    return this.items.get(key);
  }

  get size(): number {
    return this.items.size;
  }

  keys(): string[] {
    return [...this.items.keys()];
  }

  /** Show `now` under `key`, or nothing. */
  set(key: string, now: Shown | null): void {
    const before = this.items.get(key) ?? null;
    const box = difference(before, now);
    if (now) this.put(now, before);
    else if (before) this.drop(key);
    if (!box) return;
    this.revision += 1;
    this.spoil(box);
  }

  /** These and no others; quicker than one by one where most are new. */
  load(all: readonly Shown[]): void {
    this.items.clear();
    this.turns.clear();
    for (const one of all) {
      this.items.set(one.key, one);
      this.turns.set(one.key, ++this.turn);
    }
    this.index.load(all);
    this.revision += 1;
    this.spoil(null);
  }

  /** Whether all outlines together have more points than `count`. */
  hasMoreThan(count: number): boolean {
    let points = 0;
    for (const { parts } of this.items.values()) {
      for (const part of parts) for (const ring of ringsOf(part)) points += ring.length / 2;
      if (points > count) return true;
    }
    return false;
  }

  /** What may be seen in `box`, in no order. */
  near(box: Box): Shown[] {
    return this.index.within(box).map((key) => this.items.get(key)!);
  }

  /** What may be seen in `box`, the bottom one first. */
  within(box: Box): Shown[] {
    return this.near(box).sort((a, b) => a.z - b.z || this.turnOf(a) - this.turnOf(b));
  }

  private put(now: Shown, before: Shown | null): void {
    this.items.set(now.key, now);
    if (!before) this.turns.set(now.key, ++this.turn);
    if (before?.box !== now.box) this.index.set(now);
  }

  private drop(key: string): void {
    this.items.delete(key);
    this.turns.delete(key);
    this.index.remove(key);
  }

  private turnOf(shown: Shown): number {
    return this.turns.get(shown.key)!;
  }
}

function difference(before: Shown | null, now: Shown | null): Box | null {
  if (!before || !now) return joined(before?.box ?? null, now?.box ?? null);
  const looksAlike = before.style === now.style && before.z === now.z;
  return looksAlike ? changedBox(before.parts, now.parts) : joined(before.box, now.box);
}
