/** What the select tool drags: points, whole instances, a marquee. */
import { nearestEdge, verticesIn } from "../geometry/hits";
import { translated } from "../geometry/transform";
import { moved } from "../geometry/vertices";
import {
  pointOf,
  ringAt,
  snapped,
  type Box,
  type Parts,
  type Point,
  type VertexRef,
} from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { onPicture } from "./drawing";
import { commitOutline, SHARED, seenAround, showOutline, snapTo, type Snapped } from "./neighbours";
import { boxAround, canChange, clickReach, editable } from "./picking";
import type { Pointing, ToolKey, Tools } from "./tool";

const MARQUEE = { color: "#ffffff", width: 1, dashed: true, fill: 0.08 };

/** Begun by a press, or carried from a click to the next one. */
export interface Drag {
  readonly hint: string;
  move(at: Pointing, tools: Tools, all: readonly Pointing[]): void;
  finish(at: Pointing, tools: Tools): void;
  cancel(tools: Tools): void;
  key?(key: ToolKey, tools: Tools): boolean;
  draw?(painter: OverlayPainter, tools: Tools): void;
}

export interface Held {
  readonly one: Instance;
  /** Its outline when the drag began: its own, or with a point just put in. */
  readonly start: Parts;
  readonly refs: readonly VertexRef[];
  /** The one of `refs` that was taken, and where. */
  readonly held: VertexRef;
  readonly from: Point;
}

export class VertexDrag implements Drag {
  readonly hint =
    "move: snaps to neighbours · Ctrl: no snapping · Shift: straight · Alt: leave the neighbours";
  private snap: Snapped | null = null;

  constructor(private readonly what: Held) {}

  move(at: Pointing, tools: Tools): void {
    showOutline(tools, this.what.one, this.after(at, tools.state), at.alt);
  }

  finish(at: Pointing, tools: Tools): void {
    const { one, refs, start } = this.what;
    const after = this.after(at, tools.state);
    const label = start === one.parts ? "Move a point" : "Add a point";
    const isDone = commitOutline(tools, refs.length > 1 ? "Move points" : label, {
      one,
      after,
      detached: at.alt,
    });
    if (isDone || start === one.parts) tools.state.vertices.value = refs;
  }

  cancel({ acts }: Tools): void {
    acts.preview(null);
  }

  draw(painter: OverlayPainter): void {
    if (this.snap) painter.dot(this.snap.point, { color: "#ffffff", radius: 5 });
  }

  private after(at: Pointing, state: Tools["state"]): Parts {
    const { start, refs, held, from } = this.what;
    const origin = pointOf(ringAt(start, held)!, held.vertex);
    const by = straight({ x: at.image.x - from.x, y: at.image.y - from.y }, at.shift);
    const wanted = onPicture({ x: origin.x + by.x, y: origin.y + by.y }, state);
    this.snap = refs.length > 1 || at.ctrl ? null : this.snapNear(wanted, origin, at, state);
    const to = this.snap?.point ?? wanted;
    return moved(start, refs, to.x - origin.x, to.y - origin.y);
  }

  /** Not to the neighbours that the point shares a border with: they come along. */
  private snapNear(
    wanted: Point,
    origin: Point,
    at: Pointing,
    state: Tools["state"],
  ): Snapped | null {
    const box = { x1: wanted.x, y1: wanted.y, x2: wanted.x, y2: wanted.y };
    const others = seenAround(state, box, clickReach(at, state), [this.what.one.key]);
    for (const [key, parts] of others) {
      if (!at.alt && nearestEdge(parts, origin, SHARED)) others.delete(key);
    }
    return snapTo(others, wanted, state);
  }
}

export class MoveDrag implements Drag {
  readonly hint = "move the whole · Shift: straight · Esc: back";

  constructor(
    private readonly all: readonly Instance[],
    private readonly from: Point,
  ) {}

  move(at: Pointing, { state, acts }: Tools): void {
    acts.preview(shifted(this.all, this.by(at), state));
  }

