/** Every action once: its name, its keys, what it does. The help, the menus and the docs are made from it. */
import type { Tools } from "../tools/tool";

export type ActionGroup =
  "Look" | "Pick" | "Correct" | "Draw" | "Parts and holes" | "Organise" | "Predictions" | "Images";

export interface Action {
  /** "zoom-in": what a changed key is kept under. */
  readonly id: string;
  readonly group: ActionGroup;
  /** "Zoom in": as it is written on the screen. */
  readonly title: string;
  /** One line more for the help, where the title does not say it all. */
  readonly about?: string;
  /** tinykeys' notation: "$mod+z", "Shift+Tab", "w". */
  readonly keys: readonly string[];
  /** Whether it means something now; always unless said. */
  can?(tools: Tools): boolean;
  run(tools: Tools): void;
}

export function canRun(action: Action, tools: Tools): boolean {
  return action.can?.(tools) ?? true;
}

export type Ungrouped = Omit<Action, "group">;

export function inGroup(group: ActionGroup, actions: readonly Ungrouped[]): Action[] {
  return actions.map((action) => ({ group, ...action }));
}
