/** What is selected, hidden and locked, and walking from one instance to the next. */
import { pointCount } from "../geometry/rings";
import type { Instance } from "../model/types";
import type { State } from "./state";
import { Suspects } from "./suspects";
import type { Looking } from "./viewing";

export class Choosing {
  private readonly suspects: Suspects;

  constructor(
    private readonly state: State,
    private readonly looking: Looking,
  ) {
    this.suspects = new Suspects(state);
  }

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
    const next = order === "place" ? this.beside(step) : this.suspects.next(step);
    if (!next) return;
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

  /** The one above or below the selected one, around; in "only selected" mode too. */
  private beside(step: 1 | -1): Instance | undefined {
    const { state } = this;
    const chosen = state.selection.value.at(-1);
    const all = state.doc.all().filter((one) => !state.isPutAway(one) || one.key === chosen);
    const at = all.findIndex((one) => one.key === chosen);
    const start = at < 0 && step < 0 ? 0 : at;
    return all[(start + step + all.length) % all.length];
  }

  private tell(one: Instance): void {
    const all = this.state.doc.all();
    const place = all.findIndex((each) => each.key === one.key) + 1;
    const name = this.state.categoryOf(one.categoryId)?.name ?? "instance";
    const text = `${name} ${place} of ${all.length}, ${pointCount(one.parts)} points, selected`;
    this.state.say(text, { isQuiet: true });
  }
}

function toggled<T>(set: ReadonlySet<T>, items: readonly T[], isIn: boolean): ReadonlySet<T> {
  const next = new Set(set);
  for (const item of items) {
    if (isIn) next.add(item);
    else next.delete(item);
  }
  return next;
}
