/** What keys and single clicks do to the points of the selected instance. */
import type { State } from "../app/state";
import { nearestVertex } from "../geometry/hits";
import { ringAt, type EdgePlace, type Parts, type VertexRef } from "../geometry/types";
import { inserted, moved, placed, without } from "../geometry/vertices";
import type { Instance } from "../model/types";
import { commitShift, movable } from "./drags";
import { commitOutline } from "./neighbours";
import { editable } from "./picking";
import { DIRECTIONS, type ToolKey, type Tools } from "./tool";

const NUDGE = 1; // image pixels
const FAR_NUDGE = 10;

/** The chosen points that are there: the outline may have changed since they were chosen. */
export function chosenVertices(state: State): VertexRef[] {
  const one = editable(state);
  return one ? state.vertices.value.filter((ref) => exists(one.parts, ref)) : [];
}

/** Arrow keys move the chosen points, or the selected instances whole; false when `key` is none. */
export function nudge(key: ToolKey, far: boolean, tools: Tools): boolean {
  const direction = DIRECTIONS[key];
  if (!direction) return false;
  const [dx, dy] = direction.map((sign) => sign * (far ? FAR_NUDGE : NUDGE)) as [number, number];
  const one = editable(tools.state);
  const refs = chosenVertices(tools.state);
  if (one && refs.length > 0) return nudgeVertices(one, refs, [dx, dy], tools);
  if (tools.state.selection.value.length === 0) return false;
  const all = movable(tools);
  if (all.length === 0) tools.acts.say(tools.state.whyLocked(tools.state.selection.value));
  commitShift(all, { x: dx, y: dy }, tools);
  return true;
}

function nudgeVertices(
  one: Instance,
  refs: readonly VertexRef[],
  [dx, dy]: readonly [number, number],
  tools: Tools,
): true {
  const after = moved(one.parts, refs, dx, dy);
  const label = refs.length > 1 ? "Move points" : "Move a point";
  commitOutline(tools, label, { one, after, detached: false });
  return true;
}

/** False where it would leave nothing of the instance: removing that is another key. */
export function deleteVertices(refs: readonly VertexRef[], tools: Tools): boolean {
  const one = editable(tools.state);
  if (!one || refs.length === 0) return false;
  const after = without(one.parts, refs);
  if (after.length === 0) return false;
  const label = refs.length > 1 ? "Delete points" : "Delete a point";
  if (commitOutline(tools, label, { one, after, detached: false })) tools.state.vertices.value = [];
  return true;
}

export function insertVertex(one: Instance, place: EdgePlace, tools: Tools): void {
  const { parts: after, ref } = inserted(one.parts, place);
  if (commitOutline(tools, "Add a point", { one, after, detached: false }))
    tools.state.vertices.value = [ref];
}

/** The point of the selected instance nearest to the pointer comes to the pointer. */
export function jumpVertex(tools: Tools): void {
  const { state, acts } = tools;
  const point = state.crosshair.value ?? state.pointer.value;
  const one = editable(state);
  const nearest = point && one && nearestVertex(one.parts, point, Infinity);
  if (!point || !one || !nearest) return acts.say("Select one instance, and point where to.");
  const after = placed(one.parts, nearest.ref, point);
  if (commitOutline(tools, "Bring a point here", { one, after, detached: false }))
    state.vertices.value = [nearest.ref];
}

/** Choose the next point of the ring, or the one before. */
export function stepVertex(step: 1 | -1, { state, acts }: Tools): void {
  const one = editable(state);
  if (!one || one.parts.length === 0) return acts.say("Select one instance that is not locked.");
  const last = chosenVertices(state).at(-1);
  const ring = last ?? state.activeRing.value ?? { part: 0, ring: 0 };
  const points = ringAt(one.parts, ring) ?? one.parts[0]!.outer;
  const count = points.length / 2;
  const vertex = last ? (last.vertex + step + count) % count : 0;
  state.vertices.value = [{ part: ring.part, ring: ring.ring, vertex }];
  acts.say(`Point ${vertex + 1} of ${count}`);
}

function exists(parts: Parts, ref: VertexRef): boolean {
  return ref.vertex * 2 < (ringAt(parts, ref)?.length ?? 0);
}
