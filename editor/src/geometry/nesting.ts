/** Holes to the outer rings they lie in. */
import { inRing, signedArea } from "./rings";
import { pointOf, type Part, type Point, type Ring } from "./types";

/** One part for each outer ring, in their order; a hole in none of them is dropped. */
export function nested(outers: readonly Ring[], holes: readonly Ring[]): Part[] {
  const mine = outers.map((): Ring[] => []);
  const smallestFirst = outers
    .map((ring, index) => ({ ring, index, area: Math.abs(signedArea(ring)) }))
    .sort((a, b) => a.area - b.area);
  for (const hole of holes) {
    const home = smallestFirst.find(({ ring }) => outers.length === 1 || holds(ring, hole));
    if (home) mine[home.index]!.push(hole);
  }
  return outers.map((outer, index) => ({ outer, holes: mine[index]! }));
}

/** Whether `hole`, which does not cross `outer`, lies inside: some of its points may lie on it. */
function holds(outer: Ring, hole: Ring): boolean {
  const probes = probesOf(hole);
  return probes.filter((point) => inRing(outer, point)).length * 2 > probes.length;
}

/** The middles of up to nine edges: where rings touch in points, most of them are off the other. */
function probesOf(ring: Ring): Point[] {
  const count = ring.length / 2;
  const stride = Math.max(1, Math.ceil(count / 9));
  const probes: Point[] = [];
  for (let i = 0; i < count; i += stride) {
    const [a, b] = [pointOf(ring, i), pointOf(ring, i + 1)];
    probes.push({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  }
  return probes;
}
