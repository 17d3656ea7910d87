/** What every tool is: it hears the pointer and the keys, shows what it would do, and commits it. */
import type { Acts } from "../app/acts";
import type { State } from "../app/state";
import type { Point } from "../geometry/types";
import type { OverlayPainter } from "../view/overlay";

export const TOOL_IDS = [
  "select", // pick, move, points: the one that is there when no other is
  "stroke", // one stroke replaces a stretch, cuts or extends
  "push", // a round cursor pushes the outline
  "brush", // paint; Alt erases
  "polygon", // click by click, or freehand while pressed
  "rectangle",
  "ellipse",
  "slice", // a line parts an instance
  "hole", // a ring drawn inside becomes a hole
  "part", // a ring drawn beside becomes a part of the selected instance
] as const;

export type ToolId = (typeof TOOL_IDS)[number];

/** A pointer event in the canvas' terms. */
export interface Pointing {
  /** CSS pixels on the canvas. */
  readonly screen: Point;
  /** Image pixels. */
  readonly image: Point;
  readonly kind: "mouse" | "pen" | "touch" | "keyboard";
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  /** 1 for a click, 2 for the second of a double click. */
  readonly clicks: number;
}

/** Keys that mean something to a tool at work; the key table says which press gives which. */
export type ToolKey =
  | "finish" // Enter
  | "cancel" // Escape: up one level
  | "takeBack" // Backspace: the last point
  | "delete" // Delete
  | "otherSide" // Tab within a stroke
  | "left"
  | "right"
  | "up"
  | "down";

/** Where the arrow keys point: x and y. */
export const DIRECTIONS: Partial<Record<ToolKey, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

export interface Tools {
  readonly state: State;
  readonly acts: Acts;
}

export interface Tool {
  readonly id: ToolId;
  readonly cursor: string;
  /** What works right now: "drag: move · alt-click: delete · Enter: done". */
  hint(tools: Tools): string;
  /** True while a draft or a drag is under way: keys and undo go to the tool first. */
  isBusy(): boolean;
  /** The pointer moves with no button down. */
  hover?(at: Pointing, tools: Tools): void;
  down?(at: Pointing, tools: Tools): void;
  /** The pointer moves with the first button down; `all` are the moves since the last frame. */
  drag?(at: Pointing, tools: Tools, all: readonly Pointing[]): void;
  up?(at: Pointing, tools: Tools): void;
  /** The system took the pointer away: leave no trace of the drag, keep the draft. */
  lost?(tools: Tools): void;
  /** True when the tool took the wheel for itself. */
  wheel?(steps: number, at: Pointing, tools: Tools): boolean;
  /** `far`: with Shift. True when it meant something. */
  key?(key: ToolKey, far: boolean, tools: Tools): boolean;
  /** Undo within a draft: true when there was something to take back. */
  undo?(tools: Tools): boolean;
  redo?(tools: Tools): boolean;
  /** Another tool or image comes: finish what can be finished, for nothing drawn may be lost. */
  leave?(tools: Tools): void;
  /** Drawn above everything, in CSS pixels, every frame. */
  draw?(painter: OverlayPainter, tools: Tools): void;
}
