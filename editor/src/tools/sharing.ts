/** Which outlines share a border: asked in every frame of a drag, answered once. */
import { nearestEdge, nearestVertex, verticesIn } from "../geometry/hits";
import { boxOf } from "../geometry/rings";
import { pointOf, ringAt, type Parts, type Point } from "../geometry/types";

/** Two outlines nearer than this are one border, image pixels. */
export const SHARED = 0.5;
/** Where they only cross they are near for less than this, image pixels. */
const LEAST = 3;

/** Outlines are never changed in place, so that an answer holds for as long as both are there. */
const answers = new WeakMap<Parts, WeakMap<Parts, boolean>>();

/** Whether the two have a vertex in common, or somewhere run along one another. */
export function sharesBorder(a: Parts, b: Parts): boolean {
  const known = answers.get(a) ?? new WeakMap<Parts, boolean>();
  answers.set(a, known);
  const answer = known.get(b) ?? isShared(a, b);
  known.set(b, answer);
  return answer;
}

function isShared(a: Parts, b: Parts): boolean {
  const [ofA, ofB] = [verticesOn(a, b), verticesOn(b, a)];
  if (ofA.some((point) => nearestVertex(b, point, SHARED) !== null)) return true;
  const apart = spread([...ofA, ...ofB]);
  return apart.some((p, i) => apart.slice(i + 1).some((q) => isAlong(middle(p, q), a, b)));
}

/** The vertices of `parts` that lie on the outline of `other`. */
function verticesOn(parts: Parts, other: Parts): Point[] {
  const { x1, y1, x2, y2 } = boxOf(other);
  const around = { x1: x1 - SHARED, y1: y1 - SHARED, x2: x2 + SHARED, y2: y2 + SHARED };
  return verticesIn(parts, around)
    .map((ref) => pointOf(ringAt(parts, ref)!, ref.vertex))
    .filter((point) => nearestEdge(other, point, SHARED) !== null);
}

/** Of points in the order of an outline, those not beside one already taken. */
function spread(points: readonly Point[]): Point[] {
  const taken: Point[] = [];
  for (const point of points) {
    const isBeside = taken.some(({ x, y }) => Math.hypot(x - point.x, y - point.y) < LEAST);
    if (!isBeside) taken.push(point);
  }
  return taken;
}

function middle(p: Point, q: Point): Point {
  return { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
}

function isAlong(point: Point, a: Parts, b: Parts): boolean {
  return nearestEdge(a, point, SHARED) !== null && nearestEdge(b, point, SHARED) !== null;
}
