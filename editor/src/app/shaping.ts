/** What a key does to the outlines of the selected instances. */
import * as booleans from "../geometry/booleans";
import { crossingsOf } from "../geometry/crossings";
import { pointCount } from "../geometry/rings";
import { simplified, smoothed } from "../geometry/simplify";
import { translated } from "../geometry/transform";
import type { Parts } from "../geometry/types";
import type { Instance } from "../model/types";
import type { Acts, Edit, Made } from "./acts";
import type { State } from "./state";

const ASIDE = 12; // CSS pixels: how far a copy lies beside what it was made from

/** The selected instances of the tab, kept to be pasted, also on another image. */
interface Clip {
  readonly imageId: number | undefined;
  readonly instances: readonly Instance[];
}

export class Shaping {
  private clip: Clip = { imageId: undefined, instances: [] };

  constructor(
    private readonly state: State,
    private readonly commit: Acts["commit"],
    private readonly select: Acts["select"],
    private readonly say: (text: string) => void,
  ) {}

  join(): void {
    const all = this.free();
    const [first, ...rest] = all;
    if (!first || rest.length === 0) return this.say("Select two instances or more to join them.");
    const parts = booleans.join(all.map((one) => one.parts));
    const removed = rest.map((one): Edit => ({ key: one.key, remove: true }));
    this.commit("Join", { edits: [{ key: first.key, parts }, ...removed] });
    this.select([first.key]);
  }

  splitParts(): void {
    const split = this.free().filter((one) => one.parts.length > 1);
    if (split.length === 0)
      return this.say("The selected instance has one part: nothing to split.");
    const edits = split.map((one): Edit => ({ key: one.key, parts: one.parts.slice(0, 1) }));
    const made = split.flatMap((one) => one.parts.slice(1).map((part): Made => like(one, [part])));
    this.select([...split.map((one) => one.key), ...this.commit("Split parts", { edits, made })]);
  }

  fillHoles(): void {
    this.reshape("Fill holes", (parts) =>
      parts.some((part) => part.holes.length > 0)
        ? parts.map((part) => ({ outer: part.outer, holes: [] }))
        : parts,
    );
  }

  /** What the selected instances cover is taken from all others: on top wins. */
  subtractFromNeighbours(): void {
    const chosen = this.free();
    const keys = new Set(chosen.map((one) => one.key));
    const reached = new Set(chosen.flatMap((one) => this.state.doc.index.within(one.box)));
    const edits = [...reached]
      .filter((key) => !keys.has(key))
      .flatMap((key) => this.state.doc.get(key) ?? [])
      .map((other): Edit => {
        const left = chosen.reduce(
          (parts, one) => booleans.difference(parts, one.parts),
          other.parts,
        );
        return { key: other.key, parts: left };
      });
    if (this.commit("Subtract from neighbours", { edits }).length === 0)
      this.say("Nothing lies under the selected instance.");
  }

  clipToImage(): void {
    const image = this.state.image.value;
    if (image) this.reshape("Clip to the image", (parts) => booleans.clipped(parts, image));
  }

  simplifySelected(): void {
    const { accuracy } = this.state.look.value;
    this.thin("Simplify", (parts) => {
      const result = simplified(parts, accuracy);
      return result.after < result.before ? result.parts : parts;
    });
  }

  smoothSelected(): void {
    this.thin("Smooth", (parts) => smoothed(parts, this.state.look.value.accuracy));
  }

  repairSelected(): void {
    this.reshape("Repair", (parts) =>
      crossingsOf(parts).length > 0 ? booleans.repaired(parts) : parts,
    );
  }

  removeSelected(): void {
    const edits = this.chosen().map((one): Edit => ({ key: one.key, remove: true }));
    this.commit(edits.length > 1 ? `Delete ${edits.length} instances` : "Delete", { edits });
  }

  setCategory(categoryId: number): void {
    this.state.categoryId.value = categoryId;
    const edits = this.chosen().map((one): Edit => ({ key: one.key, categoryId }));
    if (edits.length > 0) this.commit("Change the class", { edits });
  }

  setCrowd(keys: readonly string[], isCrowd: boolean): void {
    const edits = keys.map((key): Edit => ({ key, isCrowd }));
    this.commit(isCrowd ? "Mark as crowd" : "Mark as one instance", { edits });
  }

  raise(keys: readonly string[], where: "top" | "bottom" | "up" | "down"): void {
    const levels = this.state.doc.all().map((one) => one.z);
    const edits = keys.flatMap((key): Edit[] => {
      const now = this.state.doc.get(key);
      if (!now) return [];
      const to = {
        top: Math.max(...levels) + 1,
        bottom: Math.min(...levels) - 1,
        up: now.z + 1,
        down: now.z - 1,
      };
      return [{ key, z: to[where] }];
    });
    this.commit(where === "top" || where === "up" ? "Bring forward" : "Send back", { edits });
  }

  duplicate(): void {
    this.place("Duplicate", this.chosen(), true);
  }

  copy(): void {
    this.clip = { imageId: this.state.image.value?.id, instances: this.chosen() };
    const { length } = this.clip.instances;
    this.say(length === 1 ? "One instance copied." : `${length} instances copied.`);
  }

  paste(): void {
    const isSame = this.clip.imageId === this.state.image.value?.id;
    const known = this.clip.instances.filter((one) => this.state.categoryOf(one.categoryId));
    this.place("Paste", known, isSame);
  }

  private place(label: string, instances: readonly Instance[], aside: boolean): void {
    const by = aside ? ASIDE / this.state.view.value.scale : 0;
    const made = instances.map((one) => like(one, by ? translated(one.parts, by, by) : one.parts));
    if (made.length > 0) this.select(this.commit(label, { made }));
  }

  /** Reshape, and say how many points it took and what they kept. */
  private thin(label: string, change: (parts: Parts) => Parts): void {
    const before = pointsOf(this.free());
    if (!this.reshape(label, change)) return;
    const after = pointsOf(this.free());
    const { accuracy } = this.state.look.value;
    this.say(`${label}: ${before} points became ${after} (mask IoU ${accuracy} or better).`);
  }

  /** False when nothing changed, which is said. */
  private reshape(label: string, change: (parts: Parts) => Parts): boolean {
    const edits = this.chosen().map((one) => this.reshaped(one, change));
    const isChanged = this.commit(label, { edits }).length > 0;
    if (!isChanged && this.free().length === edits.length) this.say(`${label}: nothing to change.`);
    return isChanged;
  }

  /** Of what is locked nothing is worked out; the commit says that it is. */
  private reshaped(one: Instance, change: (parts: Parts) => Parts): Edit {
    const parts = this.state.isLocked(one.key) ? one.parts : change(one.parts);
    return { key: one.key, parts };
  }

  private chosen(): Instance[] {
    return this.state.selected.value.filter((one) => one.parts.length > 0 || one.area > 0);
  }

  private free(): Instance[] {
    return this.chosen().filter((one) => !this.state.isLocked(one.key));
  }
}

function like(one: Instance, parts: Parts): Made {
  return { parts, categoryId: one.categoryId, isCrowd: one.isCrowd, z: one.z };
}

function pointsOf(instances: readonly Instance[]): number {
  return instances.reduce((sum, one) => sum + pointCount(one.parts), 0);
}
