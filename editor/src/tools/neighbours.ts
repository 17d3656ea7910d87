/** Instances around the one at work: their borders follow, are snapped to, or are kept off. */
import type { State } from "../app/state";
import { follow, snap, trace } from "../geometry/borders";
import { boxOf, boxOfPath, contains } from "../geometry/rings";
import { pointOf, ringsOf, snapped } from "../geometry/types";
import type { Box, EdgePlace, Parts, Point, Ring } from "../geometry/types";
import type { Instance } from "../model/types";
import { canChange } from "./picking";
import { SHARED, sharesBorder } from "./sharing";
import type { Tools } from "./tool";

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
  const shown = withFollowers(tools.state, one, after, detached);
  return commitShown(tools, label, [one], shown);
}

/** Make the outlines shown the instances' own, unless one of `all` is not what it was any more. */
export function commitShown(
  { state, acts }: Tools,
  label: string,
  all: readonly Instance[],
  shown: ReadonlyMap<string, Parts>,
): boolean {
  acts.preview(null);
  if (all.some((one) => state.doc.get(one.key)?.parts !== one.parts)) {
    acts.say("It was changed meanwhile: do it again.");
    return false;
  }
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
  const others = seenAround(state, changedBox(one, after), SHARED, [one.key]);
  for (const [key, parts] of others) {
    if (!canChange(state, key) || !sharesBorder(one.parts, parts)) others.delete(key);
  }
  if (others.size === 0) return shown;
  for (const [key, parts] of follow(one.parts, after, others, SHARED)) shown.set(key, parts);
  return shown;
}

/** Around what of the outline of `one` is another in `after`: only there do borders move. */
function changedBox({ parts, box }: Instance, after: Parts): Box {
  if (parts.length !== after.length) return box;
  const changed = parts.flatMap((part, p) => {
    const [before, now] = [ringsOf(part), ringsOf(after[p]!)];
    if (before.length !== now.length) return before.flat();
    return before.flatMap((ring, r) => (ring === now[r] ? [] : changedStretch(ring, now[r]!)));
  });
  return changed.length > 0 ? boxOfPath(changed) : box;
}

/** The points of `before` between what both begin and what both end with, one more on each side. */
function changedStretch(before: Ring, after: Ring): readonly number[] {
  const count = before.length / 2;
  const shorter = Math.min(before.length, after.length) / 2;
  const isSame = (b: number, a: number) =>
    before[2 * b] === after[2 * a] && before[2 * b + 1] === after[2 * a + 1];
  let head = 0;
  while (head < shorter && isSame(head, head)) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(count - 1 - tail, after.length / 2 - 1 - tail)) tail += 1;
  const stretch: number[] = [];
  for (let at = head - 1; at <= count - tail; at += 1) {
    const { x, y } = pointOf(before, at);
    stretch.push(x, y);
  }
  return stretch;
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

/** The boundary between two snapped places of one ring, both included; empty when they share none. */
export function traced(
  from: Snapped | null,
  to: Snapped | null,
  state: State,
  longer: boolean,
): number[] {
  if (!from || !to || from.key !== to.key) return [];
  if (from.place.part !== to.place.part || from.place.ring !== to.place.ring) return [];
  const parts = state.doc.get(from.key)?.parts;
  return parts ? trace(parts, from.place, to.place, longer) : [];
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
