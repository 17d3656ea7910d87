/** Actions on instances as a whole: their class, what hides or locks them, copies, draw order. */
import type { Tools } from "../tools/tool";
import { inGroup, type Action, type Ungrouped } from "./actions";
import { hasConflict, hasSelection } from "./conditions";

const CLASS_KEYS = 18; // 1 to 9, and Shift+1 to Shift+9

export const ORGANISING: readonly Action[] = inGroup("Organise", [
  ...Array.from({ length: CLASS_KEYS }, (_, index) => classAction(index)),
  {
    id: "hide",
    title: "Hide the selected",
    keys: ["h"],
    can: hasSelection,
    run: ({ state, acts }) => acts.hide(state.selection.value, true),
  },
  {
    id: "hide-class",
    title: "Hide or show their class",
    keys: ["Alt+h"],
    can: hasSelection,
    run: forClasses((id, { state, acts }) => {
      acts.hideCategory(id, !state.hiddenCategories.value.has(id));
    }),
  },
  { id: "show-all", title: "Show all again", keys: ["Shift+h"], run: showAll },
  { id: "lock", title: "Lock or unlock", keys: ["l"], can: hasSelection, run: toggleLock },
  {
    id: "lock-class",
    title: "Lock or unlock their class",
    keys: ["Alt+l"],
    can: hasSelection,
    run: forClasses((id, { state, acts }) => {
      acts.lockCategory(id, !state.lockedCategories.value.has(id));
    }),
  },
  { id: "unlock-all", title: "Unlock all", keys: ["Shift+l"], run: unlockAll },
  order("top", "To the top", "Home"),
  order("bottom", "To the bottom", "End"),
  order("up", "One up", "PageUp"),
  order("down", "One down", "PageDown"),
  {
    id: "copy",
    title: "Copy",
    keys: ["$mod+c"],
    can: hasSelection,
    run: ({ acts }) => acts.copy(),
  },
  {
    id: "paste",
    title: "Paste",
    about: "Here, or on another image.",
    keys: ["$mod+v"],
    run: ({ acts }) => acts.paste(),
  },
  {
    id: "duplicate",
    title: "Duplicate",
    keys: ["Shift+d"],
    can: hasSelection,
    run: ({ acts }) => acts.duplicate(),
  },
  {
    id: "crowd",
    title: "A crowd, or not",
    about: "Many objects under one outline.",
    keys: ["m"],
    can: hasSelection,
    run: toggleCrowd,
  },
  conflict("mine", "Conflict: keep mine", "Alt+1"),
  conflict("theirs", "Conflict: take theirs", "Alt+2"),
  conflict("both", "Conflict: keep both", "Alt+3"),
]);

function classAction(index: number): Ungrouped {
  const place = index + 1;
  const categoryAt = ({ state }: Tools) => state.categories.value[index];
  return {
    id: `class-${place}`,
    title: `Class ${place}`,
    about: "Of the selected, and of what is drawn next.",
    keys: [place <= 9 ? `${place}` : `Shift+${place - 9}`],
    can: (tools) => categoryAt(tools) !== undefined,
    run: (tools) => {
      const category = categoryAt(tools);
      if (category) tools.acts.setCategory(category.id);
    },
  };
}

function order(where: "top" | "bottom" | "up" | "down", title: string, key: string): Ungrouped {
  const run = ({ state, acts }: Tools) => acts.raise(state.selection.value, where);
  return { id: `order-${where}`, title, keys: [key], can: hasSelection, run };
}

function conflict(which: "mine" | "theirs" | "both", title: string, key: string): Ungrouped {
  const run = ({ acts }: Tools) => acts.resolveConflict(which);
  return { id: `conflict-${which}`, title, keys: [key], can: hasConflict, run };
}

function forClasses(act: (id: number, tools: Tools) => void): (tools: Tools) => void {
  return (tools) => {
    const ids = new Set(tools.state.selected.value.map((one) => one.categoryId));
    for (const id of ids) act(id, tools);
  };
}

function showAll({ state, acts }: Tools): void {
  acts.hide([...state.hiddenKeys.value], false);
  for (const id of state.hiddenCategories.value) acts.hideCategory(id, false);
  acts.setLook({ onlySelected: false });
}

/** Unlocks when all of them are locked. */
function toggleLock({ state, acts }: Tools): void {
  const keys = state.selection.value;
  acts.lock(keys, !keys.every((key) => state.lockedKeys.value.has(key)));
}

function unlockAll({ state, acts }: Tools): void {
  acts.lock([...state.doc.keys()], false);
  for (const id of state.lockedCategories.value) acts.lockCategory(id, false);
}

function toggleCrowd({ state, acts }: Tools): void {
  acts.setCrowd(state.selection.value, !state.selected.value.every((one) => one.isCrowd));
}
