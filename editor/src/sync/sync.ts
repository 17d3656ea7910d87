/** Saving: what is on screen is in the store soon, whatever happens in between. Contract of sync/. */
import type { Gesture, Instance, ReviewState } from "../model/types";

export interface Sync {
  /**
   * Show an image: its instances as the store has them with what is still unsent on top. From the
   * prefetched where it is there. Resolves when it can be worked on.
   */
  open(imageId: number): Promise<void>;
  /** Fetch scenes and pictures ahead; what was fetched before and is not asked for is let go. */
  prefetch(imageIds: readonly number[]): void;
  /** Apply to the document, remember for undo, keep in the browser, send. Never throws. */
  record(gesture: Gesture): void;
  /** The label of what was taken back, or null: nothing was there, or the server is needed and away. */
  undo(): Promise<string | null>;
  redo(): Promise<string | null>;
  /** The store's id of an instance; undefined until its making is acknowledged. */
  idOf(key: string): number | undefined;
  resolveConflict(which: "mine" | "theirs" | "both"): void;
  setReviewState(state: ReviewState): Promise<void>;
  /** Restore from the history: `after` is what the instance `key` becomes. */
  restore(
    label: string,
    changeId: number,
    to: "before" | "after",
    after: Instance | null,
    key?: string,
  ): void;
  /** A new token from the page. */
  setToken(token: string): void;
  close(): void;
}
