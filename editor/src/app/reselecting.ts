/** Undo and redo bring back what was selected, too: before a gesture, and after it. */
import type { State } from "./state";

type Selection = readonly string[];

interface Around {
  readonly before: Selection;
  after: Selection;
}

export class Reselecting {
  /** Of each gesture that can be undone, or redone; null where it was done before this tab. */
  private stacks: Record<"undo" | "redo", (Around | null)[]> = { undo: [], redo: [] };

  constructor(
    private readonly state: State,
    private readonly select: (keys: Selection) => void,
  ) {}

  /** A gesture is about to be done. What it selects it selects at once. */
  does(): void {
    const before = this.state.selection.peek();
    const around = { before, after: before };
    this.stacks = { undo: [...this.stacks.undo, around], redo: [] };
    queueMicrotask(() => (around.after = this.state.selection.peek()));
  }

  /** A gesture was taken back or done again. */
  took(direction: "undo" | "redo"): void {
    const around = this.stacks[direction].pop() ?? null;
    this.stacks[direction === "undo" ? "redo" : "undo"].push(around);
    if (around) this.select(direction === "undo" ? around.before : around.after);
  }

  /** Another image: what was selected there is of no use here. */
  forget(): void {
    this.stacks = { undo: [], redo: [] };
  }
}
