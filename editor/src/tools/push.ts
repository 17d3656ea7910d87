/** A round cursor that pushes the outline before it: outwards from inside, inwards from outside. */
import { nearestEdge } from "../geometry/hits";
import { push } from "../geometry/push";
import type { Parts, Point } from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { commitOutline, insideOf, seenAround, showOutline } from "./neighbours";
import { canChange, editable, isSamePlace, under } from "./picking";
import { brushRadius, drawCursor, sizeByWheel } from "./round";
import type { Pointing, Tool, ToolKey, Tools } from "./tool";

const SPACING = 1 / 6; // of the radius, between new points on the rim
const LEAST_SPACING = 3; // CSS pixels

interface Push {
  readonly at: Pointing;
  readonly one: Instance;
  readonly isFixed: ((x: number, y: number) => boolean) | null;
  parts: Parts;
  from: Point;
  detached: boolean;
}

export class PushTool implements Tool {
  readonly id = "push";
  readonly cursor = "none";
  private push: Push | null = null;
  /** Begun by a click: the cursor pushes until the next one. */
  private isCarried = false;

  hint(): string {
    if (this.isCarried) return "click or Enter: done · Esc: give up";
    if (this.push) return "release: done · Alt: leave the neighbours · Esc: give up";
    return "drag, or click and click: push the outline · wheel: size · Shift: keep off the neighbours · Alt: leave them";
  }

  isBusy(): boolean {
    return this.push !== null;
  }

  hover(at: Pointing, tools: Tools): void {
    if (this.isCarried) this.drag(at, tools, [at]);
  }

  down(at: Pointing, { state }: Tools): void {
    if (this.push) return;
    const one = editable(state) ?? touched(at, state);
    if (!one) return;
    const others = at.shift ? seenAround(state, one.box, 2 * brushRadius(state), [one.key]) : null;
    const isFixed = others && insideOf(others);
    const detached = at.alt || at.shift;
    this.push = { at, one, isFixed, parts: one.parts, from: at.image, detached };
  }

  drag(_at: Pointing, tools: Tools, all: readonly Pointing[]): void {
    const { push } = this;
    if (!push) return;
    for (const at of all) advance(push, at.image, tools.state);
    showOutline(tools, push.one, push.parts, push.detached);
  }

  up(at: Pointing, tools: Tools): void {
    const { push } = this;
    if (!push) return;
    if (!this.isCarried && push.parts === push.one.parts && isSamePlace(push.at, at)) {
      this.isCarried = true;
      return;
    }
    advance(push, at.image, tools.state);
    this.finish(tools);
  }

  lost({ acts }: Tools): void {
    this.push = null;
    this.isCarried = false;
    acts.preview(null);
  }

  wheel(steps: number, at: Pointing, tools: Tools): boolean {
    return sizeByWheel(steps, at, tools);
  }

  key(key: ToolKey, _far: boolean, tools: Tools): boolean {
    if (!this.push) return false;
    if (key === "cancel") this.lost(tools);
    else if (key === "finish") this.finish(tools);
    return key === "cancel" || key === "finish";
  }

  leave(tools: Tools): void {
    this.finish(tools);
  }

  draw(painter: OverlayPainter, tools: Tools): void {
    drawCursor(painter, tools, "#ffffff");
  }

  private finish(tools: Tools): void {
    const { push } = this;
    this.push = null;
    this.isCarried = false;
    if (!push) return;
    const { one, parts: after, detached } = push;
    const isDone = commitOutline(tools, "Push the outline", { one, after, detached });
    if (isDone && !tools.state.selection.value.includes(one.key)) tools.acts.select([one.key]);
  }
}

function advance(pushed: Push, to: Point, state: Tools["state"]): void {
  const radius = brushRadius(state);
  const spacing = Math.max(radius * SPACING, LEAST_SPACING / state.view.value.scale);
  const { parts, from, isFixed } = pushed;
  pushed.parts = push(parts, from, to, radius, { spacing, ...(isFixed && { isFixed }) });
  pushed.from = to;
}

/** With nothing selected: the instance whose outline is nearest within the cursor. */
function touched(at: Pointing, state: Tools["state"]): Instance | undefined {
  const radius = brushRadius(state);
  const distance = (one: Instance) =>
    nearestEdge(one.parts, at.image, radius)?.distance ?? Infinity;
  return under(state, at.image, radius)
    .filter((key) => canChange(state, key))
    .map((key) => state.doc.get(key)!)
    .filter((one) => distance(one) < Infinity)
    .sort((a, b) => distance(a) - distance(b))[0];
}