  finish(at: Pointing, tools: Tools): void {
    tools.acts.preview(null);
    commitShift(this.all, this.by(at), tools);
  }

  cancel({ acts }: Tools): void {
    acts.preview(null);
  }

  private by({ image, shift }: Pointing): Point {
    return straight({ x: image.x - this.from.x, y: image.y - this.from.y }, shift);
  }
}

export function commitShift(all: readonly Instance[], by: Point, { state, acts }: Tools): void {
  const shown = shifted(all, by, state);
  acts.commit("Move", { edits: [...shown].map(([key, parts]) => ({ key, parts })) });
}

/** No farther than the picture goes: what left it would be cut off. */
function shifted(
  all: readonly Instance[],
  by: Point,
  state: Tools["state"],
): ReadonlyMap<string, Parts> {
  if (all.length === 0) return new Map();
  const { x1, y1, x2, y2 } = boxAround(all);
  const { x2: width, y2: height } = state.imageBox;
  const dx = snapped(held(by.x, -x1, width - x2));
  const dy = snapped(held(by.y, -y1, height - y2));
  return new Map(all.map((one) => [one.key, translated(one.parts, dx, dy)]));
}

/** What lies beyond the picture already may stay there, and come back. */
function held(by: number, least: number, most: number): number {
  return Math.min(Math.max(by, Math.min(least, 0)), Math.max(most, 0));
}

export class Marquee implements Drag {
  readonly hint = "points of the selected instance inside, else whole instances · Shift: add";
  private box: Box;

  constructor(
    private readonly from: Point,
    private readonly adds: boolean,
  ) {
    this.box = spanned(from, from);
  }

  move(at: Pointing): void {
    this.box = spanned(this.from, at.image);
  }

  finish(at: Pointing, { state, acts }: Tools): void {
    const box = spanned(this.from, at.image);
    const one = editable(state);
    const inside = one ? verticesIn(one.parts, box) : [];
    if (inside.length > 0) {
      state.vertices.value = this.adds ? merged(state.vertices.value, inside) : inside;
      return;
    }
    const keys = state.doc.index
      .within(box)
      .filter((key) => isWithin(state.doc.get(key)?.box, box));
    const seen = keys.filter((key) => !state.isHidden(key));
    acts.select(this.adds ? [...state.selection.value, ...seen] : seen);
  }

  cancel(): void {
    this.box = spanned(this.from, this.from);
  }

  draw(painter: OverlayPainter): void {
    const { x1, y1, x2, y2 } = this.box;
    painter.parts([{ outer: [x1, y1, x2, y1, x2, y2, x1, y2], holes: [] }], MARQUEE);
  }
}

/** The selected instances that may be moved. */
export function movable({ state }: Tools): Instance[] {
  return state.selected.value.filter((one) => one.parts.length > 0 && canChange(state, one.key));
}

export function isSameRef(a: VertexRef, b: VertexRef): boolean {
  return a.part === b.part && a.ring === b.ring && a.vertex === b.vertex;
}

/** Along the nearer axis only, when asked. */
function straight(by: Point, isAsked: boolean): Point {
  if (!isAsked) return by;
  return Math.abs(by.x) >= Math.abs(by.y) ? { x: by.x, y: 0 } : { x: 0, y: by.y };
}

function merged(known: readonly VertexRef[], more: readonly VertexRef[]): VertexRef[] {
  return [...known, ...more.filter((ref) => !known.some((one) => isSameRef(one, ref)))];
}

function spanned(a: Point, b: Point): Box {
  return {
    x1: Math.min(a.x, b.x),
    y1: Math.min(a.y, b.y),
    x2: Math.max(a.x, b.x),
    y2: Math.max(a.y, b.y),
  };
}

function isWithin(inner: Box | undefined, outer: Box): boolean {
  if (!inner) return false;
  return (
    inner.x1 >= outer.x1 && inner.y1 >= outer.y1 && inner.x2 <= outer.x2 && inner.y2 <= outer.y2
  );
}
