/** Undo and redo bring back what was selected, too: the selection before a gesture, and after it. */
import type { State } from "./state";

type Selection = readonly string[];

export class Reselecting {
  /** What was selected before each gesture done on this image, and before each that was undone. */
  private before: Record<"undo" | "redo", Selection[]> = { undo: [], redo: [] };

  constructor(
    private readonly state: State,
    private readonly select: (keys: Selection) => void,
  ) {}

  /** A gesture is about to be done. */
  does(): void {
    this.before.undo.push(this.state.selection.peek());
    this.before.redo = [];
  }

  /** A gesture was taken back or done again; `left` was selected then. */
  took(direction: "undo" | "redo", left: Selection): void {
    const back = this.before[direction].pop();
    this.before[direction === "undo" ? "redo" : "undo"].push(left);
    if (back) this.select(back);
  }

  /** Another image: what was selected there is of no use here. */
  forget(): void {
    this.before = { undo: [], redo: [] };
  }
}
