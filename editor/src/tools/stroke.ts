/** One stroke along the outline as it should be: it replaces that stretch, cuts off, or extends. */
import { nearestEdge } from "../geometry/hits";
import { freehand } from "../geometry/shapes";
import type { StrokeResult } from "../geometry/stroke";
import type { Path } from "../geometry/types";
import type { OverlayPainter } from "../view/overlay";
import { Draft } from "./draft";
import { freehandTolerance, onPicture, pathOf } from "./drawing";
import { commitOutline, showOutline } from "./neighbours";
import { grabReach, isDrag } from "./picking";
import { strokeOutcome, strokeTarget } from "./strokeTarget";
import type { Pointing, Tool, ToolKey, Tools } from "./tool";

const STYLE = { color: "#ffffff", width: 2 };
/** A click this part of the grab radius from the outline ends a clicked stroke. */
const ON_OUTLINE = 4;
const LABELS: Record<StrokeResult["kind"], string> = {
  redraw: "Redraw a stretch",
  extend: "Extend by a stroke",
  cut: "Cut off by a stroke",
};

export class StrokeTool implements Tool {
  readonly id = "stroke";
  readonly cursor = "crosshair";
  /** The points clicked so far, for who does not drag. */
  private draft = new Draft();
  private press: Pointing | null = null;
  private line: Pointing[] | null = null;
  private last: Pointing | null = null;
  private side: 0 | 1 = 0;

  hint({ state }: Tools): string {
    if (this.line)
      return "release: done · Tab: the other side · Shift: along a neighbour or prediction · Alt: leave the neighbours";
    if (this.draft.count === 0)
      return state.ghost.value === null
        ? "draw the outline as it should be · or click along it"
        : "draw the outline as it should be · with Shift: as the prediction has it";
    return "click: next point · on the outline or Enter: done · Tab: the other side · Backspace: back";
  }

  isBusy(): boolean {
    return this.press !== null || this.draft.count > 0;
  }

  hover(at: Pointing, tools: Tools): void {
    this.last = at;
    if (this.draft.count > 0) this.show(this.pathTo(at, tools), at, tools);
  }

  down(at: Pointing): void {
    this.press = at;
    this.line = null;
  }

  drag(at: Pointing, tools: Tools, all: readonly Pointing[]): void {
    if (!this.press) return;
    this.last = at;
    if (!this.line && isDrag(this.press, at)) this.line = [this.press];
    if (!this.line) return;
    this.line.push(...all);
    this.show(this.drawn(tools), at, tools);
  }

  up(at: Pointing, tools: Tools): void {
    const { press, line } = this;
    if (!press) return;
    this.last = at;
    this.press = null;
    if (line) {
      line.push(at);
      this.commit(this.drawn(tools), at, tools);
    } else this.click(at, tools);
    this.line = null;
  }

  lost(tools: Tools): void {
    this.press = null;
    this.line = null;
    tools.acts.preview(null);
  }

  key(key: ToolKey, _far: boolean, tools: Tools): boolean {
    if (!this.isBusy()) return false;
    if (key === "otherSide") return this.flip(tools);
    if (key === "takeBack" || key === "delete") return this.undo(tools);
    if (key === "cancel") return this.cancel(tools);
    if (key !== "finish" || this.draft.count === 0) return false;
    this.finish(tools);
    return true;
  }

  undo(tools: Tools): boolean {
    const isTaken = this.draft.takeBack();
    if (isTaken && this.last) this.hoverAgain(tools);
    return isTaken;
  }

  redo(tools: Tools): boolean {
    const isBack = this.draft.redo();
    if (isBack) this.hoverAgain(tools);
    return isBack;
  }

  /** A stroke that means something is done; points that do not are no outline yet. */
  leave(tools: Tools): void {
    const path = this.line ? this.drawn(tools) : this.draft.path;
    if (path.length >= 4) this.commit(path, this.last, tools);
    this.lost(tools);
    this.draft = new Draft();
  }

  draw(painter: OverlayPainter, tools: Tools): void {
    const { last, draft } = this;
    const path = this.line
      ? this.drawn(tools)
      : last && draft.count > 0
        ? this.pathTo(last, tools)
        : [];
    if (path.length >= 4) painter.path(path, STYLE);
    if (draft.first) painter.dot(draft.first, { ...STYLE, radius: 4 });
  }

  private click(at: Pointing, tools: Tools): void {
    const { x, y } = onPicture(at.image, tools.state);
    const ends = this.draft.count > 0 && (at.clicks > 1 || this.isOnOutline(at, tools));
    if (at.clicks < 2 || this.draft.count === 0) this.draft.add([x, y]);
    if (ends) this.finish(tools);
  }

  /** Enter commits what was clicked; when that means nothing the points are kept. */
  private finish(tools: Tools): void {
    if (this.commit(this.draft.path, this.last, tools)) this.draft = new Draft();
  }

  private isOnOutline(at: Pointing, { state }: Tools): boolean {
    const one = strokeTarget(this.draft.path, at, state);
    return (
      one !== undefined &&
      nearestEdge(one.parts, at.image, grabReach(at, state) / ON_OUTLINE) !== null
    );
  }

  private flip(tools: Tools): boolean {
    this.side = this.side === 0 ? 1 : 0;
    this.hoverAgain(tools);
    return true;
  }

  private hoverAgain(tools: Tools): void {
    if (!this.last) return;
    if (this.line) this.show(this.drawn(tools), this.last, tools);
    else this.hover(this.last, tools);
  }

  private cancel(tools: Tools): boolean {
    if (this.press) this.lost(tools);
    else this.draft = new Draft();
    this.side = 0;
    tools.acts.preview(null);
    return true;
  }

  private drawn({ state }: Tools): Path {
    return freehand(pathOf(this.line ?? [], state), freehandTolerance(state));
  }

  private pathTo(at: Pointing, { state }: Tools): Path {
    const { x, y } = onPicture(at.image, state);
    return [...this.draft.path, x, y];
  }

  private show(path: Path, at: Pointing, tools: Tools): void {
    const found = strokeOutcome(path, at, this.side, tools.state);
    if (found) showOutline(tools, found.one, found.result.parts, at.alt);
    else tools.acts.preview(null);
  }

  private commit(path: Path, at: Pointing | null, tools: Tools): boolean {
    const { state, acts } = tools;
    acts.preview(null);
    const found = at && strokeOutcome(path, at, this.side, state);
    this.side = 0;
    if (!found) {
      acts.say("The stroke meets no outline that can be changed.");
      return false;
    }
    const { one, result } = found;
    const after = result.parts;
    const isDone = commitOutline(tools, LABELS[result.kind], { one, after, detached: at.alt });
    if (isDone && !state.selection.value.includes(one.key)) acts.select([one.key]);
    return isDone;
  }
}
