/** A key as it is pressed, as it is kept ("$mod+Shift+z", tinykeys' notation), as it is shown. */
import { matchKeyBindingPress, parseKeybinding } from "tinykeys";

const isApple = typeof navigator === "object" && /Mac|iPhone|iPad/.test(navigator.platform);

const SHOWN: Readonly<Record<string, string>> = {
  $mod: isApple ? "⌘" : "Ctrl",
  Alt: isApple ? "⌥" : "Alt",
  Control: "Ctrl",
  Meta: isApple ? "⌘" : "Meta",
  Escape: "Esc",
  Backspace: "⌫",
  Backquote: "`",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  PageUp: "Page up",
  PageDown: "Page down",
};

/** "$mod+z" -> "Ctrl+Z", "ArrowUp" -> "↑", "Alt+KeyQ" -> "Alt+Q". */
export function keyText(keys: string): string {
  return partsOf(keys)
    .map((part) => shown(signOf(part)))
    .join("+");
}

/**
 * Whether `event` is the press that `keys` names. Numbers are known by their place as well, for
 * with Shift they are signs; so are letters with Alt on a Mac. Whether a sign takes Shift is the
 * keyboard's affair.
 */
export function matches(event: KeyboardEvent, keys: string): boolean {
  const [mods, key] = parseKeybinding(keys)[0]!;
  if (typeof key !== "string") return false;
  if (isSign(key)) {
    const held = mods.filter((mod) => mod !== "Shift");
    return matchKeyBindingPress(event, [event.shiftKey ? [...held, "Shift"] : held, key]);
  }
  const places = /^\d$/.test(key) ? [`Digit${key}`] : isApple ? [`Key${key.toUpperCase()}`] : [];
  return [key, ...places].some((one) => matchKeyBindingPress(event, [mods, one]));
}

/** One name for every way of writing the same press. */
export function normal(keys: string): string {
  const parts = partsOf(keys).map((part) => signOf(part).toLowerCase());
  const key = parts.pop()!;
  const mods = parts.filter((mod) => mod !== "shift" || !isSign(key));
  return [...mods.sort(), key].join("+");
}

function partsOf(keys: string): string[] {
  return keys.split(/\b\+/);
}

/** What is written on the key of a place: "KeyQ" -> "Q", "Digit1" -> "1". */
function signOf(part: string): string {
  return part.replace(/^(?:Key|Digit)(?=.$)/, "");
}

function shown(part: string): string {
  return SHOWN[part] ?? (part.length === 1 ? part.toUpperCase() : part);
}

/** "?" or "+": neither letter nor digit nor a named key. */
function isSign(key: string): boolean {
  return key.length === 1 && !/[\p{L}\p{N}]/u.test(key);
}
