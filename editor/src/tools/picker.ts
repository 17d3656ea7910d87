/** Clicks that select: the smallest first, the next below by a second click in the same place. */
import { below, clickReach, isSamePlace, under } from "./picking";
import type { Pointing, Tools } from "./tool";

export class Picker {
  private last: Pointing | null = null;
  private isNew = false;

  /** The last click changed the selection: the second one of a double click is not about it. */
  get hasJustPicked(): boolean {
    return this.isNew;
  }

  isRepeat(at: Pointing): boolean {
    return this.last !== null && isSamePlace(this.last, at);
  }

  pick(at: Pointing, { state, acts }: Tools): void {
    const candidates = under(state, at.image, clickReach(at, state));
    const chosen = state.selection.value;
    if (at.shift || at.ctrl) {
      const [key] = candidates;
      if (key !== undefined) acts.select(toggled(chosen, key));
      return;
    }
    const next = this.isRepeat(at) ? below(candidates, chosen) : candidates[0];
    this.last = at;
    this.isNew = next !== chosen.at(-1) || chosen.length > 1;
    if (this.isNew || state.vertices.value.length > 0)
      acts.select(next === undefined ? [] : [next]);
  }
}

function toggled(keys: readonly string[], key: string): readonly string[] {
  const others = keys.filter((one) => one !== key);
  return others.length < keys.length ? others : [...others, key];
}
