/** What the select tool drags: whole instances, a marquee; points are vertexDrag.ts's. */
import { verticesIn } from "../geometry/hits";
import { translated } from "../geometry/transform";
import { snapped, type Box, type Parts, type Point, type VertexRef } from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { commitShown } from "./neighbours";
import { boxAround, canChange, editable } from "./picking";
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
    commitShift(this.all, this.by(at), tools);
  }

  cancel({ acts }: Tools): void {
    acts.preview(null);
  }

  private by({ image, shift }: Pointing): Point {
    return straight({ x: image.x - this.from.x, y: image.y - this.from.y }, shift);
  }
}

export function commitShift(all: readonly Instance[], by: Point, tools: Tools): void {
  commitShown(tools, "Move", all, shifted(all, by, tools.state));
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
export function straight(by: Point, isAsked: boolean): Point {
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
