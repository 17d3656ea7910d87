/** Which actions the help shows, and which one already has a key. */
import type { Action, ActionGroup } from "../keys/actions";
import { currentKeys, keyText } from "../keys/keymap";
import { normal } from "../keys/presses";

export interface HelpGroup {
  readonly group: ActionGroup;
  readonly actions: readonly Action[];
}

/** Those with every word of `asked` in their group, title, text or keys; in the table's order. */
export function sought(actions: readonly Action[], asked: string): HelpGroup[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<ActionGroup, Action[]>();
  for (const action of actions) {
    const text = textOf(action);
    if (!words.every((word) => text.includes(word))) continue;
    groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  }
  return [...groups].map(([group, within]) => ({ group, actions: within }));
}

/** The action besides `action` that `keys` already starts; undefined where none does. */
export function holderOf(
  actions: readonly Action[],
  keys: string,
  action: Action,
): Action | undefined {
  return actions.find(
    (other) => other.id !== action.id && currentKeys(other.id).some((held) => same(held, keys)),
  );
}

export function same(one: string, other: string): boolean {
  return normal(one) === normal(other);
}

const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "AltGraph", "Dead"];

/**
 * What was pressed, in tinykeys' notation; null while only a modifier is down. Where Alt or Shift
 * makes another sign of a letter or digit, it is the key on the board that counts.
 */
export function pressOf(event: KeyboardEvent): string | null {
  const { key, code, altKey, shiftKey } = event;
  if (MODIFIERS.includes(key)) return null;
  const isLetter = /^Key[A-Z]$/.test(code);
  const isByPlace = (altKey && isLetter) || ((altKey || shiftKey) && /^Digit\d$/.test(code));
  const named = key === " " ? "Space" : key.length === 1 ? key.toLowerCase() : key;
  const isSign = key.length === 1 && !/[\p{L}\p{N} ]/u.test(key) && !isByPlace;
  const held = [
    (event.ctrlKey || event.metaKey) && "$mod",
    altKey && "Alt",
    shiftKey && !isSign && "Shift",
  ].filter(Boolean);
  return [...held, isByPlace ? code : named].join("+");
}

function textOf({ id, group, title, about = "" }: Action): string {
  return [group, title, about, ...currentKeys(id).map(keyText)].join(" ").toLowerCase();
}
