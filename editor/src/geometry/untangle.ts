/**
 * Outlines without crossings from rings with any: the even-odd rule on the arrangement of their
 * edges. Clipper is not asked, because rings that run along themselves make it lose areas or never
 * end.
 */
import { type Place, type Segment, parted, segmentsOf } from "./arrangement";
import { type Outline, UNITS_A_STEP } from "./clipping";
import type { Ring } from "./types";

/**
 * What an odd number of the rings' turns encloses: outer loops wound positively, holes negatively.
 */
export function untangled(rings: readonly Ring[]): Outline[] {
  const edges = parted(rings.flatMap(segmentsOf));
  return facesOf(edges)
    .filter((face) => isInside(face, edges))
    .map((face) => face.map(({ x, y }) => ({ x: x * UNITS_A_STEP, y: y * UNITS_A_STEP })));
}

/** The edges both ways round: loops with their face on the left, x to y being a left turn. */
function facesOf(edges: readonly Segment[]): Place[][] {
  const around = spokesOf(edges);
  const walked = new Set<Spoke>();
  const faces: Place[][] = [];
  for (const first of [...around.values()].flat()) {
    if (walked.has(first)) continue;
    const face: Place[] = [];
    for (let spoke = first; !walked.has(spoke); spoke = after(spoke, around)) {
      walked.add(spoke);
      face.push(spoke.from);
    }
    faces.push(face);
  }
  return faces;
}

/** An edge as seen from one of its ends. */
interface Spoke {
  readonly from: Place;
  readonly to: Place;
  readonly bearing: number;
}

/** The edges at each place, by their bearing. */
function spokesOf(edges: readonly Segment[]): Map<string, Spoke[]> {
  const around = new Map<string, Spoke[]>();
  const add = (from: Place, to: Place) => {
    const bearing = Math.atan2(to.y - from.y, to.x - from.x);
    const spokes = around.get(nameOf(from)) ?? [];
    around.set(nameOf(from), [...spokes, { from, to, bearing }]);
  };
  for (const { ax, ay, bx, by } of edges) {
    add({ x: ax, y: ay }, { x: bx, y: by });
    add({ x: bx, y: by }, { x: ax, y: ay });
  }
  for (const spokes of around.values()) spokes.sort((p, q) => p.bearing - q.bearing);
  return around;
}

function nameOf({ x, y }: Place): string {
  return `${x} ${y}`;
}

/** The next edge of the face on the left: at the far end, the one before the way back. */
function after({ from, to }: Spoke, around: ReadonlyMap<string, readonly Spoke[]>): Spoke {
  const spokes = around.get(nameOf(to))!;
  const back = spokes.findIndex((spoke) => spoke.to.x === from.x && spoke.to.y === from.y);
  return spokes[(back + spokes.length - 1) % spokes.length]!;
}

/** Whether the side to the left of the loop is enclosed an odd number of times. */
function isInside([a, b]: readonly Place[], edges: readonly Segment[]): boolean {
  const [dx, dy] = [b!.x - a!.x, b!.y - a!.y];
  const isSteep = Math.abs(dy) >= Math.abs(dx);
  const middle = { x: (a!.x + b!.x) / 2, y: (a!.y + b!.y) / 2 };
  const beyond = edges.filter((edge) => isBeyond(edge, middle, isSteep)).length;
  // The ray starts on the edge and leaves to greater x (or y): is that the left side?
  const isLeft = isSteep ? dy < 0 : dx > 0;
  return (beyond % 2 === 1) === isLeft;
}

/** Whether an edge crosses the ray from `from` to greater x, or to greater y unless `isSteep`. */
function isBeyond({ ax, ay, bx, by }: Segment, from: Place, isSteep: boolean): boolean {
  const [px, py, qx, qy] = isSteep ? [ax, ay, bx, by] : [ay, ax, by, bx];
  const [x, y] = isSteep ? [from.x, from.y] : [from.y, from.x];
  if (py > y === qy > y) return false;
  // In whole numbers, so that the ray's own edge is never beyond itself.
  const side = (qx - px) * (y - py) - (qy - py) * (x - px);
  return qy > py ? side > 0 : side < 0;
}
