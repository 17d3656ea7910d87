/** A line whose ends lie off an outline passes it: it cuts a piece off, or encloses one beside it. */
import { contactsOf, lengthBetween, lineBetween, pointAlong } from "./contacts";
import type { Contact } from "./contacts";
import { nearestOnRing } from "./hits";
import { bothWays, isClean, placesOf } from "./redraw";
import type { Redrawn, Ways } from "./redraw";
import { inRing } from "./rings";
import { GRID } from "./types";
import type { Path, Ring } from "./types";

export interface Passed extends Redrawn {
  /** Whether the line passed inside the ring. */
  readonly isInside: boolean;
}

/** One stretch of the line on one side of the ring, from contact to contact. */
type Run = readonly [Contact, Contact];

/**
 * The ring after each run of the line has cut its piece off or added it; with one run, `side` 1
 * takes the larger change. Null when the line does not go in and out again, or out and in again.
 */
export function passed(ring: Ring, line: Path, reach: number, side: 0 | 1): Passed | null {
  const runs = runsOf(ring, line, reach);
  if (runs.length === 0) return null;
  const single = runs.length === 1;
  let result: Ring = ring;
  let canFlip = false;
  for (const run of runs) {
    const ways = waysOf(result, line, run, reach);
    const way = ways?.[single ? side : 0];
    if (!way) continue;
    result = way.ring;
    canFlip = single && ways[0] !== null && ways[1] !== null;
  }
  if (result === ring) return null;
  return { ring: result, canFlip, isInside: liesInside(ring, line, runs[0]!) };
}

function runsOf(ring: Ring, line: Path, reach: number): Run[] {
  const contacts = pairable(contactsOf(line, ring), ring, line, reach);
  const runs: Run[] = [];
  for (let i = 0; i + 1 < contacts.length; i += 2) runs.push([contacts[i]!, contacts[i + 1]!]);
  return runs;
}

/**
 * As many contacts as make pairs. With one too few, an end of the line on the outline counts as
 * one, unless the line comes to the outline just there: then that contact is one too many.
 */
function pairable(contacts: Contact[], ring: Ring, line: Path, reach: number): Contact[] {
  if (contacts.length % 2 === 0) return contacts;
  const last = line.length / 2 - 1;
  for (const at of [0, last]) {
    const end = pointAlong(line, at);
    const place = nearestOnRing(ring, end);
    if (place.distance > reach) continue;
    const beside = at === 0 ? contacts[0]! : contacts.at(-1)!;
    if (lengthBetween(line, Math.min(at, beside.at), Math.max(at, beside.at)) <= reach) {
      return contacts.filter((contact) => contact !== beside);
    }
    const own = { at, point: place.point };
    return at === 0 ? [own, ...contacts] : [...contacts, own];
  }
  return [];
}

/** Null when an earlier run took the outline away from under this one, or it would cross itself. */
function waysOf(ring: Ring, line: Path, run: Run, reach: number): Ways | null {
  const [from, to] = [nearestOnRing(ring, run[0].point), nearestOnRing(ring, run[1].point)];
  if (Math.max(from.distance, to.distance) > 2 * GRID) return null;
  const points = lineBetween(line, run[0].at, run[1].at).slice(2, -2);
  const all = placesOf(ring, from, to, reach).map(([a, b]) => bothWays(ring, a, points, b));
  return all.find((ways) => ways.every(isClean)) ?? null;
}

function liesInside(ring: Ring, line: Path, [from, to]: Run): boolean {
  return inRing(ring, pointAlong(line, (from.at + to.at) / 2));
}
