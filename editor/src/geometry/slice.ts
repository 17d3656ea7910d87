/**
 * Parting by a drawn line. The line is closed around the part by way of a frame, and the part cut
 * by that area; where a tail, from an end of the line to the frame, cut too, the pieces are joined
 * again.
 */
import { operate, partOf } from "./operate";
import { boxOfPath, distanceToRing, labelPoint, partsArea } from "./rings";
import { type Box, type Part, type Parts, type Path, type Point, GRID } from "./types";
import { pointOf, ringsOf, snapped } from "./types";

/** The frame's distance from part and line, pixels. */
const MARGIN = 2;

/**
 * The pieces into which the line parts the instance, largest first; a part that it does not part
 * stays with the piece nearest to it. `[parts]`, the same object, when it parts none.
 */
export function slice(parts: Parts, path: Path): Parts[] {
  const cut = parts.map((part) => piecesOf(part, path));
  const pieces = cut.filter(({ length }) => length > 1).flat();
  if (!pieces.length) return [parts];
  const area = (part: Part) => partsArea([part]);
  const sorted = pieces.sort((a, b) => area(b) - area(a)).map((piece) => [piece]);
  for (const part of cut.filter(({ length }) => length === 1).flat())
    nearestTo(part, sorted).push(part);
  return sorted;
}

/** By the part's middle and the first outline of each: on the part's own side of the line. */
function nearestTo(part: Part, pieces: readonly Part[][]): Part[] {
  const middle = labelPoint([part]);
  const away = (piece: readonly Part[]) => distanceToRing(piece[0]!.outer, middle);
  return pieces.reduce((best, piece) => (away(piece) < away(best) ? piece : best));
}

function piecesOf(part: Part, path: Path): readonly Part[] {
  const line = path.map(snapped);
  const frame = frameAround([...part.outer, ...line]);
  const tails = [tailFrom(pointOf(line, 0), frame), tailFrom(pointOf(line, -1), frame)];
  const side = { outer: closed(line, tails[0]!.to, tails[1]!.to, frame), holes: [] };
  const inside = operate("intersection", [part], [side]).map(partOf);
  const outside = operate("difference", [part], [side]).map(partOf);
  if (!inside.length || !outside.length) return [part];
  const joined = joinedAlong(tails, inside, outside);
  return joined.length > 1 ? joined : [part];
}

/** A straight line along an axis, on the grid. */
interface Tail {
  from: Point;
  to: Point;
}

function frameAround(path: Path): Box {
  const { x1, y1, x2, y2 } = boxOfPath(path);
  return {
    x1: Math.floor(x1) - MARGIN,
    y1: Math.floor(y1) - MARGIN,
    x2: Math.ceil(x2) + MARGIN,
    y2: Math.ceil(y2) + MARGIN,
  };
}

/** To the nearest side of the frame. */
function tailFrom(from: Point, { x1, y1, x2, y2 }: Box): Tail {
  const exits = [
    { x: x1, y: from.y },
    { x: x2, y: from.y },
    { x: from.x, y: y1 },
    { x: from.x, y: y2 },
  ];
  const length = (to: Point) => Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const to = exits.reduce((best, exit) => (length(exit) < length(best) ? exit : best));
  return { from, to };
}

/** The line with both tails, closed along the frame. */
function closed(line: Path, start: Point, end: Point, frame: Box): number[] {
  const { x1, y1, x2, y2 } = frame;
  const corners = [
    { x: x1, y: y1 },
    { x: x2, y: y1 },
    { x: x2, y: y2 },
    { x: x1, y: y2 },
  ];
  const [from, to] = [sideOf(end, frame), sideOf(start, frame)];
  const between: number[] = [];
  for (let side = from; side !== to; side = (side + 1) % 4) {
    const corner = corners[(side + 1) % 4]!;
    between.push(corner.x, corner.y);
  }
  return [start.x, start.y, ...line, end.x, end.y, ...between];
}

/** Of a point on the frame: 0 top, 1 right, 2 bottom, 3 left. */
function sideOf({ x, y }: Point, frame: Box): number {
  if (y === frame.y1) return 0;
  if (x === frame.x2) return 1;
  return y === frame.y2 ? 2 : 3;
}

function joinedAlong(tails: readonly Tail[], inside: Parts, outside: Parts): readonly Part[] {
  const pieces = [...inside, ...outside];
  const group = pieces.map((_, k) => k);
  inside.forEach((part, a) => {
    outside.forEach((other, b) => {
      if (!tails.some((tail) => shareTail(tail, part, other))) return;
      const [kept, gone] = [group[a]!, group[inside.length + b]!];
      group.forEach((g, k) => (group[k] = g === gone ? kept : g));
    });
  });
  return [...new Set(group)].flatMap((g) => one(pieces.filter((_, k) => group[k] === g)));
}

function one(pieces: Parts): readonly Part[] {
  return pieces.reduce<Part[]>((sum, part) => {
    return sum.length ? operate("union", sum, [part]).map(partOf) : [part];
  }, []);
}

/** Whether both outlines run along one stretch of the tail. */
function shareTail(tail: Tail, a: Part, b: Part): boolean {
  const theirs = stretchesOn(tail, b);
  return stretchesOn(tail, a).some(([from, to]) =>
    theirs.some(([start, end]) => Math.min(to, end) - Math.max(from, start) > GRID),
  );
}

/** Where edges of `part` lie on the tail: distances from its start. */
function stretchesOn({ from, to }: Tail, part: Part): [number, number][] {
  const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const along = ({ x, y }: Point) => (x - from.x) * ux + (y - from.y) * uy;
  const isOn = ({ x, y }: Point) => Math.abs((x - from.x) * uy - (y - from.y) * ux) < GRID;
  const found: [number, number][] = [];
  for (const ring of ringsOf(part)) {
    for (let i = 0; i < ring.length / 2; i++) {
      const [a, b] = [pointOf(ring, i), pointOf(ring, i + 1)];
      if (!isOn(a) || !isOn(b)) continue;
      found.push([
        Math.max(0, Math.min(along(a), along(b))),
        Math.min(length, Math.max(along(a), along(b))),
      ]);
    }
  }
  return found;
}
