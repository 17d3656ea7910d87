/** Dragging points of an outline: one, all that are chosen, or one just put into an edge. */
import type { State } from "../app/state";
import { nearestEdge } from "../geometry/hits";
import { pointOf, ringAt, type Parts, type Point, type VertexRef } from "../geometry/types";
import { inserted, moved } from "../geometry/vertices";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { isSameRef, straight, type Drag } from "./drags";
import { onPicture } from "./drawing";
import { commitOutline, seenAround, showOutline, snapTo, type Snapped } from "./neighbours";
import { clickReach, type Handle } from "./picking";
import { SHARED } from "./sharing";
import type { Pointing, Tools } from "./tool";
import { chosenVertices } from "./vertices";

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

  private after(at: Pointing, state: State): Parts {
    const { start, refs, held, from } = this.what;
    const origin = pointOf(ringAt(start, held)!, held.vertex);
    const by = straight({ x: at.image.x - from.x, y: at.image.y - from.y }, at.shift);
    const wanted = onPicture({ x: origin.x + by.x, y: origin.y + by.y }, state);
    this.snap = refs.length > 1 || at.ctrl ? null : this.snapNear(wanted, origin, at, state);
    const to = this.snap?.point ?? wanted;
    return moved(start, refs, to.x - origin.x, to.y - origin.y);
  }

  /** Not to the neighbours that the point shares a border with: they come along. */
  private snapNear(wanted: Point, origin: Point, at: Pointing, state: State): Snapped | null {
    const box = { x1: wanted.x, y1: wanted.y, x2: wanted.x, y2: wanted.y };
    const others = seenAround(state, box, clickReach(at, state), [this.what.one.key]);
    for (const [key, parts] of others) {
      if (!at.alt && nearestEdge(parts, origin, SHARED)) others.delete(key);
    }
    return snapTo(others, wanted, state);
  }
}

/** A chosen point takes all chosen ones along; an edge gets a new point to drag. */
export function vertexDrag(one: Instance, handle: Handle, at: Pointing, { state }: Tools): Drag {
  const from = at.image;
  if (handle.kind === "edge") {
    const { parts: start, ref } = inserted(one.parts, handle.place);
    return new VertexDrag({ one, start, refs: [ref], held: ref, from });
  }
  const { ref } = handle;
  const chosen = chosenVertices(state);
  const refs = chosen.some((known) => isSameRef(known, ref)) ? chosen : [ref];
  return new VertexDrag({ one, start: one.parts, refs, held: ref, from });
}
