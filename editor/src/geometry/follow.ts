/** Shared borders: where one outline changed, its neighbours' outlines change with it. */
import { type Mark, type Run, marksOf, runsOf } from "./alongside";
import { difference } from "./booleans";
import { type Change, changesBetween } from "./changes";
import { isSound } from "./crossings";
import { distanceBetween, meetings, nearestOn, pointAtPlace, stretchOf } from "./places";
import { boxOfPath, refsOf } from "./rings";
import { type Box, type Parts, type Path, type Point, type Ring, ringAt, withRing } from "./types";

/**
 * The neighbours whose outline ran along a stretch that turned from `before` to `after`, within
 * `tolerance` pixels, with the new stretch in its place: there is neither gap nor overlap between
 * them and `after`. Where only part of the stretch was shared, only that part follows; a vertex
 * that was shared alone moves with its twin. The rest of a neighbour stays bit for bit; neighbours
 * that share nothing are left out. A neighbour whose outline would cross itself gives way to
 * `after` instead.
 */
export function follow(
  before: Parts,
  after: Parts,
  others: ReadonlyMap<string, Parts>,
  tolerance: number,
): Map<string, Parts> {
  const changes = changesBetween(before, after);
  const followers = new Map<string, Parts>();
  for (const [key, parts] of others) {
    const moved = changes.reduce((now, change) => followed(now, change, tolerance), parts);
    if (moved === parts) continue;
    const isWorse = !isSound(moved) && isSound(parts);
    followers.set(key, isWorse ? difference(parts, difference(after, before)) : moved);
  }
  return followers;
}

function followed(parts: Parts, change: Change, tolerance: number): Parts {
  return refsOf(parts).reduce((now, ref) => {
    const ring = ringAt(now, ref)!;
    const moved = followedRing(ring, change, tolerance);
    return moved === ring ? now : withRing(now, ref, moved);
  }, parts);
}

function followedRing(ring: Ring, change: Change, tolerance: number): Ring {
  if (!areNear(boxOfPath(ring), boxOfPath(change.old), tolerance)) return ring;
  const marks = marksOf(ring, change.old, tolerance);
  const runs = runsOf(marks, change.old, tolerance);
  const points = runs.length ? replaced(marks, runs, change) : moveTwins(marks, change);
  const moved = withoutNewRepeats(points, marks).flatMap(({ x, y }) => [x, y]);
  const isSame = moved.length === ring.length && moved.every((value, i) => value === ring[i]);
  return isSame || moved.length < 6 ? ring : moved;
}

/** Without a point that the change put upon another; points that the ring itself repeats stay. */
function withoutNewRepeats(points: readonly Point[], marks: readonly Mark[]): Point[] {
  const own = new Set(marks.map(({ point }) => point));
  return points.filter((point, k) => {
    const last = points.at(k - 1)!;
    const isRepeat = point.x === last.x && point.y === last.y;
    return !isRepeat || (own.has(point) && own.has(last));
  });
}

function areNear(a: Box, b: Box, reach: number): boolean {
  const isBeside = a.x1 - reach > b.x2 || b.x1 - reach > a.x2;
  return !isBeside && a.y1 - reach <= b.y2 && b.y1 - reach <= a.y2;
}

/** The ring with the new stretch for each run, from its first vertex that lies in none. */
function replaced(marks: readonly Mark[], runs: readonly Run[], change: Change): Point[] {
  const count = marks.length;
  const inRun = new Set<number>();
  for (const { first, last } of runs) {
    for (let k = first; k !== last; k = (k + 1) % count) inRun.add(k);
    inRun.add(last);
  }
  const stretches = new Map(runs.map((run) => [run.first, newStretch(marks, run, change)]));
  const free = marks.findIndex(({ vertex }, k) => vertex !== null && !inRun.has(k));
  const points: Point[] = [];
  for (let k = Math.max(0, free), n = 0; n < count; n++, k = (k + 1) % count) {
    const { point, vertex } = marks[k]!;
    if (stretches.has(k)) points.push(...stretches.get(k)!);
    else if (vertex !== null && !inRun.has(k)) points.push(point);
  }
  return points;
}

function newStretch(marks: readonly Mark[], { first, last }: Run, change: Change): Point[] {
  const count = marks.length;
  const start = endOf(marks[first]!, marks[(first + count - 1) % count]!, change);
  const end = endOf(marks[last]!, marks[(last + 1) % count]!, change);
  const middle = stretchOf(change.new, start.at, end.at);
  return [...start.rest, ...middle, ...end.rest];
}

/** Where a run ends on the new line, and a point of the ring that stays beyond it. */
interface End {
  at: number;
  rest: readonly Point[];
}

/**
 * `mark` is the last of a run, `beyond` the ring's next point that is not on the line. At an end of
 * the change nothing moved. A corner of the ring moves to its counterpart; where the ring goes
 * straight on, the point stays, unless the new line has passed over it.
 */
function endOf(mark: Mark, beyond: Mark, change: Change): End {
  const at = mark.at!;
  if (at === 0) return { at: 0, rest: [] };
  if (at === lastOf(change.old)) return { at: lastOf(change.new), rest: [] };
  const isCorner = mark.vertex !== null;
  const isMapped = Number.isInteger(at) && change.old.length === change.new.length;
  if (isCorner && isMapped) return { at, rest: [] };
  const passed = meetings(change.new, mark.point, beyond.point).at(-1);
  if (passed !== undefined) return { at: passed, rest: [] };
  if (isCorner) return { at: lengthened(change.new, beyond.point, mark.point), rest: [] };
  return { at: isMapped ? at : nearestOn(change.new, mark.point).at, rest: [mark.point] };
}

function lastOf(path: Path): number {
  return path.length / 2 - 1;
}

/** How much longer than straight across an edge may become to keep its direction. */
const DETOUR = 3;

/**
 * Where the edge from `a` to `b`, made longer, meets the line; its nearest place if that is far.
 */
function lengthened(line: Path, a: Point, b: Point): number {
  const nearest = nearestOn(line, b);
  const share = (DETOUR * nearest.distance) / (distanceBetween(a, b) || 1);
  const end = { x: b.x + share * (b.x - a.x), y: b.y + share * (b.y - a.y) };
  return meetings(line, b, end)[0] ?? nearest.at;
}

/** Vertices that the ring shares with the line, but no edge beside them. */
function moveTwins(marks: readonly Mark[], change: Change): Point[] {
  const own = marks.filter(({ vertex }) => vertex !== null);
  if (change.old.length !== change.new.length) return own.map(({ point }) => point);
  return own.map(({ point, at }) => {
    return at !== null && Number.isInteger(at) ? pointAtPlace(change.new, at) : point;
  });
}
