/** The nouns of the editor: what is on one image, and what a person did to it. */
import type { Box, Parts, Size } from "../geometry/types";

export type Origin = "import" | "person" | "model";
export type ReviewState = "new" | "in work" | "for review" | "accepted" | "rejected";

export interface Category {
  readonly id: number;
  readonly name: string;
  /** 0, 1, ...: its order in the dataset. */
  readonly position: number;
  /** "#rrggbb", the same on every screen. */
  readonly color: string;
  /** One or two characters that tell it apart without colour. */
  readonly mark: string;
}

export interface ImageInfo extends Size {
  readonly id: number;
  readonly fileName: string;
  readonly split: string;
  readonly state: ReviewState;
  readonly version: number;
  /** Signed addresses of the picture and of its thumbnail. */
  readonly url: string;
  readonly thumb: string;
}

/**
 * One annotation as this tab knows it. Frozen; a change makes a new one.
 *
 * `key` names it for as long as the tab lives: its id in the store as text, or "REQUEST.N" for the
 * N-th instance that gesture REQUEST made here.
 */
export interface Instance {
  readonly key: string;
  /** Grows by one with every change, here as in the store; 1 when made. */
  readonly version: number;
  readonly categoryId: number;
  /** Empty where only a box is known. */
  readonly parts: Parts;
  readonly box: Box;
  /** Square pixels. */
  readonly area: number;
  readonly isCrowd: boolean;
  /** The store keeps its exact mask (RLE) beside the polygon: nobody has edited it. */
  readonly isExact: boolean;
  readonly isEdited: boolean;
  readonly origin: Origin;
  readonly score: number | null;
  readonly runId: string | null;
  /** Draw order: a higher one lies on top; equal ones in order of making. */
  readonly z: number;
}

/** What one gesture did to one instance; null where there was, or is, none. */
export interface Change {
  readonly before: Instance | null;
  readonly after: Instance | null;
}

/** All that one act of a person did, undone and redone together. */
export interface Gesture {
  /** The request id: sending it twice does it once. */
  readonly id: string;
  /** What it did, as the history says it: "Move a point". */
  readonly label: string;
  readonly changes: readonly Change[];
  /** Seconds a person spent on it, idle left out; null when not recorded. */
  readonly seconds: number | null;
}

/** A prediction of a run, shown to be accepted. Not an instance: nothing is saved of it. */
export interface Ghost {
  readonly key: string;
  readonly categoryId: number;
  readonly score: number;
  readonly parts: Parts;
  readonly box: Box;
  readonly runId: string;
}
