/** All that can be done to the editor's state, by tools, keys and panels alike. */
import type { Parts, Point } from "../geometry/types";
import type { Change, Ghost, Instance, ReviewState } from "../model/types";
import type { ToolId } from "../tools/tool";
import type { Look } from "./state";

/**
 * Which image comes next: any, a new one, one in the same review state, one without annotations, or
 * the one that the run chosen for ghosts did worst on of those left.
 */
export type Next = "any" | "new" | "state" | "empty" | "worst";

/** What becomes of one instance: another outline, class, ... or nothing left of it. */
export interface Edit {
  readonly key: string;
  readonly parts?: Parts;
  readonly categoryId?: number;
  readonly isCrowd?: boolean;
  readonly z?: number;
  readonly remove?: true;
}

/** An instance to be made. */
export interface Made {
  readonly parts: Parts;
  readonly categoryId: number;
  readonly z?: number;
  readonly isCrowd?: boolean;
  readonly ghost?: Ghost;
}

export interface Acts {
  /**
   * Do all of it as one gesture: on screen at once, then saved. Parts that are empty remove. What is
   * locked, or would not change, is left out. Returns the keys that changed or were made.
   */
  commit(label: string, work: { edits?: readonly Edit[]; made?: readonly Made[] }): string[];
  /** Changes taken from the history: each instance becomes `after`. */
  restore(label: string, change: Change & { changeId: number; to: "before" | "after" }): void;
  preview(shown: ReadonlyMap<string, Parts> | null): void;
  undo(): void;
  redo(): void;

  select(keys: readonly string[], more?: { vertices?: boolean }): void;
  /** Tab and Shift+Tab. `order`: where they stand, or the most suspicious first. */
  walk(step: 1 | -1, order?: "place" | "suspicious"): void;
  removeSelected(): void;
  setCategory(id: number): void;
  setTool(tool: ToolId): void;
  setLook(look: Partial<Look>): void;
  setBrushRadius(pixels: number): void;
  hide(keys: readonly string[], hidden: boolean): void;
  lock(keys: readonly string[], locked: boolean): void;
  hideCategory(id: number, hidden: boolean): void;
  lockCategory(id: number, locked: boolean): void;
  raise(keys: readonly string[], where: "top" | "bottom" | "up" | "down"): void;
  setCrowd(keys: readonly string[], crowd: boolean): void;

  fit(): void;
  oneToOne(): void;
  zoomToSelection(): void;
  /** Back to where the person was before the last zoom of `walk` or `zoomToSelection`. */
  zoomBack(): void;
  zoom(factor: number, at?: Point): void;
  pan(dx: number, dy: number): void;

  join(): void;
  splitParts(): void;
  fillHoles(): void;
  subtractFromNeighbours(): void;
  clipToImage(): void;
  simplifySelected(): void;
  smoothSelected(): void;
  repairSelected(): void;
  duplicate(): void;
  copy(): void;
  paste(): void;
  /** The instances of the image looked at before, as ghosts. */
  ghostsOfPrevious(): void;

  showGhosts(runId: string | null): void;
  /** Hide the ghosts with a lower score, 0..1. */
  setGhostScore(least: number): void;
  /** By uncertainty: the score nearest to a half first. */
  walkGhosts(step: 1 | -1): void;
  acceptGhost(how?: "new" | "replace"): void;
  rejectGhost(): void;
  acceptGhostsAbove(score: number): void;

  goTo(imageId: number): void;
  next(which?: Next): void;
  previous(): void;
  setReviewState(state: ReviewState): void;
  addCategory(name: string): Promise<void>;
  resolveConflict(which: "mine" | "theirs" | "both"): void;

  say(text: string): void;
  instance(key: string): Instance | undefined;
}
