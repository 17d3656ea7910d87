/** Rings drawn click by click, freehand while pressed, along a neighbour's boundary with Shift. */
import { pathCrossings } from "../geometry/crossings";
import { boxOfPath, withoutRepeats } from "../geometry/rings";
import { freehand } from "../geometry/shapes";
import type { Path, Point, Ring } from "../geometry/types";
import type { OverlayPainter } from "../view/overlay";
import { Draft } from "./draft";
import { draftStyle, freehandTolerance, onPicture, pathOf } from "./drawing";
import { seenAround, snapTo, traced, type Snapped } from "./neighbours";
import { clickReach, isDrag } from "./picking";
import type { Pointing, Tool, ToolId, ToolKey, Tools } from "./tool";

const NO_IMAGE = -1;

/** What becomes of a ring once it is closed: false when nothing can, and the draft is kept. */
export interface OutlinePurpose {
  readonly id: ToolId;
  /** "polygon": what the hint says is being drawn. */
  readonly name: string;
  /** It makes an instance: what is selected is let go, so that class keys mean the draft. */
  readonly isNew?: boolean;
  finish(ring: Ring, tools: Tools): boolean;
}

interface Press {
  readonly at: Pointing;
  /** The drawn line since the press; null while it is a click. */
  line: Pointing[] | null;
}

export class OutlineTool implements Tool {
  readonly cursor = "crosshair";
  readonly id: ToolId;
  /** One an image: a draft waits where it was left. */
  private drafts = new Map<number, Draft>();
  private current = new Draft();
  private isParked = false;
  private press: Press | null = null;
  private snap: Snapped | null = null;
  /** What the next click would add. */
  private ahead: Path = [];

  constructor(private readonly purpose: OutlinePurpose) {
    this.id = purpose.id;
  }

  hint(tools: Tools): string {
    const { count } = this.draft(tools);
    const { name } = this.purpose;
    if (count === 0) return `click or draw: ${name} · Shift: along a neighbour · Ctrl: no snapping`;
    if (this.isParked) return "draft kept · Enter or click: go on · Backspace: last point back";
    const close = count < 3 ? "" : "Enter, double click or first point: close · ";
    return `${close}Backspace: last point back · Shift: along a neighbour · Tab: the other way round`;
  }

  isBusy(): boolean {
    return this.press !== null || (!this.isParked && this.current.count > 0);
  }

  hover(at: Pointing, tools: Tools): void {
    this.look(at, tools);
  }

  down(at: Pointing, tools: Tools): void {
    this.isParked = false;
    if (this.purpose.isNew && tools.state.selection.value.length > 0) tools.acts.select([]);
    this.press = { at, line: null };
    this.look(at, tools);
  }

  drag(at: Pointing, tools: Tools, all: readonly Pointing[]): void {
    const { press } = this;
    if (!press) return;
    if (!press.line && isDrag(press.at, at)) press.line = [press.at];
    press.line?.push(...all);
    if (press.line) this.ahead = [];
    else this.look(at, tools);
  }

  up(at: Pointing, tools: Tools): void {
    const { press } = this;
    this.press = null;
    if (!press) return;
    if (press.line) this.addLine([...press.line, at], tools);
    else this.click(at, tools);
  }

  lost(): void {
    this.press = null;
    this.ahead = [];
  }

  key(key: ToolKey, far: boolean, tools: Tools): boolean {
    const draft = this.draft(tools);
    if (draft.count === 0 && key !== "cancel") return false;
    if (key === "finish") return this.resume() || this.close(tools, far);
    if (key === "takeBack" || key === "delete") return this.undo(tools);
    if (key === "otherSide") return this.turnTrace(draft, tools);
    if (key === "cancel") return this.cancel(draft, tools);
    return false;
  }

  undo(tools: Tools): boolean {
    return this.draft(tools).takeBack();
  }

  redo(tools: Tools): boolean {
    return this.draft(tools).redo();
  }

  leave(tools: Tools): void {
    const line = this.press?.line;
    this.lost();
    if (line) this.addLine(line, tools);
    if (this.draft(tools).count >= 3) this.close(tools, false);
    this.isParked = true;
  }

  draw(painter: OverlayPainter, tools: Tools): void {
    const { first, path: drawn, count } = this.draft(tools);
    const line = this.press?.line ? pathOf(this.press.line, tools.state) : [];
    const path = [...drawn, ...line, ...(this.isParked ? [] : this.ahead)];
    const crossings = pathCrossings(path);
    const style = draftStyle(tools.state, crossings.length > 0);
    if (path.length >= 4) painter.path(path, { ...style, dashed: this.isParked });
    if (first) painter.dot(first, { ...style, radius: count >= 3 ? 6 : 4 });
    if (this.snap) painter.dot(this.snap.point, { color: style.color, radius: 5 });
    for (const crossing of crossings) painter.cross(crossing);
  }

