/** Instances around the one at work: their borders follow, are snapped to, or are kept off. */
import type { State } from "../app/state";
import { follow, snap, trace } from "../geometry/borders";
import { changedBox } from "../geometry/changed";
import { contains } from "../geometry/rings";
import { snapped } from "../geometry/types";
import type { Box, EdgePlace, Parts, Point } from "../geometry/types";
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
  const others = seenAround(state, changedBox(one.parts, after) ?? one.box, SHARED, [one.key]);
  for (const [key, parts] of others) {
    if (!canChange(state, key) || !sharesBorder(one.parts, parts)) others.delete(key);
  }
  if (others.size === 0) return shown;
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

/** Whether a point lies in what is seen of others: where nothing of `but` may come that keeps off them. */
export function insideOthers(state: State, but: string): (x: number, y: number) => boolean {
  return (x, y) => {
    const others = seenAround(state, { x1: x, y1: y, x2: x, y2: y }, 0, [but]);
    return [...others.values()].some((parts) => contains(parts, { x, y }));
  };
}
