/** What the lists of instances say of them besides what they are. */
import type { State } from "../app/state";
import type { Facts } from "./instanceRows";

/** What rows show of classes, hiding and locking; "only selected" is no hiding of theirs. */
export function factsOf(state: State): Facts {
  const byId = new Map(state.categories.value.map((one) => [one.id, one]));
  const hiddenKeys = state.hiddenKeys.value;
  const hiddenCategories = state.hiddenCategories.value;
  const lockedKeys = state.lockedKeys.value;
  const lockedCategories = state.lockedCategories.value;
  return {
    categoryOf: (id) => byId.get(id),
    isHidden: (one) => hiddenKeys.has(one.key) || hiddenCategories.has(one.categoryId),
    isLocked: (one) => lockedKeys.has(one.key) || lockedCategories.has(one.categoryId),
  };
}
