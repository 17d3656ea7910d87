/** What the drawing tools share: the class's colour, places on the picture, how a new instance is made. */
import type { State } from "../app/state";
import { crossingsOf } from "../geometry/crossings";
import { snapped, type Parts, type Point } from "../geometry/types";
import type { LineStyle } from "../view/overlay";
import type { Pointing, Tools } from "./tool";

const UNCHOSEN = "#ffffff";
const WARNING = "#ff4d4d";
/** How much of a drawn line may be lost to thinning, CSS pixels. */
const FREEHAND = 0.75;

export function freehandTolerance(state: State): number {
  return FREEHAND / state.view.value.scale;
}

/** The point of the picture nearest to `point`, on the grid. */
export function onPicture(point: Point, state: State): Point {
  const { x2, y2 } = state.imageBox;
  return {
    x: snapped(Math.min(Math.max(point.x, 0), x2)),
    y: snapped(Math.min(Math.max(point.y, 0), y2)),
  };
}

/** Each of `all` as x, y, x, y, ... on the picture, repeats left out. */
export function pathOf(all: readonly Pointing[], state: State): number[] {
  const path: number[] = [];
  for (const at of all) {
    const { x, y } = onPicture(at.image, state);
    if (x !== path.at(-2) || y !== path.at(-1)) path.push(x, y);
  }
  return path;
}

/** `crosses`: the draft crosses itself. */
export function draftStyle(state: State, crosses = false): LineStyle {
  return { color: crosses ? WARNING : classColor(state), width: 2 };
}

export function classColor(state: State): string {
  return state.category.value?.color ?? UNCHOSEN;
}

/** Whether there is a class to draw in; says so where there is none. */
export function hasClass({ state, acts }: Tools): boolean {
  if (state.categoryId.value !== null) return true;
  acts.say("Choose a class first: a number key, or the list.");
  return false;
}

/** Make an instance of the current class and select it; false when that cannot be done now. */
export function make(tools: Tools, label: string, parts: Parts): boolean {
  const { state, acts } = tools;
  const categoryId = state.categoryId.value;
  if (!hasClass(tools) || categoryId === null) return false;
  const keys = acts.commit(label, { made: [{ parts, categoryId }] });
  if (keys.length === 0) return false;
  acts.select(keys);
  if (crossingsOf(parts).length > 0) acts.say("The outline crosses itself: X repairs it.");
  return true;
}
