/** What is under the pointer: instances, smallest first, and the handles of the selected one. */
import type { State } from "../app/state";
import { nearestEdge, nearestVertex } from "../geometry/hits";
import { boxOfPath, contains } from "../geometry/rings";
import {
  pointOf,
  ringAt,
  type Box,
  type EdgePlace,
  type Parts,
  type Point,
  type VertexRef,
} from "../geometry/types";
import type { Instance } from "../model/types";
import type { Pointing, Tools } from "./tool";

/** CSS pixels around a point of an outline where a press takes it, whatever the handle's size. */
const GRAB = 24;
const TOUCH_GRAB = 32;
/** An edge takes less, and so does a mere click: a target of 24 pixels. */
const CLICK_SHARE = 0.5;
/** A press this long on its way is a drag, CSS pixels. */
const SLOP = 4;
const TOUCH_SLOP = 8;

export type Handle =
  | { readonly kind: "vertex"; readonly ref: VertexRef; readonly distance: number }
  | { readonly kind: "edge"; readonly place: EdgePlace };

/** Image pixels within which `at` takes a point of an outline. */
export function grabReach(at: Pointing, state: State): number {
  return (at.kind === "touch" ? TOUCH_GRAB : GRAB) / state.view.value.scale;
}

/** The same for a click that does not drag, and for edges. */
export function clickReach(at: Pointing, state: State): number {
  return grabReach(at, state) * CLICK_SHARE;
}

export function isDrag(from: Pointing, to: Pointing): boolean {
  return !isSamePlace(from, to);
}

export function isSamePlace(a: Pointing, b: Pointing): boolean {
  const slop = a.kind === "touch" ? TOUCH_SLOP : SLOP;
  return Math.hypot(a.screen.x - b.screen.x, a.screen.y - b.screen.y) <= slop;
}

/** The selected instance when it is the only one, is seen and may be changed. */
export function editable(state: State): Instance | undefined {
  const [only, ...others] = state.selected.value;
  if (!only || others.length > 0) return undefined;
  return canChange(state, only.key) ? only : undefined;
}

export function canChange(state: State, key: string): boolean {
  return !state.isHidden(key) && !state.isLocked(key);
}

/**
 * Keys of the seen instances at `point`: those that cover it, the smallest first, then those whose
 * outline is within `reach` image pixels, the nearest first.
 */
export function under(state: State, point: Point, reach: number): string[] {
  const covering: Instance[] = [];
  const near: { key: string; distance: number }[] = [];
  for (const key of state.doc.index.near(point, reach)) {
    const one = state.doc.get(key);
    if (!one || state.isHidden(key)) continue;
    if (covers(one, point)) covering.push(one);
    else {
      const edge = nearestEdge(one.parts, point, reach);
      if (edge) near.push({ key, distance: edge.distance });
    }
  }
  covering.sort((a, b) => a.area - b.area || b.z - a.z);
  near.sort((a, b) => a.distance - b.distance);
  return [...covering, ...near].map((one) => one.key);
}

/** The next one below the one selected; the first when none of them is selected. */
export function below(
  candidates: readonly string[],
  selected: readonly string[],
): string | undefined {
  const at = candidates.indexOf(selected.at(-1) ?? "");
  return candidates[(at + 1) % candidates.length];
}

/** A key's way of a second click: select the next one below the pointer. */
export function pickBelow({ state, acts }: Tools): void {
  const point = state.crosshair.value ?? state.pointer.value;
  if (!point) return;
  const next = below(under(state, point, GRAB / 2 / state.view.value.scale), state.selection.value);
  if (next !== undefined) acts.select([next]);
}

/** The point or edge of `one` that a press at `at` takes; a point wins unless the edge is long. */
export function handleAt(one: Instance, at: Pointing, state: State): Handle | null {
  const reach = heldBack(one, at, state);
  const vertex = nearestVertex(one.parts, at.image, reach);
  const place = nearestEdge(one.parts, at.image, Math.min(reach, clickReach(at, state)));
  if (!place) return vertex && { kind: "vertex", ...vertex };
  if (vertex && belongsTo(vertex.ref, place, one.parts, reach))
    return { kind: "vertex", ...vertex };
  return { kind: "edge", place };
}

/** Inside of a small instance a press leaves the middle free, to move the whole by. */
function heldBack(one: Instance, at: Pointing, state: State): number {
  const reach = grabReach(at, state);
  if (!contains(one.parts, at.image)) return reach;
  const { x1, y1, x2, y2 } = one.box;
  return Math.min(reach, Math.min(x2 - x1, y2 - y1) / 4);
}

/** Whether a press at `place` is meant for the point: the middle third of a long edge is not. */
function belongsTo(ref: VertexRef, place: EdgePlace, parts: Parts, reach: number): boolean {
  const ring = ringAt(parts, ref)!;
  const [from, to] = [pointOf(ring, place.vertex), pointOf(ring, place.vertex + 1)];
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < reach) return true;
  const vertex = pointOf(ring, ref.vertex);
  const away = Math.hypot(vertex.x - place.point.x, vertex.y - place.point.y);
  return away <= Math.min(reach, length / 3);
}

/** Around all of them. */
export function boxAround(all: readonly Instance[]): Box {
  return boxOfPath(all.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2]));
}

function covers(one: Instance, { x, y }: Point): boolean {
  if (one.parts.length > 0) return contains(one.parts, { x, y });
  const { x1, y1, x2, y2 } = one.box;
  return x >= x1 && x <= x2 && y >= y1 && y <= y2;
}
