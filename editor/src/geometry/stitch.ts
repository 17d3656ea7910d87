/** What came of a window, put back into the part that it was cut from. */
import { nested } from "./nesting";
import { reversed, signedArea } from "./rings";
import { type Part, type Parts, type Ring, ringsOf } from "./types";
import { type Gate, type Stretch, type Window, verticesOn } from "./window";

/** A point of a new ring; `vertex` of ring `ring` of the part, -1 when it is new. */
interface Bead {
  x: number;
  y: number;
  ring: number;
  vertex: number;
}

/** A new ring: `origin` is the ring it continues, -1 for none. */
interface Loop {
  ring: Ring;
  isHole: boolean;
  origin: number;
}

/** From a gate into the window to a gate out of it. */
interface Arc {
  readonly beads: readonly Bead[];
  readonly to: Gate;
}

/**
 * The part with `result` in place of what was in the window: its parts, each with whether its outer
 * ring continues the part's. Null when the gates did not come back as they were.
 */
export function stitched(
  part: Part,
  window: Window,
  result: Parts,
): { part: Part; isOld: boolean }[] | null {
  const gates = new Map<string, Gate>();
  for (const { from, to } of window.outside) gates.set(keyOf(from), from).set(keyOf(to), to);
  const isCut = (ring: Ring) => beadsOf(ring).some((bead) => gates.has(keyOf(bead)));
  const outers = result.map(({ outer }) => outer);
  const arcs = arcsOf(outers.filter(isCut), gates, knownIn(window));
  const loops = arcs && loopsOf(window, arcs);
  if (!loops) return null;
  const old = ringsOf(part);
  const away = window.away.map((r) => ({ ring: old[r]!, isHole: r > 0, origin: r }));
  const free = (ring: Ring, isHole: boolean) => ({ ring, isHole, origin: old.indexOf(ring) });
  const all = [
    ...away,
    ...loops.map((beads) => asBefore(beads, part, window)),
    ...outers
      .filter((ring) => ring !== window.frame && !isCut(ring))
      .map((ring) => free(ring, false)),
    ...result.flatMap(({ holes }) => holes).map((ring) => free(ring, true)),
  ].sort((a, b) => rank(a) - rank(b));
  const outerLoops = all.filter(({ isHole }) => !isHole);
  const holes = all.filter(({ isHole }) => isHole).map(({ ring }) => ring);
  return nested(
    outerLoops.map(({ ring }) => ring),
    holes,
  ).map((piece, k) => ({
    part: piece,
    isOld: outerLoops[k]!.origin === 0,
  }));
}

function rank({ origin }: Loop): number {
  return origin < 0 ? Number.MAX_SAFE_INTEGER : origin;
}

function keyOf({ x, y }: { x: number; y: number }): string {
  return `${x} ${y}`;
}

function beadsOf(ring: Ring): Bead[] {
  const beads: Bead[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    beads.push({ x: ring[i]!, y: ring[i + 1]!, ring: -1, vertex: -1 });
  }
  return beads;
}

/** The vertices that a stretch passes. */
function beadsOn(stretch: Stretch, { rings }: Window): Bead[] {
  const number = stretch.from.ring;
  const ring = rings[number]!;
  return verticesOn(stretch, ring).map((vertex) => ({
    x: ring[2 * vertex]!,
    y: ring[2 * vertex + 1]!,
    ring: number,
    vertex,
  }));
}

function knownIn(window: Window): Map<string, Bead> {
  const beads = window.inside.flatMap((stretch) => beadsOn(stretch, window));
  return new Map(beads.map((bead) => [keyOf(bead), bead]));
}

/** By the gate they come in at; null unless each gate is met once and in turn. */
function arcsOf(
  rings: readonly Ring[],
  gates: ReadonlyMap<string, Gate>,
  known: ReadonlyMap<string, Bead>,
): Map<Gate, Arc> | null {
  const arcs = new Map<Gate, Arc>();
  for (const ring of rings) {
    const beads = beadsOf(signedArea(ring) > 0 ? ring : reversed(ring));
    const first = beads.findIndex((bead) => gates.get(keyOf(bead))?.isIn);
    let open: { from: Gate; beads: Bead[] } | null = null;
    for (const bead of [...beads.slice(first), ...beads.slice(0, first)]) {
      const gate = gates.get(keyOf(bead));
      if (gate && gate.isIn === (open !== null)) return null;
      if (gate?.isIn) open = { from: gate, beads: [] };
      else if (gate && open) {
        arcs.set(open.from, { beads: open.beads, to: gate });
        open = null;
      } else open?.beads.push(known.get(keyOf(bead)) ?? bead);
    }
  }
  return arcs.size * 2 === gates.size ? arcs : null;
}

/** What is inside the window and what is outside, gate to gate; null where a way leads nowhere. */
function loopsOf(window: Window, arcs: Map<Gate, Arc>): Bead[][] | null {
  const outside = new Map(window.outside.map((stretch) => [stretch.from, stretch]));
  const loops: Bead[][] = [];
  for (const first of arcs.keys()) {
    const loop: Bead[] = [];
    for (let gate: Gate | undefined = first; gate;) {
      const arc = arcs.get(gate);
      const stretch = arc && outside.get(arc.to);
      if (!arc || !stretch) return null;
      loop.push(...arc.beads, ...beadsOn(stretch, window));
      arcs.delete(gate);
      gate = stretch.to === first ? undefined : stretch.to;
    }
    loops.push(loop);
  }
  return loops;
}

/** Wound like the ring it continues, from that ring's first vertex that is still there. */
function asBefore(beads: readonly Bead[], part: Part, { rings }: Window): Loop {
  const isHole = signedArea(coordinates(beads)) < 0;
  const origin = Math.min(...beads.filter(({ vertex }) => vertex >= 0).map(({ ring }) => ring));
  const old = ringsOf(part)[origin]!;
  const count = old.length / 2;
  const isTurned = rings[origin] !== old;
  const numbered = beads.map((bead) => {
    if (bead.ring !== origin) return { bead, vertex: -1 };
    return { bead, vertex: isTurned ? count - 1 - bead.vertex : bead.vertex };
  });
  if (isTurned) numbered.reverse();
  const least = Math.min(...numbered.map(({ vertex }) => (vertex < 0 ? count : vertex)));
  const start = numbered.findIndex(({ vertex }) => vertex === least);
  const turned = [...numbered.slice(start), ...numbered.slice(0, start)];
  const isSame = turned.length === count && turned.every(({ vertex }, k) => vertex === k);
  return { ring: isSame ? old : coordinates(turned.map(({ bead }) => bead)), isHole, origin };
}

function coordinates(beads: readonly Bead[]): number[] {
  const ring: number[] = [];
  for (const { x, y } of beads) ring.push(x, y);
  return ring;
}
