/** Choosing several rows of a list, as lists do everywhere: click, Ctrl, Shift, arrows. */

export interface Chosen {
  readonly selection: readonly string[];
  /** The row that keys act on. */
  readonly active: string | null;
  /** Where a stretch chosen with Shift begins. */
  readonly anchor: string | null;
}

export interface Modifiers {
  readonly shift: boolean;
  readonly ctrl: boolean;
}

/** Row `key` was clicked. */
export function clicked(
  keys: readonly string[],
  chosen: Chosen,
  key: string,
  { shift, ctrl }: Modifiers,
): Chosen {
  if (shift) return stretched(keys, chosen, key, ctrl);
  if (!ctrl) return { selection: [key], active: key, anchor: key };
  const without = chosen.selection.filter((one) => one !== key);
  const selection = without.length < chosen.selection.length ? without : [...without, key];
  return { selection, active: key, anchor: key };
}

/** The arrows came to row `key`: it is chosen, or with Ctrl only looked at. */
export function movedTo(
  keys: readonly string[],
  chosen: Chosen,
  key: string,
  { shift, ctrl }: Modifiers,
): Chosen {
  if (shift) return stretched(keys, chosen, key, ctrl);
  if (ctrl) return { ...chosen, active: key };
  return { selection: [key], active: key, anchor: key };
}

/** The row that a press of `key` goes to from row `at` of `total`; null where it means nothing. */
export function rowAfter(key: string, at: number, total: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: total - 1,
  };
  const to = steps[key];
  return to === undefined || total === 0 ? null : Math.min(total - 1, Math.max(0, to));
}

function stretched(keys: readonly string[], chosen: Chosen, key: string, adds: boolean): Chosen {
  const anchor = chosen.anchor ?? key;
  const from = keys.indexOf(anchor);
  const to = keys.indexOf(key);
  const stretch = from < 0 ? [key] : keys.slice(Math.min(from, to), Math.max(from, to) + 1);
  const kept = adds ? chosen.selection.filter((one) => !stretch.includes(one)) : [];
  return { selection: [...kept, ...stretch], active: key, anchor };
}
