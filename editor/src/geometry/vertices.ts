/** Moving, adding and taking away single points. */
import { pointOf, ringAt, ringsOf, snapped, withRing } from "./types";
import type { EdgePlace, Part, Parts, Point, Ring, RingRef, VertexRef } from "./types";

/** The named vertices, shifted. */
export function moved(parts: Parts, refs: readonly VertexRef[], dx: number, dy: number): Parts {
  if (dx === 0 && dy === 0) return parts;
  return byRing(refs).reduce((result, { ref, vertices }) => {
    const ring = [...ringAt(parts, ref)!];
    for (const vertex of vertices) {
      ring[vertex * 2] = snapped(ring[vertex * 2]! + dx);
      ring[vertex * 2 + 1] = snapped(ring[vertex * 2 + 1]! + dy);
    }
    return withRing(result, ref, ring);
  }, parts);
}

/** One vertex at `point`. */
export function placed(parts: Parts, ref: VertexRef, point: Point): Parts {
  const old = ringAt(parts, ref)!;
  const [x, y] = [snapped(point.x), snapped(point.y)];
  if (x === old[ref.vertex * 2] && y === old[ref.vertex * 2 + 1]) return parts;
  const ring = [...old];
  ring.splice(ref.vertex * 2, 2, x, y);
  return withRing(parts, ref, ring);
}

/** A new vertex at `place`; where one of the edge's ends lies on that very point, that end instead. */
export function inserted(parts: Parts, place: EdgePlace): { parts: Parts; ref: VertexRef } {
  const { part, ring: r, vertex } = place;
  const old = ringAt(parts, place)!;
  const point = { x: snapped(place.point.x), y: snapped(place.point.y) };
  for (const end of [vertex, (vertex + 1) % (old.length / 2)]) {
    const { x, y } = pointOf(old, end);
    if (x === point.x && y === point.y) return { parts, ref: { part, ring: r, vertex: end } };
  }
  const ring = [...old];
  ring.splice(vertex * 2 + 2, 0, point.x, point.y);
  return { parts: withRing(parts, place, ring), ref: { part, ring: r, vertex: vertex + 1 } };
}

/** Without the named vertices: a ring left with fewer than three goes, and a part with its outer. */
export function without(parts: Parts, refs: readonly VertexRef[]): Parts {
  const gone = byRing(refs);
  if (gone.length === 0) return parts;
  return parts.flatMap((part, index) => {
    const here = gone.filter(({ ref }) => ref.part === index);
    return here.length === 0 ? [part] : partWithout(part, here);
  });
}

interface RingVertices {
  ref: RingRef;
  vertices: Set<number>;
}

function byRing(refs: readonly VertexRef[]): RingVertices[] {
  const groups = new Map<string, RingVertices>();
  for (const { part, ring, vertex } of refs) {
    const name = `${part}.${ring}`;
    const group = groups.get(name) ?? { ref: { part, ring }, vertices: new Set() };
    groups.set(name, group);
    group.vertices.add(vertex);
  }
  return [...groups.values()];
}

function partWithout(part: Part, gone: readonly RingVertices[]): Part[] {
  const rings = ringsOf(part).map((ring, index): Ring => {
    const vertices = gone.find(({ ref }) => ref.ring === index)?.vertices;
    return vertices ? ring.filter((_, i) => !vertices.has(i >> 1)) : ring;
  });
  const [outer, ...holes] = rings;
  if (outer!.length < 6) return [];
  return [{ outer: outer!, holes: holes.filter((hole) => hole.length >= 6) }];
}
