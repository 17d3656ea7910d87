/** Which keys do what: the table's own, unless a person chose others; those are kept in the browser. */
import { signal } from "@preact/signals";
import { keep, kept } from "../app/kept";
import type { Tool, ToolKey, Tools } from "../tools/tool";
import { canRun } from "./actions";
import { matches } from "./presses";
import { ACTIONS } from "./table";

export { keyText } from "./presses";

const KEPT = "segcore.editor.keys";

type Changed = Readonly<Record<string, readonly string[]>>;

/** Grows with every change of the keys. */
export const keymapRevision = signal(0);

let changed: Changed = read();

export function currentKeys(id: string): readonly string[] {
  return changed[id] ?? ACTIONS.find((action) => action.id === id)?.keys ?? [];
}

export function setKeys(id: string, keys: readonly string[]): void {
  change({ ...changed, [id]: keys });
}

/** Of one action, or of all. */
export function resetKeys(id?: string): void {
  change(
    id === undefined
      ? {}
      : Object.fromEntries(Object.entries(changed).filter(([key]) => key !== id)),
  );
}

/** Keys that a tool at work hears first; with Shift, `far`. */
const TOOL_KEYS: Readonly<Record<string, ToolKey>> = {
  Enter: "finish",
  Escape: "cancel",
  Backspace: "takeBack",
  Delete: "delete",
  Tab: "otherSide",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Streamlit reruns on "r" and offers to clear its caches on "c". */
const STREAMLIT = ["r", "c"];

/**
 * Listen on the canvas: keys mean something only while it has the focus. `handled` is told after
 * each that did. Returns how to stop.
 */
export function bindKeys(
  element: HTMLElement,
  tools: Tools,
  toolOf: () => Tool,
  handled: () => void = () => undefined,
): () => void {
  let isFree = false; // Escape found nothing to give up: Tab leaves the canvas
  const listen = (event: KeyboardEvent): void => {
    if (event.isComposing || (isFree && event.key === "Tab")) return;
    const isTaken = toTool(event, toolOf(), tools) || toAction(event, tools);
    if (event.key !== "Shift") isFree = event.key === "Escape" && !isTaken;
    if (isFree) tools.acts.say("Tab leaves the canvas.");
    if (isTaken || STREAMLIT.includes(event.key.toLowerCase())) event.stopPropagation();
    if (!isTaken) return;
    event.preventDefault();
    handled();
  };
  element.addEventListener("keydown", listen);
  return () => element.removeEventListener("keydown", listen);
}

function toTool(event: KeyboardEvent, tool: Tool, tools: Tools): boolean {
  const key = TOOL_KEYS[event.key];
  if (!key || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (key === "otherSide" && !tool.isBusy()) return false;
  return tool.key?.(key, event.shiftKey, tools) ?? false;
}

/**
 * An action that means nothing now still has its key: the browser must not take it instead. Escape
 * alone is let go, as the way out.
 */
function toAction(event: KeyboardEvent, tools: Tools): boolean {
  const users = ACTIONS.filter(({ id }) => currentKeys(id).some((keys) => matches(event, keys)));
  const action = users.find((one) => canRun(one, tools));
  action?.run(tools);
  return action !== undefined || (users.length > 0 && event.key !== "Escape");
}

function change(next: Changed): void {
  changed = next;
  keep("localStorage", KEPT, next);
  keymapRevision.value += 1;
}

/** What an older version kept, or somebody else, counts for nothing. */
function read(): Changed {
  const found = kept("localStorage", KEPT);
  if (typeof found !== "object" || found === null) return {};
  const good = Object.entries(found).filter(
    ([, keys]) => Array.isArray(keys) && keys.every((one) => typeof one === "string"),
  );
  return Object.fromEntries(good);
}
