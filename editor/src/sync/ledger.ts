/** What this tab knows of an image besides its instances: names, versions, stamps, what can be undone. */
import { Doc, keyOf } from "../model/doc";
import { History, type Direction } from "../model/history";
import { instanceFromWire } from "../model/convert";
import type { Gesture, Instance } from "../model/types";
import type { WireAnnotation } from "../model/wire";

/** Images remembered; what is older can be undone by the store. */
const MOST = 50;

export class Ledger {
  readonly history = new History();
  /** The newest that was heard of the image. */
  stamp = 0;
  /** Up to where scenes and news have been taken in; what this tab did itself may be newer. */
  read = 0;
  imageVersion = 0;
  /** Whether the store has something to take back or do again. */
  private store: Record<Direction, boolean> = { undo: false, redo: false };
  private readonly ids = new Map<string, number>();
  private readonly keys = new Map<number, string>();
  /** Versions of instances that this tab removed. */
  private readonly gone = new Map<string, number>();
  /** By key, the stamp of this tab's last acknowledged change. */
  private readonly own = new Map<string, number>();

  /** The store calls it `id`, this tab `key`. */
  name(key: string, id: number): void {
    this.ids.set(key, id);
    this.keys.set(id, key);
  }

  idOf(key: string): number | undefined {
    return this.ids.get(key) ?? (/^\d+$/.test(key) ? Number(key) : undefined);
  }

  keyOf(id: number): string {
    return this.keys.get(id) ?? String(id);
  }

  named(): ReadonlyMap<string, number> {
    return this.ids;
  }

  instance(wire: WireAnnotation): Instance {
    return instanceFromWire(wire, this.keyOf(wire.id));
  }

  /** The version of what is there, or was; undefined when this tab never saw it. */
  versionOf(key: string, doc: Doc): number | undefined {
    return doc.get(key)?.version ?? this.gone.get(key);
  }

  /** What `gesture` removes is gone at the version after its last. */
  bury(gesture: Gesture): void {
    for (const change of gesture.changes) {
      const key = keyOf(change);
      if (change.after) this.gone.delete(key);
      else this.gone.set(key, change.before!.version + 1);
    }
  }

  /** An instance that was removed before this tab came. */
  buried(key: string, version: number): void {
    this.gone.set(key, version);
  }

  acknowledged(key: string, stamp: number): void {
    this.own.set(key, stamp);
  }

  /** Whether news of `stamp` is older than this tab's own change. */
  isOld(key: string, stamp: number): boolean {
    return (this.own.get(key) ?? 0) >= stamp;
  }

  /** What the store says; false when it is older than what is known. */
  heard(news: {
    stamp: number;
    can_undo: boolean;
    can_redo: boolean;
    image: { version: number };
  }): boolean {
    if (news.stamp < this.stamp) return false;
    this.stamp = news.stamp;
    this.imageVersion = news.image.version;
    this.store = { undo: news.can_undo, redo: news.can_redo };
    return true;
  }

  tookIn(stamp: number): void {
    this.read = Math.max(this.read, stamp);
  }

  /** A gesture of this tab: the store will forget what was undone. */
  begin(gesture: Gesture): void {
    this.history.record(gesture);
    this.store = { undo: true, redo: false };
  }

  can(direction: Direction): boolean {
    return this.history.has(direction) || this.store[direction];
  }
}

/** By image id; those longest not used are let go, unless `isNeeded`. */
export class Ledgers {
  private readonly all = new Map<number, Ledger>();

  constructor(private readonly isNeeded: (imageId: number) => boolean) {}

  of(imageId: number): Ledger {
    const found = this.all.get(imageId) ?? new Ledger();
    this.all.delete(imageId);
    this.all.set(imageId, found);
    for (const old of this.all.keys()) {
      if (this.all.size <= MOST) break;
      if (old !== imageId && !this.isNeeded(old)) this.all.delete(old);
    }
    return found;
  }
}
