/** What is selected, hidden and locked, and walking from one instance to the next. */
import { isSound } from "../geometry/crossings";
import { iou } from "../geometry/booleans";
import type { Ghost, Instance } from "../model/types";
import type { State } from "./state";
import type { Looking } from "./viewing";

export class Choosing {
  constructor(
    private readonly state: State,
    private readonly looking: Looking,
  ) {}

  select(keys: readonly string[], more: { vertices?: boolean } = {}): void {
    const { state } = this;
    const known = keys.filter((key) => state.doc.get(key));
    state.selection.value = [...new Set(known)];
    if (!more.vertices) state.vertices.value = [];
    state.activeRing.value = null;
    const only = known.length === 1 ? state.doc.get(known[0]!) : undefined;
    if (only) this.tell(only);
  }

  walk(step: 1 | -1, order: "place" | "suspicious" = "place"): void {
    const ordered = this.ordered(order);
    if (ordered.length === 0) return;
    const at = ordered.findIndex((one) => one.key === this.state.selection.value.at(-1));
    const start = at < 0 && step < 0 ? 0 : at;
    const next = ordered[(start + step + ordered.length) % ordered.length]!;
    this.select([next.key]);
    if (order === "suspicious") this.looking.zoomTo(next.box);
    else this.looking.reveal(next.key);
  }

  hide(keys: readonly string[], hidden: boolean): void {
    this.state.hiddenKeys.value = toggled(this.state.hiddenKeys.value, keys, hidden);
  }

  lock(keys: readonly string[], locked: boolean): void {
    this.state.lockedKeys.value = toggled(this.state.lockedKeys.value, keys, locked);
  }

  hideCategory(id: number, hidden: boolean): void {
    this.state.hiddenCategories.value = toggled(this.state.hiddenCategories.value, [id], hidden);
  }

  lockCategory(id: number, locked: boolean): void {
    this.state.lockedCategories.value = toggled(this.state.lockedCategories.value, [id], locked);
  }

  /** Drop from the selection what is gone, and points of an outline that is another now. */
  prune(): void {
    const { state } = this;
    const kept = state.selection.value.filter((key) => state.doc.get(key));
    if (kept.length === state.selection.value.length) return;
    state.selection.value = kept;
    state.vertices.value = [];
  }

  private ordered(order: "place" | "suspicious"): Instance[] {
    const { state } = this;
    const shown = state.doc.all().filter((one) => !state.isHidden(one.key) || isChosen(state, one));
    if (order === "place") return shown;
    const doubt = new Map(shown.map((one) => [one.key, suspicion(one, state.ghosts.value)]));
    return shown.sort((a, b) => doubt.get(b.key)! - doubt.get(a.key)!);
  }

  private tell(one: Instance): void {
    const all = this.state.doc.all();
    const place = all.findIndex((each) => each.key === one.key) + 1;
    const points = one.parts.reduce((sum, part) => sum + part.outer.length / 2, 0);
    const name = this.state.categoryOf(one.categoryId)?.name ?? "instance";
    const text = `${name} ${place} of ${all.length}, ${points} points, selected`;
    this.state.say(text, { isQuiet: true });
  }
}

/**
 * How likely a look is worth it, 0..1: an outline that crosses itself, one no prediction of its
 * class agrees with (1 - best score * IoU), one whose own score was low.
 */
export function suspicion(one: Instance, ghosts: readonly Ghost[]): number {
  if (!isSound(one.parts)) return 1;
  const agreed = ghosts
    .filter((ghost) => ghost.categoryId === one.categoryId)
    .map((ghost) => ghost.score * iou(ghost.parts, one.parts));
  if (ghosts.length > 0) return 1 - Math.max(0, ...agreed);
  return one.score === null ? 0 : 1 - one.score;
}

function isChosen(state: State, one: Instance): boolean {
  return state.selection.value.includes(one.key);
}

function toggled<T>(set: ReadonlySet<T>, items: readonly T[], isIn: boolean): ReadonlySet<T> {
  const next = new Set(set);
  for (const item of items) {
    if (isIn) next.add(item);
    else next.delete(item);
  }
  return next;
}
