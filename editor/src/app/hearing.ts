/** What the editor hears: pointer, keys, the page's end, and its own state. */
import { effect, untracked } from "@preact/signals";
import { bindKeys } from "../keys/keymap";
import type { Reads } from "./reads";
import type { Tool, Tools } from "../tools/tool";
import { watchConflicts } from "./asking";
import { watchClasses } from "./classes";
import type { WorkClock } from "./clock";
import type { Doing } from "./doing";
import { holdsSpace } from "./panning";
import { listen } from "./pointing";
import { toolTarget } from "./target";

export interface Ears {
  readonly surface: HTMLElement;
  readonly tools: Tools;
  readonly clock: WorkClock;
  readonly doing: Doing;
  readonly reads: Reads;
  tool(): Tool;
  /** Something may look different now. */
  refresh(): void;
}

/** Returns how to stop. */
export function hear(ears: Ears): (() => void)[] {
  const { surface, tools, clock, doing, reads, tool, refresh } = ears;
  const { state } = tools;
  surface.addEventListener("keydown", () => clock.stir());
  return [
    listen(surface, toolTarget({ tools, clock, tool, isPanning: holdsSpace(surface), refresh })),
    bindKeys(surface, tools, tool, refresh),
    atTheEnd(() => tool().suspend?.(tools)),
    state.doc.subscribe(() => doing.choosing.prune()),
    watchConflicts(state, doing.looking),
    watchClasses(state, () => reads.dataset()),
    effect(() => {
      const view = state.view.value;
      untracked(() => doing.looking.follow(view));
    }),
    effect(() => {
      void [state.selection.value, state.vertices.value, state.doc.revision.value];
      void [state.tool.value, state.categoryId.value, state.view.value, state.ghost.value];
      queueMicrotask(refresh);
    }),
  ];
}

function atTheEnd(act: () => void): () => void {
  addEventListener("pagehide", act);
  return () => removeEventListener("pagehide", act);
}
