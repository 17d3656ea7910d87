/** What a viewer has hidden and locked in a dataset: kept in this browser, as the tastes are. */
import type { State } from "./state";
import { kept, written } from "./kept";

const ASIDE = "segcore-editor-aside";
const MOST = 2000; // instances kept of each: the newest

interface Aside {
  /** Keys of instances; where the store knows them, their ids. */
  readonly hidden: readonly string[];
  readonly locked: readonly string[];
  readonly hiddenCategories: readonly number[];
  readonly lockedCategories: readonly number[];
}

/** Bring back what was hidden and locked; before any image is open. */
export function recallAside(state: State, dataset: string): void {
  const found = kept("localStorage", nameOf(dataset)) as Partial<Aside> | null;
  state.hiddenKeys.value = setOf(found?.hidden, isKey);
  state.lockedKeys.value = setOf(found?.locked, isKey);
  state.hiddenCategories.value = setOf(found?.hiddenCategories, isId);
  state.lockedCategories.value = setOf(found?.lockedCategories, isId);
}

/** Keep writing it down; `idOf` as in sync.ts. Returns how to stop. */
export function rememberAside(
  state: State,
  dataset: string,
  idOf: (key: string) => number | undefined,
): () => void {
  const ids = new Map<string, string>();
  /** What was made here has another name after a reload: its id, known while its image is open. */
  const lasting = (key: string): string => {
    const id = idOf(key);
    if (id !== undefined) ids.set(key, String(id));
    return ids.get(key) ?? key;
  };
  const keys = (set: ReadonlySet<string>) => [...set].slice(-MOST).map(lasting);
  return written("localStorage", nameOf(dataset), (): Aside => {
    void state.save.value.acknowledged;
    return {
      hidden: keys(state.hiddenKeys.value),
      locked: keys(state.lockedKeys.value),
      hiddenCategories: [...state.hiddenCategories.value],
      lockedCategories: [...state.lockedCategories.value],
    };
  });
}

function nameOf(dataset: string): string {
  return `${ASIDE} ${dataset}`;
}

/** What an older version kept, or somebody else, counts for nothing. */
function setOf<T>(found: unknown, isGood: (one: unknown) => one is T): ReadonlySet<T> {
  return new Set(Array.isArray(found) ? found.filter(isGood) : []);
}

function isKey(one: unknown): one is string {
  return typeof one === "string";
}

function isId(one: unknown): one is number {
  return typeof one === "number";
}
