/** Instances around the one at work: their borders follow, are snapped to, or are kept off. */
import type { State } from "../app/state";
import { follow, snap } from "../geometry/borders";
import { boxOf, contains } from "../geometry/rings";
import { snapped } from "../geometry/types";
import type { Box, EdgePlace, Parts, Point } from "../geometry/types";
import type { Instance } from "../model/types";
import { canChange } from "./picking";
import type { Tools } from "./tool";

/** Two outlines nearer than this are one border, image pixels. */
export const SHARED = 0.5;
const SNAP = 6; // CSS pixels

export interface Snapped {
  readonly key: string;
  readonly place: EdgePlace;
  /** On the grid, or a neighbour's very vertex. */
  readonly point: Point;
}

/** Outlines of what is seen around `box`, but for `but`. */
export function seenAround(
  state: State,
  box: Box,
  reach: number,
  but: readonly string[] = [],
): Map<string, Parts> {
  const wide = { x1: box.x1 - reach, y1: box.y1 - reach, x2: box.x2 + reach, y2: box.y2 + reach };
  const found = new Map<string, Parts>();
  for (const key of state.doc.index.within(wide)) {
    const parts = state.doc.get(key)?.parts;
    if (parts?.length && !but.includes(key) && !state.isHidden(key)) found.set(key, parts);
  }
  return found;
}

/** Show `one` with the outline `after`; neighbours' borders move with it unless `detached`. */
export function showOutline(
  { state, acts }: Tools,
  one: Instance,
  after: Parts,
  detached: boolean,
): void {
  acts.preview(withFollowers(state, one, after, detached));
}

/** Make `after` the outline of `one`, as one gesture; false when nothing changed. */
export function commitOutline(
  tools: Tools,
  label: string,
  { one, after, detached }: { one: Instance; after: Parts; detached: boolean },
): boolean {
  const { state, acts } = tools;
  acts.preview(null);
  if (state.doc.get(one.key)?.parts !== one.parts) {
    acts.say("Somebody changed it meanwhile: do it again.");
    return false;
  }
  const shown = withFollowers(state, one, after, detached);
  const edits = [...shown].map(([key, parts]) => ({ key, parts }));
  return acts.commit(label, { edits }).length > 0;
}

function withFollowers(
  state: State,
  one: Instance,
  after: Parts,
  detached: boolean,
): ReadonlyMap<string, Parts> {
  const shown = new Map([[one.key, after]]);
  if (detached || after === one.parts) return shown;
  const others = seenAround(state, one.box, SHARED, [one.key]);
  for (const key of others.keys()) if (!canChange(state, key)) others.delete(key);
  for (const [key, parts] of follow(one.parts, after, others, SHARED)) shown.set(key, parts);
  return shown;
}

/** Where `point` snaps to among `others`; null where nothing is near. */
export function snapTo(
  others: ReadonlyMap<string, Parts>,
  point: Point,
  state: State,
): Snapped | null {
  const found = snap(others, point, SNAP / state.view.value.scale);
  if (!found) return null;
  const { key, place, vertex } = found;
  const near = { x: snapped(place.point.x), y: snapped(place.point.y) };
  return { key, place, point: vertex ? place.point : near };
}

/** Where nothing of `one` may come while its neighbours are kept off. */
export function insideOf(others: ReadonlyMap<string, Parts>): (x: number, y: number) => boolean {
  const boxed = [...others.values()].map((parts) => ({ parts, box: boxOf(parts) }));
  return (x, y) =>
    boxed.some(
      ({ parts, box }) =>
        x >= box.x1 && x <= box.x2 && y >= box.y1 && y <= box.y2 && contains(parts, { x, y }),
    );
}
