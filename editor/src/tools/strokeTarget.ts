/** Which instance a stroke is meant for, and what it makes of it. */
import { trace } from "../geometry/borders";
import { nearestEdge } from "../geometry/hits";
import { applyStroke, type StrokeResult } from "../geometry/stroke";
import { pointOf, type EdgePlace, type Parts, type Path, type Point } from "../geometry/types";
import type { Instance } from "../model/types";
import { seenAround } from "./neighbours";
import { canChange, editable, grabReach } from "./picking";
import type { Pointing, Tools } from "./tool";

type State = Tools["state"];

export interface StrokeOutcome {
  readonly one: Instance;
  readonly result: StrokeResult;
}

/** Null when the line means nothing to any outline that may be changed. */
export function strokeOutcome(
  path: Path,
  at: Pointing,
  side: 0 | 1,
  state: State,
): StrokeOutcome | null {
  if (path.length < 4) return null;
  const reach = grabReach(at, state);
  const apply = (one: Instance | undefined): StrokeOutcome | null => {
    const line = one && at.shift ? guided(path, one, reach, state) : path;
    const result = one && applyStroke(one.parts, line, { reach, side });
    return result ? { one, result } : null;
  };
  return apply(editable(state)) ?? apply(strokeTarget(path, at, state));
}

/** The selected instance if the stroke begins near it, else the one nearest to both ends. */
export function strokeTarget(path: Path, at: Pointing, state: State): Instance | undefined {
  const reach = grabReach(at, state);
  const [first, last] = endsOf(path);
  const chosen = editable(state);
  if (chosen && nearestEdge(chosen.parts, first, reach)) return chosen;
  const near = state.doc.index.near(first, reach).filter((key) => canChange(state, key));
  const measured = near
    .map((key) => state.doc.get(key)!)
    .map((one) => ({ one, away: away(one, first, reach) + away(one, last, reach) }))
    .filter((found) => found.away < Infinity);
  return measured.sort((a, b) => a.away - b.away)[0]?.one;
}

/**
 * With Shift a stroke runs along the outline that both its ends are near, by way of its middle: the
 * chosen prediction's, or a neighbour's. As it was drawn where there is none.
 */
function guided(path: Path, one: Instance, reach: number, state: State): Path {
  const [first, last] = endsOf(path);
  const middle = pointOf(path, Math.floor(path.length / 4));
  for (const parts of guides(one, first, reach, state)) {
    const from = nearestEdge(parts, first, reach);
    const to = nearestEdge(parts, last, reach);
    const by = nearestEdge(parts, middle, Infinity);
    if (from && to && by && isOneRing(from, to) && isOneRing(from, by)) {
      const cut = by.t === 0 ? 0 : 2; // the middle is a point of the outline only at a vertex
      const along = [...trace(parts, from, by).slice(0, -2), ...trace(parts, by, to).slice(cut)];
      return [first.x, first.y, ...along, last.x, last.y];
    }
  }
  return path;
}

function guides(one: Instance, first: Point, reach: number, state: State): Parts[] {
  const ghost = state.ghosts.value.find(({ key }) => key === state.ghost.value);
  const around = { x1: first.x, y1: first.y, x2: first.x, y2: first.y };
  const neighbours = seenAround(state, around, reach, [one.key]).values();
  return [...(ghost ? [ghost.parts] : []), ...neighbours];
}

function isOneRing(a: EdgePlace, b: EdgePlace): boolean {
  return a.part === b.part && a.ring === b.ring;
}

function endsOf(path: Path): [Point, Point] {
  return [pointOf(path, 0), pointOf(path, -1)];
}

function away(one: Instance, point: Point, reach: number): number {
  return nearestEdge(one.parts, point, reach)?.distance ?? Infinity;
}
