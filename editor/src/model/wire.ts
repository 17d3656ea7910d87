/**
 * What travels between the editor and `/segcore/editor`, as JSON; the twin of
 * segcore/api/wire.py. Parts are, of each part, its rings, outer first, as flat
 * x, y, x, y, ...
 */

export type WireParts = number[][][];

/** The store's id, or the n-th instance (0, 1, ...) that an earlier request made: its creates alone count. */
export type WireRef = number | [requestId: string, n: number];

/**
 * In ring `ring` of part `part`: from vertex `start` drop `drop` vertices, put `points` there. Several
 * are done one after the other, each to what the one before it left.
 */
export type WireSplice = [
  part: number,
  ring: number,
  start: number,
  drop: number,
  points: number[],
];

/** Splices that the server takes in one edit. */
export const MAX_SPLICES = 10_000;

export interface WireAnnotation {
  id: number;
  version: number;
  category_id: number;
  parts: WireParts;
  box: [number, number, number, number];
  area: number;
  iscrowd: boolean;
  exact: boolean;
  edited: boolean;
  origin: "import" | "person" | "model";
  score: number | null;
  run_id: string | null;
  z: number;
}

export interface WireImage {
  id: number;
  file_name: string;
  width: number;
  height: number;
  split: string;
  state: "new" | "in work" | "for review" | "accepted" | "rejected";
  version: number;
  url: string;
  thumb: string;
}

/** GET images/ID, with an ETag. */
export interface WireScene {
  image: WireImage;
  annotations: WireAnnotation[];
  /** Grows with every change of the image: what the events are asked from. */
  stamp: number;
  can_undo: boolean;
  can_redo: boolean;
}

export interface WireCategory {
  id: number;
  name: string;
  position: number;
  color: string;
  mark: string;
}

/** GET dataset. */
export interface WireDataset {
  id: number;
  name: string;
  categories: WireCategory[];
  /** Finished runs, newest first, whose predictions can be shown as ghosts. */
  runs: { id: string; name: string }[];
}

/** POST categories {name}: the WireCategory made. */

/** GET strip?offset=&limit=&(filters): images in the file's order. Filters: split, state, category, text, empty. */
export interface WireStrip {
  total: number;
  images: WireStripImage[];
}

export interface WireStripImage extends WireImage {
  annotations: number;
}

/** GET images/ID/around?(filters): where the image stands, and the next ones both ways, nearest first. */
export interface WireAround {
  total: number;
  place: number;
  before: WireImage[];
  after: WireImage[];
}

export type WireEdit =
  | {
      op: "create";
      category_id: number;
      parts: WireParts;
      iscrowd?: boolean;
      z?: number;
      origin?: "person" | "model";
      score?: number | null;
      run_id?: string | null;
    }
  | {
      op: "update";
      ref: WireRef;
      version: number;
      category_id?: number;
      /** The whole outline, or what changed of the one that `version` has; not both. */
      parts?: WireParts;
      splices?: WireSplice[];
      iscrowd?: boolean;
      z?: number;
    }
  | { op: "delete"; ref: WireRef; version: number }
  /** Bring an instance to what it was before, or after, a change of its history. */
  | { op: "restore"; ref: WireRef; version: number; change: number; to: "before" | "after" };

/** POST images/ID/gestures?tab=: named as in the events, so that these tell a tab nothing it sent. */
export type WireGesture =
  | {
      request_id: string;
      kind: "save";
      label: string;
      edits: WireEdit[];
      /** Of a person's time, idle left out; null when not recorded. */
      seconds: number | null;
    }
  /** `target`: the gesture to take back or do again; null for the image's newest. */
  | { request_id: string; kind: "undo" | "redo"; target: string | null };

/** 200 to a gesture: one entry an edit, in order. The same request again gets the same answer. */
export interface WireSaved {
  request_id: string;
  annotations: {
    id: number;
    version: number;
    box: [number, number, number, number];
    area: number;
    deleted: boolean;
    /** Only where the store has what was not sent: cut to the picture, restored, undone without a target. */
    now?: WireAnnotation;
  }[];
  image: { state: WireImage["state"]; version: number };
  stamp: number;
  can_undo: boolean;
  can_redo: boolean;
}

/** 409: nothing of the gesture was saved. */
export interface WireConflict {
  error: string;
  conflicts: {
    ref: WireRef;
    /** The store's id. */
    id: number;
    /** As it is now; null when it was deleted. */
    theirs: WireAnnotation | null;
    author: string;
  }[];
}

/** Any other refusal: 400, 403, 404, 413, 422, 500. */
export interface WireRefusal {
  error: string;
}

/** POST images/ID/state {state, version}: the image as it is now. */
export interface WireState {
  image: WireImage;
}

/** GET images/ID/history: newest first, 200 at most, fewer where outlines are long. */
export interface WireHistory {
  changes: {
    change: number;
    request_id: string;
    kind: "create" | "update" | "delete" | "state" | "split" | "import" | "category";
    label: string;
    author: string;
    at: string;
    annotation_id: number | null;
    before: WireAnnotation | null;
    after: WireAnnotation | null;
    detail: string;
  }[];
}

/** GET images/ID/ghosts?run=RUN: predictions of a run, best first. */
export interface WireGhosts {
  run: string;
  ghosts: {
    n: number;
    category_id: number;
    score: number;
    parts: WireParts;
    box: [number, number, number, number];
  }[];
  /** Why there are none, in a sentence; empty when there are. */
  note: string;
}

/**
 * GET images/ID/worst?run=RUN&score=SCORE&(filters): of the images that the run was judged on, the
 * one that comes after this, worst first; where this is none of them, the worst.
 */
export interface WireWorst {
  next: WireImage | null;
  /** Why there is none, in a sentence; empty when there is one. */
  note: string;
}

/** GET images/ID/difference/ANNOTATION: the outline against the exact mask it came with, null without one. */
export interface WireDifference {
  added: number;
  removed: number;
  iou: number;
}

/** GET images/ID/effort: a person's time so far. */
export interface WireEffort {
  seconds: number;
  gestures: number;
  instances: number;
}

/** One server-sent event `change` of GET images/ID/events?since=STAMP&tab=. */
export interface WireEvent {
  stamp: number;
  request_ids: string[];
  author: string;
  /** As they are now, whole; none where all of it was this tab's own. */
  annotations: WireAnnotation[];
  deleted: number[];
  image: { state: WireImage["state"]; version: number };
  can_undo: boolean;
  can_redo: boolean;
}

/** GET token: a fresh query string, given for one that still holds. */
export interface WireToken {
  token: string;
}
