/** A line in the making, step by step: each step can be taken back and done again. */
import type { Path, Point } from "../geometry/types";
import type { Snapped } from "./neighbours";

/** A click, a freehand stretch, or a stretch of a neighbour's boundary. */
export interface Step {
  readonly points: Path;
  /** The neighbour's boundary that the step ends on. */
  readonly snap: Snapped | null;
  readonly isTrace: boolean;
}

export class Draft {
  private steps: Step[] = [];
  private taken: Step[] = [];
  private flat: number[] = [];

  get path(): Path {
    return this.flat;
  }

  get count(): number {
    return this.flat.length / 2;
  }

  get first(): Point | null {
    return this.count > 0 ? { x: this.flat[0]!, y: this.flat[1]! } : null;
  }

  get last(): Point | null {
    return this.count > 0 ? { x: this.flat.at(-2)!, y: this.flat.at(-1)! } : null;
  }

  get firstSnap(): Snapped | null {
    return this.steps[0]?.points.length === 2 ? this.steps[0].snap : null;
  }

  get lastSnap(): Snapped | null {
    return this.steps.at(-1)?.snap ?? null;
  }

  get lastStep(): Step | undefined {
    return this.steps.at(-1);
  }

  /** Where the step before the last one ended. */
  get snapBeforeLast(): Snapped | null {
    return this.steps.at(-2)?.snap ?? null;
  }

  add(points: Path, snap: Snapped | null = null, isTrace = false): void {
    if (points.length === 0) return;
    this.taken = [];
    this.append({ points, snap, isTrace });
  }

  /** True when there was a step to take back. */
  takeBack(): boolean {
    const step = this.steps.pop();
    if (!step) return false;
    this.taken.push(step);
    this.flat.length -= step.points.length;
    return true;
  }

  /** True when a step taken back was done again. */
  redo(): boolean {
    const step = this.taken.pop();
    if (step) this.append(step);
    return step !== undefined;
  }

  private append(step: Step): void {
    this.steps.push(step);
    this.flat.push(...step.points);
  }
}