  private draft({ state }: Tools): Draft {
    const imageId = state.image.value?.id ?? NO_IMAGE;
    this.current = this.drafts.get(imageId) ?? new Draft();
    this.drafts.set(imageId, this.current);
    return this.current;
  }

  private discard({ state }: Tools): void {
    this.current = new Draft();
    this.drafts.delete(state.image.value?.id ?? NO_IMAGE);
  }

  private look(at: Pointing, tools: Tools): void {
    const { x, y } = this.place(at, tools.state);
    const { lastSnap } = this.draft(tools);
    const along = at.shift ? traced(lastSnap, this.snap, tools.state, false) : [];
    this.ahead = along.length > 2 ? along.slice(2) : [x, y];
  }

  /** Where a click would put a point; remembers the boundary it snaps to. */
  private place(at: Pointing, state: Tools["state"]): Point {
    const point = onPicture(at.image, state);
    const around = { x1: point.x, y1: point.y, x2: point.x, y2: point.y };
    const others = seenAround(state, around, clickReach(at, state));
    this.snap = at.ctrl ? null : snapTo(others, point, state);
    return this.snap?.point ?? point;
  }

  private click(at: Pointing, tools: Tools): void {
    const draft = this.draft(tools);
    const point = this.place(at, tools.state);
    const isRepeat = at.clicks > 1 && draft.count > 0;
    if (isRepeat || this.isOnFirst(at, draft, tools)) return void this.close(tools, at.shift);
    if (!at.shift || !this.addTrace(draft, this.snap, tools))
      draft.add([point.x, point.y], this.snap);
  }

  /** A small outline does not close before it is drawn: the first point's reach shrinks with it. */
  private isOnFirst(at: Pointing, draft: Draft, { state }: Tools): boolean {
    if (!draft.first || draft.count < 3) return false;
    const { x1, y1, x2, y2 } = boxOfPath(draft.path);
    const reach = Math.min(clickReach(at, state), Math.max(x2 - x1, y2 - y1) / 4);
    return Math.hypot(at.image.x - draft.first.x, at.image.y - draft.first.y) <= reach;
  }

  private addLine(all: readonly Pointing[], tools: Tools): void {
    const draft = this.draft(tools);
    const end = all.at(-1)!;
    const start = this.place(all[0]!, tools.state);
    const stop = this.place(end, tools.state);
    const line = [start.x, start.y, ...pathOf(all.slice(1, -1), tools.state), stop.x, stop.y];
    const joined = withoutRepeats([...draft.path.slice(-2), ...line], false);
    const thin = freehand(joined, freehandTolerance(tools.state));
    draft.add(draft.count > 0 ? thin.slice(2) : thin, this.snap);
    if (this.isOnFirst(end, draft, tools)) this.close(tools, end.shift);
  }

  /** Go on along the boundary that the last point and `to` share; false when they share none. */
  private addTrace(draft: Draft, to: Snapped | null, { state }: Tools): boolean {
    const points = traced(draft.lastSnap, to, state, false);
    if (points.length < 4) return false;
    draft.add(points.slice(2), to, true);
    return true;
  }

  private turnTrace(draft: Draft, { state }: Tools): boolean {
    const step = draft.lastStep;
    if (!step?.isTrace) return false;
    const shorter = traced(draft.snapBeforeLast, step.snap, state, false).slice(2);
    const isShorter = shorter.join() === step.points.join();
    const points = traced(draft.snapBeforeLast, step.snap, state, isShorter).slice(2);
    if (points.length === 0) return false;
    draft.takeBack();
    draft.add(points, step.snap, true);
    return true;
  }

  /** Enter takes a parked draft up again before it closes it. */
  private resume(): boolean {
    const wasParked = this.isParked;
    this.isParked = false;
    return wasParked;
  }

  private close(tools: Tools, alongNeighbour: boolean): boolean {
    const draft = this.draft(tools);
    const closing = alongNeighbour
      ? traced(draft.lastSnap, draft.firstSnap, tools.state, false)
      : [];
    const ring = withoutRepeats([...draft.path, ...closing.slice(2, -2)], true);
    if (ring.length < 6) {
      tools.acts.say("It takes three points: the draft is kept.");
      return true;
    }
    if (this.purpose.finish(ring, tools)) this.discard(tools);
    return true;
  }

  /** First the draft is put aside; then, when it is no outline yet, thrown away. */
  private cancel(draft: Draft, tools: Tools): boolean {
    if (this.press) {
      this.lost();
      return true;
    }
    if (draft.count === 0) return false;
    if (!this.isParked) {
      this.isParked = true;
      tools.acts.say("Draft kept: Enter goes on.");
      return true;
    }
    if (draft.count >= 3) return false;
    this.discard(tools);
    return true;
  }
}
